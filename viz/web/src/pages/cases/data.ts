import { ask, askAll } from "../../api/client";
import type { CaseSaid, SessionSaid } from "../../api/schema";
import { isOpen } from "../../state/cases";

export type Which = "mine" | "unit" | "offered" | "beside";
export const WHICH: readonly Which[] = ["mine", "unit", "offered", "beside"];

/** Whether a case stands in a list; one that is offered to the caller's units stands in that list alone. */
export function isIn(which: Which, c: CaseSaid, who: SessionSaid): boolean {
  const isOffered = isOfferedTo(c, who);
  if (which === "offered") return isOffered;
  if (which === "beside") return !c.isOwn && !isOffered;
  return c.isOwn && (which === "unit" || c.openedBy === who.subject);
}

/** Whether a case waits for one of the caller's units to take it over. */
export function isOfferedTo(c: CaseSaid, who: SessionSaid): boolean {
  return c.offer !== null && who.units.includes(c.offer.to) && !c.isOwn;
}

/** Today in the reader's own time, as days are written. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Whether the day has come on which somebody wanted to look at an open case again. */
export function isDue(c: CaseSaid): boolean {
  return isOpen(c) && c.followUpOn !== null && c.followUpOn <= today();
}

/** All cases the caller sees: those whose day has come first, then the newest. */
export async function readAllCases(signal: AbortSignal): Promise<readonly CaseSaid[]> {
  const found = await askAll((cursor) => ask("GET /v1/cases", { query: { limit: 200, ...(cursor ? { cursor } : {}) }, signal }));
  return found.sort((a, b) => Number(isDue(b)) - Number(isDue(a)) || b.openedAt.localeCompare(a.openedAt));
}
