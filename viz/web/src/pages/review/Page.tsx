import { useEffect, useState } from "preact/hooks";
import { ask, type Stated } from "../../api/client";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Icon, type IconName } from "../../parts/Icon";
import { Empty, Loaded, problemText } from "../../parts/States";
import { common } from "../../words/common";
import { number, useWords } from "../../words/words";
import { type Item, readQueue } from "./data";
import { Gate } from "./Gate";
import { Pair } from "./Pair";
import { Speak } from "./Speak";
import { type Act, fill, said } from "./words";
import "./page.css";

const ACTS: readonly (readonly [Act, IconName])[] = [
  ["same", "link"],
  ["different", "cross"],
  ["unsure", "doubt"],
  ["ask", "signal"],
];

/** Links that wait for somebody's word: the pair, and the word. */
export default function ReviewPage() {
  const t = useWords(said);
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <Gate>{(stated) => <Queue stated={stated} />}</Gate>
    </>
  );
}

function Queue({ stated }: { stated: Stated }) {
  const t = useWords(said);
  const asked = useAsked(`queue ${stated.caseId}`, (signal) => readQueue(stated, signal));
  return (
    <Loaded of={asked} lines={10}>
      {({ items, waiting }) =>
        items.length === 0 ? (
          <Empty title={t.none} icon="check">
            <p>{t.noneAbout}</p>
          </Empty>
        ) : (
          <Bench items={items} waiting={waiting} stated={stated} />
        )
      }
    </Loaded>
  );
}

/** What came of the last word, and whether it can be taken back. */
interface Last {
  readonly text: string;
  readonly judgementId: string | null;
  readonly at: number;
}

const keyOf = (i: Item) => `${i.left} ${i.right}`;

function Bench({ items, waiting, stated }: { items: readonly Item[]; waiting: number; stated: Stated }) {
  const t = useWords(said);
  const c = useWords(common);
  const [at, put] = useState(0);
  const [act, speak] = useState<Act | null>(null);
  const [judged, judge] = useState<ReadonlyMap<string, Act>>(new Map());
  const [last, tell] = useState<Last | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const [round, again] = useState(0);
  const [hasKeys, listen] = useState(true);
  const [without, know] = useState<ReadonlySet<string>>(new Set());
  const item = items[at];

  // Without tokens there is nothing to judge by, and the service takes no word; the registers can still be asked.
  const canSay = (what: Act) => what === "ask" || (item !== undefined && !without.has(keyOf(item)));

  const move = (by: number) => put((n) => Math.max(0, Math.min(items.length - 1, n + by)));

  const sayOf = async (what: Act, reason: string) => {
    if (!item) return;
    const pair = { left: item.left, right: item.right };
    fail(null);
    if (what === "ask") {
      const q = await ask("POST /v1/review/questions", { body: { ...pair, reason }, stated });
      tell({ text: fill(t.questionRecorded, { left: q.leftSource, right: q.rightSource }), judgementId: null, at });
    } else {
      const done = await ask("POST /v1/review/verdicts", { body: { ...pair, verdict: what, reason }, stated });
      const n = done.joined + done.split + done.reappearances;
      const effect = n
        ? fill(t.effect, { joined: number(done.joined), split: number(done.split), reappearances: number(done.reappearances) })
        : t.nothingChanged;
      tell({ text: `${fill(t.recorded, { verdict: t.verdict[what].toLowerCase() })} ${effect}`, judgementId: done.judgementId, at });
    }
    judge(new Map([...judged, [keyOf(item), what]]));
    speak(null);
    again((n) => n + 1);
    if (what !== "ask") move(1);
  };

  const undo = async () => {
    if (!last?.judgementId) return;
    fail(null);
    try {
      await ask("POST /v1/review/verdicts/undo", { body: { judgementId: last.judgementId, reason: t.undoReason }, stated });
    } catch (error) {
      fail(problemText(error, c));
      return;
    }
    const back = items[last.at];
    judge(new Map([...judged].filter(([key]) => !back || key !== keyOf(back))));
    tell({ text: t.undone, judgementId: null, at: last.at });
    put(last.at);
    again((n) => n + 1);
  };

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const inField = e.target instanceof Element && e.target.closest("input, select, textarea, dialog");
      if (!hasKeys || inField || act || e.ctrlKey || e.metaKey || e.altKey) return;
      const chosen = ACTS[Number(e.key) - 1]?.[0];
      if (chosen) {
        if (canSay(chosen)) speak(chosen);
      }
      else if (e.key === "j") move(1);
      else if (e.key === "k") move(-1);
      else if (e.key === "z") void undo();
      else return;
      e.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });

  if (!item) return null;
  return (
    <div class="review">
      <div class="stack">
        <div class="verdicts">
          {ACTS.map(([name, icon], n) => (
            <button key={name} type="button" class={`button verdict ${name}`} disabled={!canSay(name)} onClick={() => speak(name)} aria-keyshortcuts={`${n + 1}`}>
              <Icon name={icon} size={16} />
              {t.verdict[name]}
              <kbd>{n + 1}</kbd>
            </button>
          ))}
        </div>
        <div aria-live="polite">
          {last && (
            <p class="notice pattern">
              <Icon name="check" size={18} />
              <span>{last.text}</span>
              {last.judgementId && (
                <button type="button" class="button undo" onClick={() => void undo()} aria-keyshortcuts="z">
                  <Icon name="undo" size={15} />
                  {t.undo}
                  <kbd>Z</kbd>
                </button>
              )}
            </p>
          )}
        </div>
        {failure && (
          <p class="notice bad" role="alert">
            {failure}
          </p>
        )}
        <Pair key={keyOf(item)} item={item} stated={stated} round={round} onCompared={(has) => !has && know(new Set([...without, keyOf(item)]))} />
      </div>
      <aside class="stack">
        <Card title={t.queue} aside={<span class="soft small">{fill(t.waiting, { n: number(waiting) })}</span>} isFlush>
          <ol class="queue">
            {items.map((i, n) => (
              <li key={keyOf(i)}>
                <button type="button" class={judged.has(keyOf(i)) ? "judged" : ""} aria-current={n === at ? "true" : undefined} onClick={() => put(n)}>
                  <span class="where">{[...new Set(i.contextNeverEvidence.map((r) => r.municipalityName))].join(" – ")}</span>
                  <span class="small soft">{judged.has(keyOf(i)) ? t.already : (t.reasons[i.reason] ?? i.reason)}</span>
                  <span class="number small soft">{number(i.expectedChange, 1)}</span>
                </button>
              </li>
            ))}
          </ol>
          {items.length < waiting && <p class="list-foot faint small">{fill(t.shown, { n: number(items.length) })}</p>}
        </Card>
        <Card title={t.keys}>
          <p class="small soft">{t.keysAbout}</p>
          <label class="small after in-line">
            <input type="checkbox" checked={hasKeys} onChange={(e) => listen(e.currentTarget.checked)} /> {t.keysOn}
          </label>
        </Card>
        {act && <Speak act={act} onClose={() => speak(null)} onSay={(reason) => sayOf(act, reason)} />}
      </aside>
    </div>
  );
}
