import type { StylesheetJson } from "cytoscape";

/** Pixels of a name as drawn at full size, and the fewest at which it is still drawn. */
const [NAME_SIZE, LEAST_SIZE] = [11, 7];

/** From this zoom on names can be read. */
export const LEGIBLE = LEAST_SIZE / NAME_SIZE;

/**
 * How the network looks, from the design tokens of the theme that is on. Kind is told by shape as well as by colour.
 * Without names where none could be read: measuring two thousand takes longer than drawing them all.
 */
export function drawing(isNamed: boolean): StylesheetJson {
  const tokens = getComputedStyle(document.documentElement);
  const of = (name: string) => tokens.getPropertyValue(`--${name}`).trim();
  return [
    {
      selector: "node",
      style: {
        "background-color": of("cat-1"),
        "border-color": of("surface"),
        "border-width": 2,
        width: 22,
        height: 22,
        label: isNamed ? "data(name)" : "",
        "font-family": "Inter Variable, sans-serif",
        "font-size": NAME_SIZE,
        "font-weight": 500,
        color: of("text"),
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-outline-color": of("surface-sunk"),
        "text-outline-width": 2.5,
        "min-zoomed-font-size": LEAST_SIZE,
      },
    },
    { selector: "node[kind='municipality']", style: { shape: "round-rectangle", "background-color": of("cat-3"), width: 26, height: 20 } },
    { selector: "node[kind='premises']", style: { shape: "diamond", "background-color": of("cat-2"), width: 24, height: 24 } },
    { selector: "node[kind='identifier']", style: { shape: "triangle", "background-color": of("cat-7"), width: 22, height: 20 } },
    { selector: "node[?isStart]", style: { width: 30, height: 30, "border-width": 3, "border-color": of("text"), "font-weight": 700 } },
    { selector: "node[?isWeak]", style: { "border-style": "dashed", "border-width": 3, "border-color": of("flag"), opacity: 0.75 } },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "line-color": of("line-strong"),
        "curve-style": "haystack",
        "haystack-radius": 0,
        opacity: 0.9,
      },
    },
    { selector: "edge[kind='met_at']", style: { "line-color": of("cat-2"), opacity: 0.7 } },
    { selector: "edge[kind='carries']", style: { "line-color": of("cat-7"), "line-style": "dashed", opacity: 0.75 } },
    { selector: "edge[?isWeak]", style: { opacity: 0.35, "line-style": "dotted" } },
    { selector: "edge[!isFull]", style: { width: 1, opacity: 0.5 } },
    { selector: ".hidden", style: { display: "none" } },
    { selector: ".on-path", style: { "line-color": of("bad"), "border-color": of("bad"), "border-width": 4, width: 5, opacity: 1 } },
    { selector: "node.on-path", style: { width: 30, height: 30 } },
    { selector: "node:selected", style: { "border-color": of("focus"), "border-width": 4, "overlay-color": of("focus"), "overlay-opacity": 0.15 } },
    { selector: "node.second", style: { "border-color": of("cat-5"), "border-width": 4 } },
  ] as StylesheetJson;
}
