import type { Change } from "../../../api/evidence";
import { number } from "../../../words/words";

export interface IntervalRow {
  readonly label: string;
  readonly change: Change | null;
  readonly tone?: "here" | "next" | "both";
}

const COLOUR = { here: "var(--cat-1)", next: "var(--cat-2)", both: "var(--cat-none)" };

/** Estimates with their intervals on one axis with zero marked; what can't be estimated says so by a dash. */
export function Intervals({ rows, label }: { rows: readonly IntervalRow[]; label: string }) {
  const ends = rows.flatMap((r) => (r.change ? [r.change.low, r.change.high] : []));
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = (high - low || 1) * 0.06;
  const [width, left, line] = [640, 170, 34];
  const x = (v: number) => left + ((v - low + room) / (high - low + 2 * room)) * (width - left - 90);
  const height = rows.length * line + 26;
  const signed = (v: number) => `${v > 0 ? "+" : ""}${number(v)}`;
  return (
    <svg class="intervals" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <line x1={x(0)} x2={x(0)} y1="4" y2={height - 20} stroke="var(--line-strong)" stroke-dasharray="3 3" />
      <text x={x(0)} y={height - 6} text-anchor="middle" font-size="11" fill="var(--text-faint)">
        0
      </text>
      {rows.map((r, i) => {
        const y = 18 + i * line;
        const c = r.change;
        const colour = COLOUR[r.tone ?? "both"];
        return (
          <g key={r.label}>
            <text x="0" y={y + 4} font-size="13" font-weight="550" fill="var(--text)">
              {r.label}
            </text>
            {c ? (
              <>
                <line x1={x(c.low)} x2={x(c.high)} y1={y} y2={y} stroke={colour} stroke-width="3" stroke-linecap="round" />
                <circle cx={x(c.estimate)} cy={y} r="6" fill={colour} stroke="var(--surface)" stroke-width="2" />
                <text x={width} y={y + 4} text-anchor="end" font-size="13" font-weight="600" fill="var(--text)">
                  {signed(c.estimate)}
                </text>
              </>
            ) : (
              <text x={x(0) + 10} y={y + 4} font-size="13" fill="var(--text-faint)">
                –
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
