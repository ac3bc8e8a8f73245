import { useMemo, useRef, useState } from "preact/hooks";
import { ApiProblem, ask, type Stated } from "../../api/client";
import type { Edge, Network, Node } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Choices } from "../../parts/Choices";
import { certaintyOf } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Empty, Loaded, problemText } from "../../parts/States";
import { openCase } from "../../state/cases";
import { place, refine, to } from "../../state/place";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { municipalities, placeName } from "../../words/places";
import { value } from "../../words/values";
import { day, number, useWords } from "../../words/words";
import { Gate } from "../finding/Gate";
import { Canvas, type Drawn, edgeId, type Seen } from "./Canvas";
import { graphml } from "./graphml";
import { Side } from "./Side";
import { said } from "./words";
import "./page.css";

const MOST_NODES = 2000;

/** The network around a finding of a case. */
export default function Explorer() {
  const t = useWords(said);
  const here = useStore(place);
  const now = useStore(openCase);
  const findingId = here.query.get("finding") ?? now?.findingIds[0] ?? "";
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      {findingId ? (
        <Gate key={findingId} findingId={findingId}>
          {(stated) => <Read findingId={findingId} stated={stated} />}
        </Gate>
      ) : (
        <Card>
          <Empty title={t.choose} icon="explorer">
            <p>{t.chooseAbout}</p>
            <a class="button main" href={to("findings")}>
              {t.toFindings}
            </a>
          </Empty>
        </Card>
      )}
    </>
  );
}

function Read({ findingId, stated }: { findingId: string; stated: Stated }) {
  const here = useStore(place);
  const depth = here.query.get("depth") === "2" ? 2 : 1;
  const asked = useAsked(`network ${findingId} ${depth} ${stated.caseId}`, (signal) =>
    ask("POST /v1/explorer/networks", { body: { findingId, depth, mostNodes: MOST_NODES }, stated, signal }),
  );
  return (
    <Loaded of={asked} lines={12}>
      {(network) => <Explored key={`${findingId} ${depth}`} first={network} depth={depth} stated={stated} />}
    </Loaded>
  );
}

function merged(a: Network, b: Network): Network {
  const nodes = new Map(b.nodes.map((n) => [n.id, { ...n, isStart: false }]));
  for (const n of a.nodes) nodes.set(n.id, n);
  const edges = new Map([...a.edges, ...b.edges].map((e) => [edgeId(e), e]));
  return { nodes: [...nodes.values()], edges: [...edges.values()], isCut: a.isCut || b.isCut };
}

const KINDS = ["person", "municipality", "premises", "identifier"] as const;
type Strength = "any" | "fair" | "strong";

