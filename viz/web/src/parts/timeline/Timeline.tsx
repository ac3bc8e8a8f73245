import { scaleUtc, utcMonth, utcMonths } from "d3";
import { useMemo } from "preact/hooks";
import type { Row, StaySaid } from "../../api/schema";
import { usePlaces } from "../../words/places";
import { day, number, span, useWords, words } from "../../words/words";
import { colours } from "../colours";
import { Ident } from "../Ident";
import "./timeline.css";

const said = words({
  nl: {
    label: "Tijdlijn van {n} personen",
    stay: "{town}: {span}, {n} ontmoetingen",
    fuzzy: "verblijf kan al eerder begonnen of later geëindigd zijn",
    lap: "ronde {n} rond",
    months: "op de maand nauwkeurig",
    key: "Kleur: gemeente. Vol: gezien. Vaag: hier begon of eindigde het verblijf. Cijfer: ronde voltooid.",
  },
  en: {
    label: "Timeline of {n} persons",
    stay: "{town}: {span}, {n} encounters",
    fuzzy: "the stay may have begun earlier or ended later",
    lap: "lap {n} closed",
    months: "exact to the month",
    key: "Colour: municipality. Full: seen. Faint: the stay began or ended in here. Figure: a lap was closed.",
  },
});

const WIDTH = 1000;
const LEFT = 84;
const ROW = 30;
const TOP = 26;

/** First moment of a day or month, and the first after it (ms, UTC). */
function bounds(text: string): readonly [number, number] {
  const [y = 0, m = 1, d] = text.split("-").map(Number);
  return d ? [Date.UTC(y, m - 1, d), Date.UTC(y, m - 1, d + 1)] : [Date.UTC(y, m - 1, 1), Date.UTC(y, m, 1)];
}

interface Shown {
  readonly stay: StaySaid;
  readonly from: number;
  readonly until: number;
  readonly earliest: number;
  readonly latest: number;
  readonly lap: number | null;
}

/** Stays of a person with their bounds, and which of them closes a lap of a circuit. */
export function shownStays(stays: readonly StaySaid[], circuit: readonly string[]): Shown[] {
  let laps = 0;
  let hops = 0;
  let begun: string | null = null;
  let before: string | null = null;
  return stays.map((stay) => {
    const [from] = bounds(stay.firstSeen);
    const [, until] = bounds(stay.lastSeen);
    const town = stay.municipality;
    let lap: number | null = null;
    if (circuit.includes(town)) {
      const next = before === null ? null : circuit[(circuit.indexOf(before) + 1) % circuit.length];
      if (begun === null || next !== town) {
        begun = town;
        hops = 0;
      } else {
        hops += 1;
        if (hops % circuit.length === 0) {
          laps += 1;
          lap = laps;
        }
      }
      before = town;
    }
    const earliest = stay.arrivedAfter ? Math.min(from, bounds(stay.arrivedAfter)[0]) : from;
    const latest = stay.leftBefore ? Math.max(until, bounds(stay.leftBefore)[1]) : until;
    return { stay, from, until, earliest, latest, lap };
  });
}

