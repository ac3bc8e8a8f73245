import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationLinkDatum, type SimulationNodeDatum } from "d3";
import type { Edge, Node } from "../../api/schema";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Body extends SimulationNodeDatum {
  readonly id: string;
}

/** From so many nodes on fewer and rougher steps are taken, so that the picture stands within a second. */
const MANY = 400;

/** Steps of a first picture of many nodes: first where they belong, then room for each. */
const [ROUGH, FINE] = [24, 6];

/**
 * Where the nodes stand. What stood before stays exactly there; new nodes begin beside what they are tied to, and only
 * they move, so nothing jumps under the reader's eyes. The same network gives the same picture.
 */
export function settled(nodes: readonly Node[], edges: readonly Edge[], before: ReadonlyMap<string, Spot>): Map<string, Spot> {
  const isFirst = before.size === 0;
  const tied = new Map<string, string[]>();
  for (const [one, other] of isFirst ? [] : edges.flatMap((e) => [[e.source, e.target], [e.target, e.source]] as const)) {
    const others = tied.get(one);
    if (others) others.push(other);
    else tied.set(one, [other]);
  }
  const bodies: Body[] = nodes.map((n, i) => {
    const old = before.get(n.id);
    if (old) return { id: n.id, x: old.x, y: old.y, fx: old.x, fy: old.y };
    const near = (tied.get(n.id) ?? []).map((id) => before.get(id)).find((s) => s !== undefined);
    // A sunflower's pattern: even, and the same each time.
    const [angle, radius] = [i * 2.399963, isFirst ? 30 * Math.sqrt(i + 1) : 60 + 6 * (i % 9)];
    return { id: n.id, x: (near?.x ?? 0) + radius * Math.cos(angle), y: (near?.y ?? 0) + radius * Math.sin(angle) };
  });
  const known = new Set(bodies.map((b) => b.id));
  const links: SimulationLinkDatum<Body>[] = edges
    .filter((e) => known.has(e.source) && known.has(e.target))
    .map((e) => ({ source: e.source, target: e.target }));
  // Few nodes leave room for their names; many need theirs.
  const roomy = nodes.length < 80;
  const isRough = isFirst && nodes.length > MANY;
  const apart = forceCollide<Body>(roomy ? 38 : 20);
  const simulation = forceSimulation(bodies)
    .force("link", forceLink<Body, SimulationLinkDatum<Body>>(links).id((b) => b.id).distance(roomy ? 110 : 70).strength(0.4))
    .force("push", forceManyBody<Body>().strength(roomy ? -620 : -240).theta(isRough ? 1.6 : 1.1).distanceMax(900))
    .force("x", forceX<Body>(0).strength(0.04))
    .force("y", forceY<Body>(0).strength(0.05))
    .stop();
  if (isRough) simulation.alphaDecay(1 - 0.01 ** (1 / (ROUGH + FINE))).tick(ROUGH);
  simulation.force("apart", apart).tick(isRough ? FINE : isFirst ? 260 : 90);
  return new Map(bodies.map((b) => [b.id, { x: b.x ?? 0, y: b.y ?? 0 }]));
}

/** The box that holds all spots, in the units of the layout. */
export function boxOf(spots: Iterable<Spot>): { x1: number; y1: number; x2: number; y2: number } {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of spots) [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x), Math.max(y2, y)];
  return { x1, y1, x2, y2 };
}
