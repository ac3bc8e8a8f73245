import cytoscape, { type Core, type EdgeSingular, type NodeSingular } from "cytoscape";
import { useEffect, useRef } from "preact/hooks";
import type { Edge, Node } from "../../api/schema";
import { certaintyOf } from "../../parts/Chip";
import { theme } from "../../state/settings";
import { markPainted } from "../../state/painted";
import { useStore } from "../../state/store";
import { boxOf, settled, type Spot } from "./layout";
import { drawing, LEGIBLE } from "./style";

/** Cytoscape adds a style element unless one of this name is there; the policy of the page forbids adding one. */
const STYLE_ELEMENT = "__________cytoscape_stylesheet";

/** A small network isn't blown up to fill the picture. */
const CLOSEST = 1.25;

/** Pixels around the network, in which names have room. */
const MARGIN = 60;

export interface Seen {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** The network as drawn. `nameAll` writes each name, also where it is too small to be read on the screen. */
export interface Drawn {
  readonly cy: Core;
  readonly nameAll: () => void;
}

export const edgeId = (e: Edge) => `${e.source} ${e.kind} ${e.target}`;

/** The network drawn. What stood stays where it stood; the keyboard goes from a node to the next one in a direction. */
export function Canvas({
  nodes,
  edges,
  seen,
  path,
  chosen,
  second,
  nameOf,
  label,
  onReady,
  onChoose,
  onExpand,
}: {
  nodes: readonly Node[];
  edges: readonly Edge[];
  seen: Seen;
  path: readonly string[];
  chosen: string | null;
  second: string | null;
  nameOf: (node: Node) => string;
  label: string;
  onReady: (drawn: Drawn) => void;
  onChoose: (id: string | null, isSecond: boolean) => void;
  onExpand: (id: string) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const spots = useRef(new Map<string, Spot>());
  const isNamed = useRef(false);
  const look = useStore(theme);
  const told = useRef({ onChoose, onExpand });
  told.current = { onChoose, onExpand };

  const nameAll = () => {
    isNamed.current = true;
    core.current?.style(drawing(true));
  };

  useEffect(() => {
    if (!box.current) return;
    if (!document.getElementById(STYLE_ELEMENT)) {
      const stand = document.createElement("meta");
      stand.id = STYLE_ELEMENT;
      document.head.append(stand);
    }
    const cy = cytoscape({
      container: box.current,
      style: drawing(false),
      layout: { name: "preset" },
      minZoom: 0.05,
      maxZoom: 4,
      boxSelectionEnabled: false,
      hideEdgesOnViewport: false,
      textureOnViewport: true,
      pixelRatio: 1,
    });
    cy.on("tap", "node", (e) => told.current.onChoose(e.target.id(), Boolean((e.originalEvent as MouseEvent | undefined)?.shiftKey)));
    cy.on("dbltap", "node", (e) => told.current.onExpand(e.target.id()));
    cy.on("tap", (e) => {
      if (e.target === cy) told.current.onChoose(null, false);
    });
    cy.on("dragfree", "node", (e) => spots.current.set(e.target.id(), { ...e.target.position() }));
    cy.on("zoom", () => {
      if (!isNamed.current && cy.zoom() >= LEGIBLE) nameAll();
    });
    core.current = cy;
    onReady({ cy, nameAll });
    return () => {
      cy.destroy();
      core.current = null;
    };
  }, []);

  useEffect(() => {
    if (spots.current.size > 0) core.current?.style(drawing(isNamed.current));
  }, [look]);

  useEffect(() => {
    const cy = core.current;
    if (!cy) return;
    const isFirst = spots.current.size === 0;
    spots.current = settled(nodes, edges, spots.current);
    const weak = new Set(nodes.filter((n) => n.kind === "person" && certaintyOf(n.certainty) !== "strong" && n.certainty !== null).map((n) => n.id));
    cy.batch(() => {
      const here = new Set([...nodes.map((n) => n.id), ...edges.map(edgeId)]);
      cy.elements()
        .filter((e) => !here.has(e.id()))
        .remove();
      cy.add([
        ...nodes
          .filter((n) => cy.getElementById(n.id).empty())
          .map((n) => ({
            group: "nodes" as const,
            data: { id: n.id, kind: n.kind, name: nameOf(n), isStart: n.isStart, isWeak: weak.has(n.id) },
            position: { ...(spots.current.get(n.id) ?? { x: 0, y: 0 }) },
          })),
        ...edges
          .filter((e) => cy.getElementById(edgeId(e)).empty())
          .map((e) => ({
            group: "edges" as const,
            data: {
              id: edgeId(e),
              source: e.source,
              target: e.target,
              kind: e.kind,
              isFull: e.isFull,
              isWeak: weak.has(e.source),
              width: Math.min(6, 1 + Math.sqrt(e.encounters)),
            },
          })),
      ]);
    });
    if (isFirst) {
      fit(cy, spots.current.values());
      if (cy.zoom() > CLOSEST) cy.zoom({ level: CLOSEST, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    }
    markPainted("explorer-shown");
  }, [nodes, edges]);

  useEffect(() => {
    const cy = core.current;
    if (!cy) return;
    cy.batch(() => {
      cy.nodes().forEach((n) => {
        const name = nameOf({ id: n.id(), kind: n.data("kind"), label: "" } as Node);
        if (n.data("name") !== name) n.data("name", name);
      });
    });
  }, [nameOf]);

  useEffect(() => {
    const cy = core.current;
    if (!cy) return;
    const onPath = new Set(path);
    cy.batch(() => {
      cy.edges().forEach((e) => {
        mark(e, "hidden", !seen.edges.has(e.id()));
        mark(e, "on-path", onPath.has(e.data("source")) && onPath.has(e.data("target")));
      });
      cy.nodes().forEach((n) => {
        mark(n, "hidden", !seen.nodes.has(n.id()));
        mark(n, "on-path", onPath.has(n.id()));
        mark(n, "second", n.id() === second);
        if (n.selected() !== (n.id() === chosen)) n[n.selected() ? "unselect" : "select"]();
      });
    });
  }, [seen, path, chosen, second, nodes, edges]);

  const onKey = (e: KeyboardEvent) => {
    const cy = core.current;
    if (!cy) return;
    const way = WAYS[e.key];
    if (way) {
      const next = towards(cy, chosen, way);
      if (next) {
        onChoose(next, e.shiftKey);
        const node = cy.getElementById(next);
        const at = node.renderedPosition();
        if (at.x < 30 || at.y < 30 || at.x > cy.width() - 30 || at.y > cy.height() - 30) cy.center(node);
      }
    } else if (e.key === "Enter" && chosen) onExpand(chosen);
    else if (e.key === "+" || e.key === "=") cy.zoom({ level: cy.zoom() * 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    else if (e.key === "-") cy.zoom({ level: cy.zoom() / 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    else if (e.key === "0") cy.fit(undefined, 40);
    else if (e.key === "Escape") onChoose(null, false);
    else return;
    e.preventDefault();
  };

  return <div ref={box} class="network" tabIndex={0} role="application" aria-label={label} onKeyDown={onKey} />;
}

/** Each change of an element's class costs its style; so only what changes is told. */
function mark(element: NodeSingular | EdgeSingular, name: string, isOn: boolean): void {
  if (element.hasClass(name) !== isOn) element.toggleClass(name, isOn);
}

/** All spots in the picture. Cytoscape's own fit measures each name first, which takes as long as drawing. */
function fit(cy: Core, spots: Iterable<Spot>): void {
  const { x1, y1, x2, y2 } = boxOf(spots);
  if (x1 > x2) return;
  const zoom = Math.min((cy.width() - 2 * MARGIN) / (x2 - x1 || 1), (cy.height() - 2 * MARGIN) / (y2 - y1 || 1));
  const level = Math.max(cy.minZoom(), Math.min(cy.maxZoom(), zoom));
  cy.viewport({ zoom: level, pan: { x: cy.width() / 2 - (level * (x1 + x2)) / 2, y: cy.height() / 2 - (level * (y1 + y2)) / 2 } });
}

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The visible node that lies nearest in a direction; the first one where none is chosen. */
function towards(cy: Core, from: string | null, [dx, dy]: readonly [number, number]): string | null {
  const visible = cy.nodes(":visible");
  if (!from || cy.getElementById(from).empty()) return visible.nonempty() ? visible[0]?.id() ?? null : null;
  const at = cy.getElementById(from).position();
  let [best, cost] = [null as string | null, Infinity];
  visible.forEach((n) => {
    const p = n.position();
    const ahead = (p.x - at.x) * dx + (p.y - at.y) * dy;
    const aside = Math.abs((p.x - at.x) * dy) + Math.abs((p.y - at.y) * dx);
    if (n.id() !== from && ahead > 1 && ahead + 2 * aside < cost) [best, cost] = [n.id(), ahead + 2 * aside];
  });
  return best;
}
