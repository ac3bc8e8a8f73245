import type { Edge, Node } from "../../api/schema";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

function text(said: unknown): string {
  return String(said ?? "").replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
}

/**
 * A network as GraphML. What is shared is numbered within the file, so that files can't be joined by their tokens;
 * persons keep the pseudonym that every export has.
 */
export function graphml(nodes: readonly Node[], edges: readonly Edge[]): string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const n of nodes) {
    if (n.kind === "person" || n.kind === "municipality") names.set(n.id, n.id);
    else {
      const number = (counts.get(n.kind) ?? 0) + 1;
      counts.set(n.kind, number);
      names.set(n.id, `${n.kind}-${number}`);
    }
  }
  const keys = [
    ["kind", "node", "string"],
    ["label", "node", "string"],
    ["certainty", "node", "double"],
    ["encounters", "all", "int"],
    ["first_month", "edge", "string"],
    ["last_month", "edge", "string"],
    ["tie", "edge", "string"],
  ];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([id, of, type]) => `<key id="${id}" for="${of}" attr.name="${id}" attr.type="${type}"/>`),
    '<graph edgedefault="undirected">',
  ];
  for (const n of nodes) {
    const isShared = n.kind === "premises" || n.kind === "identifier";
    lines.push(
      `<node id="${text(names.get(n.id))}"><data key="kind">${text(n.kind)}</data>` +
        `<data key="label">${text(isShared ? n.label : names.get(n.id))}</data>` +
        (n.certainty === null ? "" : `<data key="certainty">${n.certainty}</data>`) +
        `<data key="encounters">${n.encounters}</data></node>`,
    );
  }
  edges.forEach((e, i) => {
    lines.push(
      `<edge id="e${i}" source="${text(names.get(e.source))}" target="${text(names.get(e.target))}">` +
        `<data key="tie">${text(e.kind)}</data><data key="encounters">${e.encounters}</data>` +
        `<data key="first_month">${text(e.firstMonth)}</data><data key="last_month">${text(e.lastMonth)}</data></edge>`,
    );
  });
  return [...lines, "</graph>", "</graphml>", ""].join("\n");
}
