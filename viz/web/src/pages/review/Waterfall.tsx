import { certain, number, useWords } from "../../words/words";
import type { Waterfall as Told } from "./data";
import { said } from "./words";

interface Bar {
  readonly name: string;
  readonly level: string;
  readonly from: number;
  readonly to: number;
  readonly kind: "prior" | "field" | "frequency" | "sum";
}

/** Where each bar begins and ends: each from where the one before left off, the sum from nothing. */
function bars(w: Told, t: (typeof said)["nl"]): readonly Bar[] {
  const found: Bar[] = [{ name: t.prior, level: "", from: 0, to: w.priorWeight, kind: "prior" }];
  let at = w.priorWeight;
  for (const s of w.fields) {
    found.push({
      name: t.fields[s.field] ?? s.field,
      level: t.levelNames[s.level] ?? s.level,
      from: at,
      to: at + s.weight,
      kind: "field",
    });
    at += s.weight;
    if (s.frequencyAdjustment !== null) {
      found.push({ name: "", level: t.frequency, from: at, to: at + s.frequencyAdjustment, kind: "frequency" });
      at += s.frequencyAdjustment;
    }
  }
  found.push({ name: t.sum, level: "", from: 0, to: w.matchWeight, kind: "sum" });
  return found;
}

const [LABELS, PLOT, NUMBERS, LINE] = [300, 300, 60, 27];
const WIDTH = LABELS + PLOT + NUMBERS;

/** How prior and fields add up: a bar each, in bits; a table for those who can't see it. */
export function Waterfall({ of: w }: { of: Told }) {
  const t = useWords(said);
  const all = bars(w, t);
  const ends = all.flatMap((b) => [b.from, b.to]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const x = (bits: number) => LABELS + 8 + ((bits - low) / (high - low || 1)) * (PLOT - 16);
  const height = all.length * LINE + 6;
  const signed = (v: number) => `${v > 0 ? "+" : ""}${number(v, 1)}`;
  const kind = (b: Bar) => (b.kind === "sum" ? "sum" : b.to === b.from ? "none" : b.to > b.from ? "for" : "against");
  return (
    <>
      <svg class="waterfall" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
        <line x1={x(0)} x2={x(0)} y1="0" y2={height} class="zero" />
        {all.map((b, i) => {
          const y = i * LINE + 3;
          return (
            <g key={i} class={kind(b)}>
              {b.kind === "sum" && <line x1="0" x2={WIDTH} y1={y} y2={y} class="rule" />}
              <text x="0" y={y + 18} class={b.kind === "sum" ? "name strong" : "name"}>
                {b.name}
              </text>
              <text x={120} y={y + 18} class="level">
                {b.level}
              </text>
              <rect
                x={Math.min(x(b.from), x(b.to))}
                y={y + 6}
                width={Math.max(1.5, Math.abs(x(b.to) - x(b.from)))}
                height={LINE - 12}
                rx="2.5"
              />
              {i < all.length - 1 && b.kind !== "sum" && <line x1={x(b.to)} x2={x(b.to)} y1={y + LINE - 6} y2={y + LINE + 6} class="tie" />}
              <text x={WIDTH} y={y + 18} class={b.kind === "sum" ? "bits strong" : "bits"}>
                {signed(b.to - b.from)}
              </text>
            </g>
          );
        })}
      </svg>
      <table class="hidden-visually">
        <caption>{t.levels}</caption>
        <tbody>
          {all.map((b, i) => (
            <tr key={i}>
              <th scope="row">{b.name || b.level}</th>
              <td>{b.level}</td>
              <td>{signed(b.to - b.from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="waterfall-end">
        <span class="soft">{t.probability}</span> <strong class="number">{w.probability > 0.5 ? certain(w.probability) : number(w.probability, 4)}</strong>
        <span class="soft">
          {t.model} ({w.model}): {t.bands[w.band] ?? w.band}
          {w.heldBack && ` · ${t.heldBack}: ${w.heldBack}`}
        </span>
      </p>
      {!w.comparedByLinking && <p class="faint small">{t.unseen}</p>}
    </>
  );
}
