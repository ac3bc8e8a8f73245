import { usePlaces } from "../../words/places";

/** A circuit as a ring of towns with arrows: where it goes, and that it comes back. */
export function Circuit({ codes, colourOf }: { codes: readonly string[]; colourOf: (code: string) => string }) {
  const nameOf = usePlaces();
  const n = codes.length;
  const [width, height, rx, ry] = [380, 210, 96, 62];
  const at = (i: number) => {
    const a = -Math.PI / 2 + (2 * Math.PI * i) / n;
    return { x: width / 2 + rx * Math.cos(a), y: height / 2 + ry * Math.sin(a), a };
  };
  const label = [...codes, codes[0] ?? ""].map(nameOf).join(" → ");
  return (
    <svg class="circuit" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <defs>
        <marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L10 5L0 10z" fill="var(--text-faint)" />
        </marker>
      </defs>
      {codes.map((code, i) => {
        const gap = 0.24;
        const from = -Math.PI / 2 + (2 * Math.PI * i) / n + gap;
        const till = -Math.PI / 2 + (2 * Math.PI * (i + 1)) / n - gap;
        const p = (a: number) => `${width / 2 + rx * Math.cos(a)} ${height / 2 + ry * Math.sin(a)}`;
        return (
          <path
            key={code}
            d={`M${p(from)} A${rx} ${ry} 0 0 1 ${p(till)}`}
            fill="none"
            stroke="var(--text-faint)"
            stroke-width="2"
            marker-end="url(#tip)"
          />
        );
      })}
      {codes.map((code, i) => {
        const { x, y, a } = at(i);
        const side = Math.cos(a);
        const anchor = side > 0.2 ? "start" : side < -0.2 ? "end" : "middle";
        const dx = side > 0.2 ? 16 : side < -0.2 ? -16 : 0;
        const dy = anchor === "middle" ? (Math.sin(a) < 0 ? -16 : 26) : 5;
        return (
          <g key={code}>
            <circle cx={x} cy={y} r="9" fill={colourOf(code)} stroke="var(--surface)" stroke-width="2" />
            <text x={x + dx} y={y + dy} text-anchor={anchor} font-size="13" font-weight="600" fill="var(--text)">
              {nameOf(code)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
