import { ask, type Stated } from "../../../api/client";
import type { DisplacementEvidence } from "../../../api/evidence";
import type { AroundSaid, FindingSaid, SurroundingsSaid } from "../../../api/schema";
import { useAsked } from "../../../api/use";
import { Card } from "../../../parts/Card";
import { Loaded } from "../../../parts/States";
import { Table } from "../../../parts/Table";
import { Term } from "../../../parts/Term";
import { usePlaces } from "../../../words/places";
import { day, number, useWords } from "../../../words/words";
import { fill } from "../words";
import { said } from "./words";

/** Encounters and controls before and after, by ring: the counts that the verdict was made of. */
export function Surroundings({ finding, evidence, stated }: { finding: FindingSaid; evidence: DisplacementEvidence; stated: Stated }) {
  const t = useWords(said);
  const { findingId } = finding;
  const asked = useAsked(`surroundings ${findingId} ${stated.caseId}`, (signal) =>
    ask("GET /v1/findings/{findingId}/surroundings", { path: { findingId }, stated, signal }),
  );
  return (
    <Card title={t.counts} isFlush>
      <Loaded of={asked} lines={5}>
        {(found) => <Counted found={found} hasVisits={evidence.effortAdjusted} />}
      </Loaded>
    </Card>
  );
}

const MONTH_DAYS = 30;

function Counted({ found, hasVisits }: { found: SurroundingsSaid; hasVisits: boolean }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const { beforeDays, afterDays, threshold } = found;
  const least = { n: number(threshold) };
  const events = (p: AroundSaid) => [p.eventsBefore, p.eventsAfter] as const;
  const visits = (p: AroundSaid) => [p.visitsBefore, p.visitsAfter] as const;
  const monthly = (n: number | null, days: number) => (n === null || days <= 0 ? null : (n * MONTH_DAYS) / days);
  const most = (of: (p: AroundSaid) => readonly [number | null, number | null]) =>
    Math.max(1, ...found.places.flatMap((p) => [monthly(of(p)[0], beforeDays) ?? 0, monthly(of(p)[1], afterDays) ?? 0]));
  const pair = (of: typeof events, places: number, hidden: string) => {
    const widest = most(of);
    return (p: AroundSaid) => (
      <Pair
        rows={[
          { label: t.before, value: monthly(of(p)[0], beforeDays) },
          { label: t.after, value: monthly(of(p)[1], afterDays) },
        ]}
        most={widest}
        places={places}
        hidden={hidden}
      />
    );
  };
  const rate = (n: number | null, looked: number | null) => (n === null || !looked ? "–" : number((100 * n) / looked, 0));
  return (
    <>
      <p class="soft small in-card">
        {fill(t.windows, { before: number(beforeDays), after: number(afterDays), day: day(found.effectiveOn) })}. {t.countsAbout}
      </p>
      <Table
        label={t.counts}
        rows={found.places}
        keyOf={(p) => p.place}
        columns={[
          {
            key: "place",
            head: t.place,
            cell: (p) => (
              <span title={p.municipalities.map(nameOf).join(", ")}>
                <strong>{t.places[p.place] ?? p.place}</strong>
                <br />
                <span class="faint small">
                  {p.municipalities.length <= 2
                    ? p.municipalities.map(nameOf).join(", ")
                    : fill(t.towns, { n: number(p.municipalities.length) })}
                </span>
              </span>
            ),
          },
          { key: "events", head: <Term name="encounter">{t.events}</Term>, cell: pair(events, 1, fill(t.hidden, least)) },
          ...(hasVisits
            ? [
                { key: "visits", head: t.visits, cell: pair(visits, 1, "–") },
                {
                  key: "rate",
                  head: t.rate,
                  isNumber: true,
                  cell: (p: AroundSaid) => (
                    <>
                      {rate(p.eventsBefore, p.visitsBefore)} → {rate(p.eventsAfter, p.visitsAfter)}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {!hasVisits && <p class="notice pattern in-card">{t.noVisits}</p>}
      {found.places.some((p) => !p.isExact) && <p class="faint small in-card">{fill(t.rounded, least)}</p>}
    </>
  );
}

/** Two bars on one scale, the earlier above the later, each with its number. */
function Pair({
  rows,
  most,
  places,
  hidden,
}: {
  rows: readonly { readonly label: string; readonly value: number | null }[];
  most: number;
  places: number;
  hidden: string;
}) {
  return (
    <span class="pair">
      {rows.map((r, i) => (
        <span key={r.label} class="pair-row small">
          <span class="faint">{r.label}</span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            {r.value !== null && <rect width={(100 * r.value) / most} height="10" fill={i === 0 ? "var(--cat-none)" : "var(--cat-1)"} />}
          </svg>
          <span class="number">{r.value === null ? hidden : number(r.value, places)}</span>
        </span>
      ))}
    </span>
  );
}
