import { ask } from "../api/client";
import type { CaseSaid, NewCase } from "../api/schema";
import { store } from "./store";

/** The case that is worked on now: its purpose goes with every read of persons, and is shown always. */
export const openCase = store<CaseSaid | null>(null, (c) => {
  try {
    if (c) sessionStorage.setItem("case", c.caseId);
    else sessionStorage.removeItem("case");
  } catch {
    // Then it is chosen again after a reload.
  }
});

export async function readCases(): Promise<readonly CaseSaid[]> {
  return (await ask("GET /v1/cases", { query: { limit: 200 } })).items;
}

/** Take up again what was worked on before the page was loaded anew. */
export async function resumeCase(): Promise<void> {
  let id: string | null = null;
  try {
    id = sessionStorage.getItem("case");
  } catch {
    return;
  }
  if (id === null) return;
  const found = (await readCases()).find((c) => c.caseId === id && isOpen(c));
  if (found) openCase.set(found);
}

export function isOpen(c: CaseSaid): boolean {
  return !c.status.startsWith("Closed");
}

/** Open a case and work on it. */
export async function begin(asked: NewCase): Promise<CaseSaid> {
  const made = await ask("POST /v1/cases", { body: asked });
  openCase.set(made);
  return made;
}

/** An open case that is about a finding, for one of some purposes: the one worked on first. */
export async function caseAbout(findingId: string, purposes: readonly string[]): Promise<CaseSaid | null> {
  const fits = (c: CaseSaid) => isOpen(c) && c.findingIds.includes(findingId) && purposes.includes(c.purpose);
  const now = openCase.get();
  if (now && fits(now)) return now;
  return (await readCases()).find(fits) ?? null;
}
