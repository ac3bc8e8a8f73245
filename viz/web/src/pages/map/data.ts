import { ask, askAll } from "../../api/client";
import type { FindingLine, FlowSaid, InterventionSaid } from "../../api/schema";

/** Flows of each period; `isExact` false: safe counts, whole years alone. */
export interface Flows {
  readonly isExact: boolean;
  readonly threshold: number | null;
  /** Periods that can be chosen, oldest first: quarters where they are told, else years. */
  readonly periods: readonly string[];
  readonly of: ReadonlyMap<string, readonly FlowSaid[]>;
}

export async function readFlows(signal: AbortSignal): Promise<Flows> {
  const years = await ask("GET /v1/flows", { query: {}, signal });
  const of = new Map<string, FlowSaid[]>();
  for (const f of years.items) {
    const before = of.get(f.period);
    if (before) before.push(f);
    else of.set(f.period, [f]);
  }
  const named = [...of.keys()].sort();
  if (!years.isExact) return { isExact: false, threshold: years.threshold, periods: named, of };
  const quarters = named.flatMap((y) => [1, 2, 3, 4].map((q) => `${y}Q${q}`));
  const told = await Promise.all(quarters.map((period) => ask("GET /v1/flows", { query: { period }, signal })));
  quarters.forEach((period, i) => of.set(period, [...(told[i]?.items ?? [])]));
  const filled = quarters.filter((q) => (of.get(q)?.length ?? 0) > 0);
  return { isExact: true, threshold: null, periods: filled, of };
}

/** Flows of some periods together. All four quarters of a year are the year's own, in which each person counts once. */
export function together(flows: Flows, chosen: readonly string[]): { readonly items: readonly FlowSaid[]; readonly isSum: boolean } {
  const [only] = chosen;
  if (chosen.length === 1 && only) return { items: flows.of.get(only) ?? [], isSum: false };
  const year = only?.slice(0, 4) ?? "";
  const ofYear = flows.periods.filter((p) => p.startsWith(year));
  if (chosen.length === ofYear.length && chosen.every((p) => p.startsWith(year))) {
    return { items: flows.of.get(year) ?? [], isSum: false };
  }
  const sums = new Map<string, FlowSaid>();
  for (const period of chosen) {
    for (const f of flows.of.get(period) ?? []) {
      const key = `${f.fromMunicipality} ${f.toMunicipality}`;
      const before = sums.get(key);
      sums.set(key, { ...f, period: "", persons: f.persons + (before?.persons ?? 0) });
    }
  }
  return { items: [...sums.values()], isSum: true };
}

/** How much was met for how much was looked, by municipality: per 100 controls; null where it may not be told. */
export type Rates = ReadonlyMap<string, number | null>;

export async function readRates(year: string, signal: AbortSignal): Promise<Rates> {
  const [indicators, controls] = await Promise.all([
    askAll((cursor) => ask("GET /v1/indicators", { query: { period: year, limit: 200, ...(cursor ? { cursor } : {}) }, signal })),
    askAll((cursor) => ask("GET /v1/controls", { query: { limit: 200, ...(cursor ? { cursor } : {}) }, signal })),
  ]);
  const looked = new Map<string, number>();
  for (const c of controls) {
    if (c.fromDate.startsWith(year)) looked.set(c.municipality, (looked.get(c.municipality) ?? 0) + c.controls);
  }
  const rates = new Map<string, number | null>();
  for (const i of indicators) {
    const n = looked.get(i.area);
    if (i.indicator === "presumed_victims" && n) rates.set(i.area, i.value === null ? null : (100 * i.value) / n);
  }
  return rates;
}

export async function readMeasures(signal: AbortSignal): Promise<readonly InterventionSaid[]> {
  return askAll((cursor) => ask("GET /v1/interventions", { query: { limit: 200, ...(cursor ? { cursor } : {}) }, signal }));
}

/** Findings that two municipalities are both part of. */
export async function readBehind(from: string, to: string, signal: AbortSignal): Promise<readonly FindingLine[]> {
  const found: FindingLine[] = [];
  for (const kind of ["rotation", "relocation", "displacement", "reappearance"] as const) {
    const some = await ask("GET /v1/findings", { query: { kind, municipality: from, limit: 200 }, signal });
    found.push(...some.items.filter((f) => f.municipalities.includes(to)));
  }
  return found;
}
