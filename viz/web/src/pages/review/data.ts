import { ask, type Stated } from "../../api/client";

/** What the service says of a pair, as api/jobs/review_shown.py writes it. */
export interface PairRecord {
  readonly encounterRef: string;
  readonly personId: string | null;
  readonly municipality: string;
  readonly municipalityName: string;
  readonly month: string;
  readonly reporterType: string;
  readonly sourceId: string;
  readonly channel: string | null;
}

export interface Step {
  readonly field: string;
  readonly level: string;
  readonly weight: number;
  readonly frequencyAdjustment: number | null;
}

/** How a pair's probability comes about, in bits (log2). */
export interface Waterfall {
  readonly model: string;
  readonly priorWeight: number;
  readonly fields: readonly Step[];
  readonly matchWeight: number;
  readonly probability: number;
  readonly band: string;
  readonly heldBack: string | null;
  readonly comparedByLinking: boolean;
}

export interface Word {
  readonly id: string;
  readonly verdict: string;
  readonly by: string;
  readonly at: string;
  readonly why: string;
  readonly withdrawnAt: string | null;
}

export interface Item {
  readonly left: string;
  readonly right: string;
  readonly reason: string;
  readonly because: string | null;
  readonly expectedChange: number;
  readonly chance: number;
  readonly pairs: number;
  readonly reappearances: number;
  readonly otherPairsSettled: number;
  readonly personIds: readonly string[];
  readonly sizes: readonly [number, number];
  readonly contextNeverEvidence: readonly PairRecord[];
}

export interface Comparison {
  readonly contextNeverEvidence: readonly PairRecord[];
  readonly waterfall: Waterfall | null;
  readonly said: readonly Word[];
  readonly questions: readonly { readonly id: string; readonly at: string; readonly state: string }[];
}

const MOST = 50;

export async function readQueue(stated: Stated, signal: AbortSignal): Promise<{ items: readonly Item[]; waiting: number }> {
  const answer = await ask("GET /v1/review/items", { query: { limit: MOST }, stated, signal });
  return { items: answer.items as unknown as readonly Item[], waiting: answer.waiting };
}

export async function compare(item: Item, stated: Stated, signal: AbortSignal): Promise<Comparison> {
  const body = { left: item.left, right: item.right };
  return (await ask("POST /v1/review/comparisons", { body, stated, signal })) as unknown as Comparison;
}