function Explored({ first, depth, stated }: { first: Network; depth: 1 | 2; stated: Stated }) {
  const t = useWords(said);
  const c = useWords(common);
  const [network, grow] = useState(first);
  const [hidden, hide] = useState<ReadonlySet<string>>(new Set());
  const [source, chooseSource] = useState("");
  const [strength, chooseStrength] = useState<Strength>("any");
  const [chosen, choose] = useState<string | null>(null);
  const [second, chooseSecond] = useState<string | null>(null);
  const [path, findPath] = useState<readonly string[]>([]);
  const [note, say] = useState<string | null>(null);
  const drawn = useRef<Drawn | null>(null);
  const known = useStore(municipalities);

  const months = useMemo(() => [...new Set(network.edges.flatMap((e) => [e.firstMonth, e.lastMonth]))].sort(), [network]);
  const [from, chooseFrom] = useState("");
  const [until, chooseUntil] = useState("");
  const sources = useMemo(() => [...new Set(network.edges.flatMap((e) => e.contactOrganisations))].sort(), [network]);
  const nodes = useMemo(() => new Map(network.nodes.map((n) => [n.id, n])), [network]);
  const nameOf = useMemo(() => {
    const labels = new Map(network.nodes.map((n) => [n.id, n.label]));
    return (n: Node) => nodeName({ ...n, label: n.label || labels.get(n.id) || "" }, (code) => placeName(code, known));
  }, [network, known, c]);

  const seen = useMemo<Seen>(() => {
    const isStrong = (id: string) => {
      const n = nodes.get(id);
      if (!n || n.kind !== "person" || strength === "any") return true;
      const level = certaintyOf(n.certainty);
      return level === "single" || level === "strong" || (strength === "fair" && level === "fair");
    };
    const isIn = (e: Edge) =>
      (!from || e.lastMonth >= from) &&
      (!until || e.firstMonth <= until) &&
      (!source || e.contactOrganisations.includes(source)) &&
      isStrong(e.source) &&
      !hidden.has(nodes.get(e.target)?.kind ?? "") &&
      !hidden.has("person");
    const edges = network.edges.filter(isIn);
    const tied = new Set(edges.flatMap((e) => [e.source, e.target]));
    const shown = network.nodes.filter((n) => !hidden.has(n.kind) && isStrong(n.id) && (tied.has(n.id) || n.isStart));
    return { nodes: new Set(shown.map((n) => n.id)), edges: new Set(edges.map(edgeId)) };
  }, [network, nodes, hidden, source, strength, from, until]);

  const expand = async (id: string) => {
    const node = nodes.get(id);
    if (node?.kind !== "person") return;
    say(null);
    try {
      const more = await ask("POST /v1/explorer/networks", { body: { personId: id, depth: 2, mostNodes: 500 }, stated });
      grow((before) => merged(before, more));
    } catch (error) {
      say(error instanceof ApiProblem && error.status === 404 ? t.expandNot : problemText(error, c));
    }
  };

  const seekPath = async () => {
    if (!chosen || !second) return;
    say(null);
    try {
      const found = await ask("POST /v1/explorer/paths", { body: { fromPersonId: chosen, toPersonId: second }, stated });
      if (found.nodeIds.length === 0) say(t.pathNone);
      else {
        grow((before) => merged(before, found.network));
        say(t.pathFound.replace("{n}", number(found.nodeIds.length - 1)));
      }
      findPath(found.nodeIds);
    } catch (error) {
      say(error instanceof ApiProblem && error.status === 404 ? t.expandNot : problemText(error, c));
    }
  };

  const save = (content: Blob, name: string) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--surface").trim();
  const shownNodes = network.nodes.filter((n) => seen.nodes.has(n.id));
  const shownEdges = network.edges.filter((e) => seen.edges.has(edgeId(e)));

  return (
    <>
      <div class="filters">
        <Choices
          label={t.depth}
          options={[1, 2].map((n) => ({ value: String(n), text: t.step[n] ?? "" }))}
          chosen={String(depth)}
          onChoose={(n) => refine({ depth: n })}
        />
        <div class="choices" role="group" aria-label={t.kinds["person"]}>
          {KINDS.map((k) => (
            <button
              key={k}
              type="button"
              aria-pressed={!hidden.has(k)}
              onClick={() => {
                const next = new Set(hidden);
                if (!next.delete(k)) next.add(k);
                hide(next);
              }}
            >
              <Shape kind={k} /> {t.kinds[k]}
            </button>
          ))}
        </div>
        <Pick label={t.from} value={from} onPick={chooseFrom} options={months.map((m) => [m, day(m)])} none={t.from} />
        <Pick label={t.until} value={until} onPick={chooseUntil} options={months.map((m) => [m, day(m)])} none={t.until} />
        <Pick label={t.source} value={source} onPick={chooseSource} options={sources.map((s) => [s, s])} none={t.everySource} />
        <Pick
          label={t.strength}
          value={strength}
          onPick={(s) => chooseStrength(s as Strength)}
          options={(["any", "fair", "strong"] as const).map((s) => [s, `${t.strength}: ${t.strengths[s]}`])}
        />
      </div>
      {network.isCut && <p class="notice pattern">{t.cut}</p>}
      <div class="explorer">
        <Card isFlush class="canvas-card">
          <Canvas
            nodes={network.nodes}
            edges={network.edges}
            seen={seen}
            path={path}
            chosen={chosen}
            second={second}
            nameOf={nameOf}
            label={t.canvas}
            onReady={(now) => {
              drawn.current = now;
            }}
            onChoose={(id, isSecond) => {
              if (isSecond && id) chooseSecond(id === second ? null : id);
              else choose(id);
            }}
            onExpand={(id) => void expand(id)}
          />
          <div class="canvas-foot small">
            <span class="soft">
              {t.size.replace("{nodes}", number(shownNodes.length)).replace("{edges}", number(shownEdges.length))}
            </span>
            <span class="faint">
              {t.weak} · {t.limited}
            </span>
            <span class="tools">
              <IconButton label={t.zoomIn} icon="plus" onClick={() => drawn.current?.cy.zoom(drawn.current.cy.zoom() * 1.3)} />
              <IconButton label={t.zoomOut} icon="minus" onClick={() => drawn.current?.cy.zoom(drawn.current.cy.zoom() / 1.3)} />
              <IconButton label={t.fit} icon="zoomAll" onClick={() => drawn.current?.cy.fit(undefined, 40)} />
              <button
                type="button"
                class="button"
                onClick={() => {
                  drawn.current?.nameAll();
                  const picture = drawn.current?.cy.png({ output: "blob", full: true, scale: 2, bg: ground, maxWidth: 6000, maxHeight: 6000 });
                  if (picture instanceof Blob) save(picture, "waterbed-network.png");
                }}
              >
                <Icon name="download" size={16} />
                {t.picture}
              </button>
              <button
                type="button"
                class="button"
                onClick={() => save(new Blob([graphml(shownNodes, shownEdges)], { type: "application/xml" }), "waterbed-network.graphml")}
              >
                <Icon name="download" size={16} />
                {t.graphml}
              </button>
            </span>
          </div>
        </Card>
        <Side
          node={chosen ? (nodes.get(chosen) ?? null) : null}
          second={second ? (nodes.get(second) ?? null) : null}
          edges={shownEdges}
          nodes={nodes}
          nameOf={nameOf}
          note={note}
          hasPath={path.length > 0}
          onChoose={choose}
          onSecond={chooseSecond}
          onExpand={(id) => void expand(id)}
          onPath={() => void seekPath()}
          onClear={() => {
            findPath([]);
            say(null);
          }}
        />
      </div>
    </>
  );
}

