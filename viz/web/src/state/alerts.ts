import { ask } from "../api/client";
import type { AlertSaid } from "../api/schema";
import { store } from "./store";

/** States of an alert that nobody said they know of. */
export const WAITING = ["dead", "stored", "retrying", "delivered"] as const;
const PAGE = 200;
const EVERY_MS = 120_000;

/** Alerts that wait for the reader's desks, newest first, as far as they were read; null: not read yet. */
export const waiting = store<{ readonly items: readonly AlertSaid[]; readonly isCut: boolean } | null>(null);

/** Read which alerts wait. `isCut`: there are more than were read. */
export async function readWaiting(signal?: AbortSignal): Promise<void> {
  const pages = await Promise.all(
    WAITING.map((state) => ask("GET /v1/alerts", { query: { state, limit: PAGE }, ...(signal ? { signal } : {}) })),
  );
  const items = pages.flatMap((p) => p.items).sort((a, b) => b.created.localeCompare(a.created));
  waiting.set({ items, isCut: pages.some((p) => p.next !== null) });
}

/** Say that the desk knows of an alert. */
export async function acknowledge(alertId: string): Promise<AlertSaid> {
  const known = await ask("POST /v1/alerts/{alertId}/acknowledgements", { path: { alertId } });
  const now = waiting.get();
  if (now) waiting.set({ ...now, items: now.items.filter((a) => a.alertId !== alertId) });
  return known;
}

/** Look now and then which alerts wait, while somebody looks at the page; the answer ends it. */
export function watchWaiting(): () => void {
  const look = () => {
    if (document.visibilityState === "visible") readWaiting().catch(() => undefined);
  };
  look();
  const again = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(again);
    waiting.set(null);
  };
}
