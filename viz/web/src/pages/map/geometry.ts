import { geoIdentity } from "d3";
import type { FlowSaid, MunicipalitySaid } from "../../api/schema";

export interface Point {
  readonly code: string;
  readonly x: number;
  readonly y: number;
}

/** A flow, drawn: `d` an arc that keeps to its right, so that opposite directions lie apart. */
export interface Arc {
  readonly from: string;
  readonly to: string;
  readonly persons: number;
  readonly d: string;
  readonly width: number;
}

/**
 * Places on the picture of municipalities, from RD New (EPSG:28992, metres), north up.
 *
 * `inView` are the codes that have to fit; all others lie where they lie, maybe outside.
 */
export function placed(all: Iterable<MunicipalitySaid>, inView: ReadonlySet<string>, width: number, height: number): Map<string, Point> {
  const every = [...all];
  const fit = every.filter((m) => inView.size === 0 || inView.has(m.code));
  const points = { type: "MultiPoint" as const, coordinates: (fit.length > 1 ? fit : every).map((m) => [m.rdX, m.rdY]) };
  const margin = 60;
  const projection = geoIdentity()
    .reflectY(true)
    .fitExtent(
      [
        [margin, margin],
        [width - margin, height - margin],
      ],
      points,
    );
  const found = new Map<string, Point>();
  for (const m of every) {
    const [x = 0, y = 0] = projection([m.rdX, m.rdY]) ?? [];
    found.set(m.code, { code: m.code, x, y });
  }
  return found;
}

const WIDEST = 14;
const NARROWEST = 1.25;

/** Arcs of flows, the widest first so that narrow ones lie on top. Width is in proportion to persons. */
export function arcs(flows: readonly FlowSaid[], at: ReadonlyMap<string, Point>): Arc[] {
  const most = Math.max(1, ...flows.map((f) => f.persons));
  const found: Arc[] = [];
  for (const f of flows) {
    const [a, b] = [at.get(f.fromMunicipality), at.get(f.toMunicipality)];
    if (!a || !b || a === b) continue;
    const width = Math.max(NARROWEST, (WIDEST * f.persons) / most);
    found.push({ from: a.code, to: b.code, persons: f.persons, width, d: arc(a, b, width) });
  }
  return found.sort((p, q) => q.persons - p.persons || p.d.localeCompare(q.d));
}

/** A tapered arrow from a to b, bent to the right of its way. */
function arc(a: Point, b: Point, width: number): string {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const bend = Math.min(60, length * 0.18) + width * 0.6;
  const mid = { x: (a.x + b.x) / 2 - uy * bend, y: (a.y + b.y) / 2 + ux * bend };
  const gap = Math.min(9, length * 0.2);
  const toward = (from: { x: number; y: number }, to: { x: number; y: number }, by: number) => {
    const l = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    return { x: from.x + ((to.x - from.x) / l) * by, y: from.y + ((to.y - from.y) / l) * by };
  };
  const start = toward(a, mid, gap);
  const tip = toward(b, mid, gap);
  const head = Math.min(4 + width * 1.1, length * 0.35);
  const neck = toward(tip, mid, head);
  const vx = (tip.x - neck.x) / (head || 1);
  const vy = (tip.y - neck.y) / (head || 1);
  const half = width / 2;
  const wing = half + 2.5;
  const side = (p: { x: number; y: number }, by: number, nx: number, ny: number) => `${f(p.x - ny * by)} ${f(p.y + nx * by)}`;
  const sx = (mid.x - start.x) / (Math.hypot(mid.x - start.x, mid.y - start.y) || 1);
  const sy = (mid.y - start.y) / (Math.hypot(mid.x - start.x, mid.y - start.y) || 1);
  return (
    `M${side(start, half * 0.55, sx, sy)}Q${side(mid, half, ux, uy)} ${side(neck, half, vx, vy)}` +
    `L${side(neck, wing, vx, vy)}L${f(tip.x)} ${f(tip.y)}L${side(neck, -wing, vx, vy)}L${side(neck, -half, vx, vy)}` +
    `Q${side(mid, -half, ux, uy)} ${side(start, -half * 0.55, sx, sy)}Z`
  );
}

const f = (n: number) => n.toFixed(1);

/** Codes whose names fit without lying over each other, the weightiest first. */
export function labelled(
  points: readonly (Point & { readonly weight: number; readonly name: string })[],
  scale: number,
): ReadonlySet<string> {
  const boxes: { left: number; right: number; top: number; bottom: number }[] = [];
  const found = new Set<string>();
  for (const p of [...points].sort((a, b) => b.weight - a.weight)) {
    const [x, y] = [p.x * scale, p.y * scale];
    const box = { left: x + 8, right: x + 14 + p.name.length * 6.8, top: y - 9, bottom: y + 9 };
    if (boxes.some((o) => o.left < box.right && box.left < o.right && o.top < box.bottom && box.top < o.bottom)) continue;
    boxes.push(box);
    found.add(p.code);
  }
  return found;
}