/** Persons as rows, towns as colours: stays with the days on which each may have begun or ended, laps numbered. */
export function Timeline({ rows, circuit = [] }: { rows: readonly Row[]; circuit?: readonly string[] }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const shown = useMemo(() => rows.map((r) => ({ id: r.personId, stays: shownStays(r.stays, circuit) })), [rows, circuit]);
  const all = shown.flatMap((r) => r.stays);
  const towns = useMemo(() => {
    const weight = new Map<string, number>();
    for (const s of all) weight.set(s.stay.municipality, (weight.get(s.stay.municipality) ?? 0) + s.stay.encounters);
    const others = [...weight].sort((a, b) => b[1] - a[1]).map(([code]) => code);
    return [...new Set([...circuit, ...others])].filter((code) => weight.has(code));
  }, [shown, circuit]);
  if (all.length === 0) return null;
  const colourOf = colours(towns);
  const first = Math.min(...all.map((s) => s.from));
  const last = Math.max(...all.map((s) => s.until));
  const x = scaleUtc([first, last], [LEFT, WIDTH - 8]);
  const clamp = (at: number) => Math.max(LEFT, Math.min(WIDTH - 2, x(at)));
  const height = TOP + shown.length * ROW + 6;
  const months = utcMonths(utcMonth.floor(new Date(first)), new Date(last));
  const step = Math.max(1, Math.ceil(months.length / 14));
  const fill = (text: string, of: Record<string, string>) => text.replace(/\{(\w+)\}/g, (_, n: string) => of[n] ?? "");

  return (
    <div class="timeline">
      <ul class="towns small">
        {towns.map((code) => (
          <li key={code}>
            <svg width="12" height="12" aria-hidden="true">
              <rect width="12" height="12" rx="3" fill={colourOf(code)} />
            </svg>
            {nameOf(code)}
          </li>
        ))}
      </ul>
      <div class="table-scroll" role="region" aria-label={fill(t.label, { n: number(shown.length) })} tabIndex={0}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={fill(t.label, { n: number(shown.length) })}>
          <defs>
            {towns.map((code) =>
              ["in", "out"].map((way) => (
                <linearGradient key={`${code}${way}`} id={`fade-${code}-${way}`} x1={way === "in" ? 1 : 0} x2={way === "in" ? 0 : 1}>
                  <stop offset="0" stop-color={colourOf(code)} stop-opacity="0.5" />
                  <stop offset="1" stop-color={colourOf(code)} stop-opacity="0.04" />
                </linearGradient>
              )),
            )}
          </defs>
          {months.map((m, i) => (
            <g key={m.getTime()}>
              <line x1={clamp(m.getTime())} x2={clamp(m.getTime())} y1={TOP - 6} y2={height} class={m.getUTCMonth() === 0 ? "year-line" : "month-line"} />
              {i % step === 0 && x(m.getTime()) >= LEFT - 2 && (
                <text x={clamp(m.getTime()) + 3} y="12" class="axis">
                  {day(m.toISOString().slice(0, 7))}
                </text>
              )}
            </g>
          ))}
          {shown.map((row, i) => {
            const y = TOP + i * ROW;
            return (
              <g key={row.id}>
                <text x="0" y={y + 17} class="person">
                  {row.id.replace(/^p-/, "").slice(0, 6)}
                </text>
                <line x1={LEFT} x2={WIDTH} y1={y + 12} y2={y + 12} class="row-line" />
                {row.stays.map((s, n) => {
                  const code = s.stay.municipality;
                  const [a, b] = [clamp(s.from), clamp(s.until)];
                  const [e, l] = [clamp(s.earliest), clamp(s.latest)];
                  const title = fill(t.stay, {
                    town: nameOf(code),
                    span: span(s.stay.firstSeen, s.stay.lastSeen),
                    n: number(s.stay.encounters),
                  });
                  return (
                    <g key={n}>
                      {e < a && <rect x={e} y={y + 6} width={a - e} height="12" fill={`url(#fade-${code}-in)`} />}
                      {l > b && <rect x={b} y={y + 6} width={l - b} height="12" fill={`url(#fade-${code}-out)`} />}
                      <rect
                        x={a}
                        y={y + 3}
                        width={Math.max(5, b - a)}
                        height="18"
                        rx="3"
                        fill={colourOf(code)}
                        class={s.stay.isExact ? "stay" : "stay months"}
                      >
                        <title>{`${title}${s.stay.isExact ? "" : ` (${t.months})`}${s.lap ? `; ${fill(t.lap, { n: number(s.lap) })}` : ""}`}</title>
                      </rect>
                      {s.lap !== null && (
                        <g transform={`translate(${a + Math.max(5, b - a) / 2} ${y + 12})`} class="lap">
                          <circle r="7.5" />
                          <text y="3.6">{s.lap}</text>
                        </g>
                      )}
                    </g>
                  );
                })}
              </g>
            );
          })}
        </svg>
      </div>
      <p class="faint small">{t.key}</p>
      <table class="hidden-visually">
        <caption>{fill(t.label, { n: number(shown.length) })}</caption>
        <tbody>
          {shown.flatMap((row) =>
            row.stays.map((s, n) => (
              <tr key={`${row.id}${n}`}>
                <th scope="row">
                  <Ident id={row.id} />
                </th>
                <td>{nameOf(s.stay.municipality)}</td>
                <td>{span(s.stay.firstSeen, s.stay.lastSeen)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
