import { useEffect, useMemo, useState } from "preact/hooks";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Loaded } from "../../parts/States";
import { Term } from "../../parts/Term";
import { markPainted } from "../../state/painted";
import { useStore } from "../../state/store";
import { municipalities, usePlaces } from "../../words/places";
import { number, useWords } from "../../words/words";
import { type Flows, readFlows, readMeasures, readRates, together } from "./data";
import { type Chosen, classes, Picture } from "./Picture";
import { Behind, FlowList, Measures } from "./Side";
import { TimeBar } from "./TimeBar";
import { fill, said } from "./words";
import "./page.css";

/** Flows between municipalities, in time. */
export default function MapPage() {
  const t = useWords(said);
  const asked = useAsked("flows", readFlows);
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">
          {t.about} {t.schematic}
        </p>
      </PageHead>
      <Loaded of={asked} lines={12}>
        {(flows) => <Map_ flows={flows} />}
      </Loaded>
    </>
  );
}

function Map_({ flows }: { flows: Flows }) {
  const t = useWords(said);
  const known = useStore(municipalities);
  const nameOf = usePlaces();
  const { periods } = flows;
  const [[first, last], choosePeriod] = useState<readonly [number, number]>([
    Math.max(0, periods.length - (flows.isExact ? 4 : 1)),
    periods.length - 1,
  ]);
  const [least, chooseLeast] = useState(() => leastAtFirst(flows));
  const [chosen, choose] = useState<Chosen | null>(null);
  const shownPeriods = periods.slice(first, last + 1);
  const { items, isSum } = useMemo(() => together(flows, shownPeriods), [flows, first, last]);
  const shown = useMemo(() => items.filter((f) => f.persons >= least), [items, least]);
  const inView = useMemo(() => {
    const codes = new Set<string>();
    for (const some of flows.of.values()) for (const f of some) codes.add(f.fromMunicipality).add(f.toMunicipality);
    return codes;
  }, [flows]);
  const atFirst = useMemo(() => weightiest(flows), [flows]);
  const year = (periods[last] ?? "").slice(0, 4);
  const rates = useAsked(`rates ${year}`, (signal) => readRates(year, signal));
  const measures = useAsked("measures", readMeasures);
  const totals = periods.map((p) => (flows.of.get(p) ?? []).reduce((n, f) => n + f.persons, 0));
  const most = Math.max(1, ...items.map((f) => f.persons));
  const rateOf = rates.state === "ready" ? rates.value : NONE;
  const marks = measures.state === "ready" ? measures.value : [];

  useEffect(() => {
    markPainted("map-shown");
  }, []);

  return (
    <>
      <div class="map-page">
        <div class="stack">
        <Card isFlush class="map-card">
          <Picture
            municipalities={known}
            flows={shown}
            inView={inView}
            atFirst={atFirst}
            rates={rateOf}
            measures={marks}
            chosen={chosen}
            onChoose={choose}
            nameOf={nameOf}
          />
          <Legend most={most} rates={rateOf} />
        </Card>
      <Card class="time-card">
        <TimeBar
          periods={periods}
          totals={totals}
          first={first}
          last={last}
          onChoose={(a, b) => choosePeriod([a, b])}
        />
        <p class="faint small">
          {flows.isExact ? t.exact : <Term name="suppressed">{fill(t.safe, { k: number(flows.threshold) })}</Term>} {isSum && t.summed}{" "}
          {flows.isExact && t.extend}
        </p>
      </Card>
        </div>
        <div class="stack">
          {chosen && <Behind flow={chosen} flows={items} nameOf={nameOf} onChoose={choose} />}
          <Card
            title={t.flows}
            aside={
              <label class="least small soft">
                {t.least}
                <input
                  type="range"
                  min="1"
                  max={Math.max(2, Math.round(most / 2))}
                  value={least}
                  onInput={(e) => chooseLeast(Number(e.currentTarget.value))}
                />
                <output class="number">{number(least)}</output>
              </label>
            }
          >
            <FlowList flows={shown} chosen={chosen} onChoose={choose} nameOf={nameOf} />
          </Card>
          <Measures measures={marks} nameOf={nameOf} />
        </div>
      </div>
    </>
  );
}

/** So many flows hide each other: from how many persons on they are shown until the reader asks for fewer. */
function leastAtFirst(flows: Flows): number {
  const counts = [...flows.of.values()].sort((a, b) => b.length - a.length)[0]?.map((f) => f.persons) ?? [];
  return counts.length <= 80 ? 1 : Math.max(2, counts.sort((a, b) => b - a)[80] ?? 1);
}

/** Towns that most of all moves touch: what the map begins with, so that a few moves far away don't make it small. */
function weightiest(flows: Flows): ReadonlySet<string> {
  const weight = new Map<string, number>();
  for (const period of flows.periods) {
    for (const f of flows.of.get(period) ?? []) {
      for (const code of [f.fromMunicipality, f.toMunicipality]) weight.set(code, (weight.get(code) ?? 0) + f.persons);
    }
  }
  const all = [...weight.values()].reduce((a, b) => a + b, 0);
  const found = new Set<string>();
  let sum = 0;
  for (const [code, n] of [...weight].sort((a, b) => b[1] - a[1])) {
    if (found.size >= 3 && sum >= 0.8 * all) break;
    found.add(code);
    sum += n;
  }
  return found;
}

const NONE = new Map<string, number | null>();

function Legend({ most, rates }: { most: number; rates: ReadonlyMap<string, number | null> }) {
  const t = useWords(said);
  const { bounds } = classes(rates);
  const hasRates = [...rates.values()].some((r) => r !== null);
  return (
    <div class="legend small">
      <span class="widths">
        <span class="soft">{t.legendFlow}</span>
        {[1, Math.max(2, Math.round(most / 2)), Math.max(3, most)].map((n) => (
          <span key={n}>
            <svg width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">
              <line
                x1="0"
                x2="34"
                y1="8"
                y2="8"
                stroke="var(--flow)"
                stroke-width={Math.max(1.25, (14 * n) / Math.max(3, most))}
              />
            </svg>
            {number(n)}
          </span>
        ))}
      </span>
      {hasRates && (
        <span class="rates">
          <span class="soft">{t.legendRate}</span>
          {[1, 2, 3, 4, 5]
            .filter((n) => n === 5 || n === 1 || bounds[n - 1] !== bounds[n - 2])
            .map((n) => (
            <span key={n}>
              <svg width="14" height="14" aria-hidden="true">
                <circle cx="7" cy="7" r="6" fill={`var(--seq-${n})`} class="town" />
              </svg>
              {n < 5 ? `≤ ${number(bounds[n - 1], 0)}` : `> ${number(bounds[3], 0)}`}
            </span>
          ))}
          <span>
            <svg width="14" height="14" aria-hidden="true">
              <circle cx="7" cy="7" r="6" fill="url(#hidden-count)" class="town" />
            </svg>
            <Term name="suppressed">{t.rateHidden}</Term>
          </span>
        </span>
      )}
    </div>
  );
}
