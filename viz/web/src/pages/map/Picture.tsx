import { select, zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { FlowSaid, InterventionSaid, MunicipalitySaid } from "../../api/schema";
import { Icon } from "../../parts/Icon";
import { useWords } from "../../words/words";
import { number } from "../../words/words";
import type { Rates } from "./data";
import { arcs, labelled, placed } from "./geometry";
import { fill, said } from "./words";

export const WIDTH = 900;
export const HEIGHT = 720;

export interface Chosen {
  readonly from: string;
  readonly to: string;
}

/** Upper bounds of the first classes of a rate, and the colour of each class. */
export function classes(rates: Rates): { readonly bounds: readonly number[]; readonly colourOf: (rate: number) => string } {
  const known = [...rates.values()].filter((r): r is number => r !== null).sort((a, b) => a - b);
  const bounds = [0.2, 0.4, 0.6, 0.8].map((q) => known[Math.floor(q * (known.length - 1))] ?? 0);
  return { bounds, colourOf: (rate) => `var(--seq-${1 + bounds.filter((b) => rate > b).length})` };
}

/** The map: municipalities as points, flows as arrows, measures as marks. */
export function Picture({
  municipalities,
  flows,
  inView,
  atFirst,
  rates,
  measures,
  chosen,
  onChoose,
  nameOf,
}: {
  municipalities: ReadonlyMap<string, MunicipalitySaid>;
  flows: readonly FlowSaid[];
  /** Towns that have a flow in any period. */
  inView: ReadonlySet<string>;
  /** Towns that the picture begins with. */
  atFirst: ReadonlySet<string>;
  rates: Rates;
  measures: readonly InterventionSaid[];
  chosen: Chosen | null;
  onChoose: (flow: Chosen | null) => void;
  nameOf: (code: string) => string;
}) {
  const t = useWords(said);
  const svg = useRef<SVGSVGElement>(null);
  const zooming = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
  const [at, move] = useState<ZoomTransform>(zoomIdentity);
  const points = useMemo(() => placed(municipalities.values(), atFirst, WIDTH, HEIGHT), [municipalities, atFirst]);
  const drawn = useMemo(() => arcs(flows, points), [flows, points]);
  const through = useMemo(() => {
    const sums = new Map<string, number>();
    for (const f of flows) {
      for (const code of [f.fromMunicipality, f.toMunicipality]) sums.set(code, (sums.get(code) ?? 0) + f.persons);
    }
    return sums;
  }, [flows]);
  const names = useMemo(
    () =>
      labelled(
        [...points.values()]
          .filter((p) => inView.has(p.code))
          .map((p) => ({ ...p, weight: through.get(p.code) ?? 0, name: nameOf(p.code) })),
        at.k,
      ),
    [points, inView, through, at.k, nameOf],
  );
  const { colourOf } = useMemo(() => classes(rates), [rates]);
  const marked = new Map<string, InterventionSaid[]>();
  for (const m of measures) for (const code of m.municipalities) marked.set(code, [...(marked.get(code) ?? []), m]);

  useEffect(() => {
    if (!svg.current) return;
    const behaviour = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.08, 12])
      .on("zoom", (e: { transform: ZoomTransform }) => move(e.transform));
    zooming.current = behaviour;
    select(svg.current).call(behaviour).on("dblclick.zoom", null);
  }, []);

  const by = (factor: number | null) => {
    if (!svg.current || !zooming.current) return;
    const picture = select(svg.current);
    if (factor === null) picture.call(zooming.current.transform, zoomIdentity);
    else picture.call(zooming.current.scaleBy, factor);
  };
  const whole = () => {
    if (!svg.current || !zooming.current) return;
    const seen = [...points.values()].filter((p) => inView.has(p.code));
    const [xs, ys] = [seen.map((p) => p.x), seen.map((p) => p.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(1, (WIDTH - 120) / (right - left || 1), (HEIGHT - 120) / (bottom - top || 1));
    const to = zoomIdentity
      .translate(WIDTH / 2 - (scale * (left + right)) / 2, HEIGHT / 2 - (scale * (top + bottom)) / 2)
      .scale(scale);
    select(svg.current).call(zooming.current.transform, to);
  };
  const k = 1 / at.k;
  const is = (a: Chosen) => chosen?.from === a.from && chosen.to === a.to;

  return (
    <div class="picture">
      <svg ref={svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.mapLabel}>
        <defs>
          <pattern id="hidden-count" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="4" height="4" fill="var(--surface)" />
            <line x1="0" y1="0" x2="0" y2="4" stroke="var(--text-faint)" stroke-width="1.6" />
          </pattern>
        </defs>
        <g transform={at.toString()}>
          {[...points.values()]
            .filter((p) => !inView.has(p.code))
            .map((p) => (
              <circle key={p.code} cx={p.x} cy={p.y} r={2.4 * k} class="other-town">
                <title>{nameOf(p.code)}</title>
              </circle>
            ))}
          <g class={chosen ? "arcs some-chosen" : "arcs"}>
            {drawn.map((a) => (
              <path
                key={`${a.from} ${a.to}`}
                d={a.d}
                class={is(a) ? "arc chosen" : "arc"}
                onClick={() => onChoose(is(a) ? null : { from: a.from, to: a.to })}
              >
                <title>{fill(t.flow, { from: nameOf(a.from), to: nameOf(a.to), n: number(a.persons) })}</title>
              </path>
            ))}
          </g>
          {[...points.values()]
            .filter((p) => inView.has(p.code))
            .map((p) => {
              const rate = rates.get(p.code);
              const fillOf = rate === undefined ? "var(--surface)" : rate === null ? "url(#hidden-count)" : colourOf(rate);
              return (
                <g key={p.code} transform={`translate(${p.x} ${p.y}) scale(${k})`}>
                  <circle r="7" fill={fillOf} class="town">
                    <title>
                      {nameOf(p.code)}
                      {rate ? `: ${number(rate, 1)}` : ""}
                    </title>
                  </circle>
                  {marked.has(p.code) && (
                    <path d="M0 -19l6 6-6 6-6-6z" class="measure">
                      <title>{t.measure}</title>
                    </path>
                  )}
                  {names.has(p.code) && (
                    <text x="11" y="4.5" class="town-name">
                      {nameOf(p.code)}
                    </text>
                  )}
                </g>
              );
            })}
        </g>
      </svg>
      <div class="zooms">
        <button type="button" class="icon-button" aria-label={t.zoomIn} title={t.zoomIn} onClick={() => by(1.5)}>
          <Icon name="plus" />
        </button>
        <button type="button" class="icon-button" aria-label={t.zoomOut} title={t.zoomOut} onClick={() => by(1 / 1.5)}>
          <Icon name="minus" />
        </button>
        <button type="button" class="icon-button" aria-label={t.whole} title={t.whole} onClick={whole}>
          <Icon name="zoomAll" />
        </button>
        <button type="button" class="icon-button" aria-label={t.reset} title={`${t.reset}. ${t.move}`} onClick={() => by(null)}>
          <Icon name="map" />
        </button>
      </div>
    </div>
  );
}