export function nodeName(n: Node, townOf: (code: string) => string): string {
  if (n.kind === "municipality") return townOf(n.id);
  if (n.kind === "person") return n.id.replace(/^p-/, "").slice(0, 6);
  return value(n.label);
}

function Pick({
  label,
  value: now,
  onPick,
  options,
  none,
}: {
  label: string;
  value: string;
  onPick: (value: string) => void;
  options: readonly (readonly [string, string])[];
  none?: string;
}) {
  return (
    <label class="field in-row">
      <span class="hidden-visually">{label}</span>
      <select value={now} onChange={(e) => onPick(e.currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([v, text]) => (
          <option key={v} value={v}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function IconButton({ label, icon, onClick }: { label: string; icon: "plus" | "minus" | "zoomAll"; onClick: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} size={18} />
    </button>
  );
}

export function Shape({ kind }: { kind: string }) {
  return (
    <svg width="13" height="13" viewBox="0 0 14 14" aria-hidden="true" class="shape">
      {kind === "person" && <circle cx="7" cy="7" r="6" fill="var(--cat-1)" />}
      {kind === "municipality" && <rect x="0.5" y="2" width="13" height="10" rx="3" fill="var(--cat-3)" />}
      {kind === "premises" && <path d="M7 0l7 7-7 7-7-7z" fill="var(--cat-2)" />}
      {kind === "identifier" && <path d="M7 1l6.5 12H.5z" fill="var(--cat-7)" />}
    </svg>
  );
}
