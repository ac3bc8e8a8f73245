import type { Edge, Node } from "../../api/schema";
import { Card } from "../../parts/Card";
import { CertaintyChip, Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { number, span, useWords } from "../../words/words";
import { Shape } from "./Page";
import { said } from "./words";

const SHOWN = 40;

/** What is chosen, what it is tied to, and the way between two. Everything the canvas can, without it. */
export function Side({
  node,
  second,
  edges,
  nodes,
  nameOf,
  note,
  hasPath,
  onChoose,
  onSecond,
  onExpand,
  onPath,
  onClear,
}: {
  node: Node | null;
  second: Node | null;
  edges: readonly Edge[];
  nodes: ReadonlyMap<string, Node>;
  nameOf: (node: Node) => string;
  note: string | null;
  hasPath: boolean;
  onChoose: (id: string) => void;
  onSecond: (id: string) => void;
  onExpand: (id: string) => void;
  onPath: () => void;
  onClear: () => void;
}) {
  const t = useWords(said);
  const near = node
    ? edges
        .filter((e) => e.source === node.id || e.target === node.id)
        .map((e) => ({ edge: e, other: nodes.get(e.source === node.id ? e.target : e.source) }))
    : [...nodes.values()].filter((n) => n.isStart).map((other) => ({ edge: null, other }));
  return (
    <div class="stack">
      <Card
        title={
          node ? (
            <span class="with-shape">
              <Shape kind={node.kind} /> {nameOf(node)}
            </span>
          ) : (
            t.chosen
          )
        }
      >
        <div class="stack">
          {node ? (
            <>
              <p class="row-chips wrap">
                {node.isStart && <Chip tone="pattern">{t.isStart}</Chip>}
                {node.kind === "person" && <CertaintyChip probability={node.certainty} />}
                <span class="soft small">
                  {number(node.encounters)} {t.encounters}
                </span>
              </p>
              {node.kind === "person" && (
                <div class="row-chips wrap">
                  <button type="button" class="button" onClick={() => onExpand(node.id)}>
                    <Icon name="plus" size={16} />
                    {t.expand}
                  </button>
                  <button type="button" class="button" onClick={() => onSecond(node.id)}>
                    {t.pathTo}
                  </button>
                </div>
              )}
            </>
          ) : (
            <p class="soft small">{t.nothingChosen}</p>
          )}
          {near.length > 0 && (
            <>
              {node && <h3>{t.neighbours}</h3>}
              <ul class="near small">
                {near.slice(0, SHOWN).map(
                  ({ edge, other }, i) =>
                    other && (
                      <li key={i}>
                        <button type="button" onClick={() => onChoose(other.id)}>
                          <Shape kind={other.kind} />
                          <span>{nameOf(other)}</span>
                          {edge && (
                            <span class="faint">
                              {t.edges[edge.kind]} · {number(edge.encounters)} · {span(edge.firstMonth, edge.lastMonth)}
                            </span>
                          )}
                        </button>
                      </li>
                    ),
                )}
              </ul>
            </>
          )}
        </div>
      </Card>
      <Card title={t.path}>
        <div class="stack">
          <p class="soft small">{t.pathAbout}</p>
          <dl class="pairs">
            <dt>{t.pathFrom}</dt>
            <dd>{node?.kind === "person" ? nameOf(node) : "–"}</dd>
            <dt>{t.pathTo}</dt>
            <dd>{second?.kind === "person" ? nameOf(second) : "–"}</dd>
          </dl>
          <div class="row-chips wrap">
            <button
              type="button"
              class="button main"
              disabled={node?.kind !== "person" || second?.kind !== "person" || node.id === second.id}
              onClick={onPath}
            >
              {t.pathFind}
            </button>
            {hasPath && (
              <button type="button" class="button" onClick={onClear}>
                {t.pathClear}
              </button>
            )}
          </div>
          <p role="status" class="small">
            {note}
          </p>
        </div>
      </Card>
      <p class="faint small">{t.lead}</p>
    </div>
  );
}
