import { useEffect } from "preact/hooks";
import type { Stated } from "../../api/client";
import { useAsked } from "../../api/use";
import { Card, Facts } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Ident } from "../../parts/Ident";
import { Loaded } from "../../parts/States";
import { Term } from "../../parts/Term";
import { value } from "../../words/values";
import { chance, day, moment, number, useWords } from "../../words/words";
import { type Comparison, compare, type Item, type PairRecord } from "./data";
import { fill, said } from "./words";
import { Waterfall } from "./Waterfall";

/** Two encounters side by side, level by level, and what a verdict would change. */
export function Pair({
  item,
  stated,
  round,
  onCompared,
}: {
  item: Item;
  stated: Stated;
  round: number;
  onCompared: (hasTokens: boolean) => void;
}) {
  const t = useWords(said);
  const asked = useAsked(`${item.left} ${item.right} ${round}`, (signal) => compare(item, stated, signal));
  const [a, b] = item.contextNeverEvidence;
  useEffect(() => {
    if (asked.state === "ready") onCompared(asked.value.waterfall !== null);
  }, [asked.state]);
  return (
    <>
      <Card
        title={
          <span class="row-chips wrap">
            <Term name="judgement">{t.pair}</Term>
            <Chip tone="open" icon="doubt">
              {t.reasons[item.reason] ?? item.reason}
            </Chip>
          </span>
        }
        aside={<span class="faint small">{t.context}</span>}
      >
        <div class="two">
          <Side title={t.left} record={a} size={sizeOf(a, item)} />
          <Side title={t.right} record={b} size={sizeOf(b, item)} />
        </div>
      </Card>
      <Card title={t.levels} aside={<span class="faint small">{t.levelsAbout}</span>}>
        <Loaded of={asked} lines={8}>
          {(found) => (found.waterfall ? <Waterfall of={found.waterfall} /> : <p class="soft">{t.noTokens}</p>)}
        </Loaded>
      </Card>
      <Card title={t.changes}>
        <p>
          {fill(item.personIds.length > 1 ? t.joins : t.splits, {
            a: number(item.sizes[0]),
            b: number(item.sizes[1]),
            n: number(item.sizes[0] + item.sizes[1]),
          })}
        </p>
        <div class="after">
          <Facts
            items={[
              { label: t.chance, value: chance(item.chance) },
              { label: t.pairs, value: number(item.pairs) },
              { label: <Term name="reappearance">{t.reappearances}</Term>, value: number(item.reappearances) },
              { label: t.others, value: `${number(item.otherPairsSettled)} ${t.othersUnit}`, isPlain: true },
            ]}
          />
        </div>
      </Card>
      {asked.state === "ready" && <Before of={asked.value} />}
    </>
  );
}

/** How many encounters the person on a side has; of one person whom a verdict would split, it isn't told by side. */
function sizeOf(record: PairRecord | undefined, item: Item): number | null {
  const at = item.personIds.length > 1 && record?.personId ? item.personIds.indexOf(record.personId) : -1;
  return item.sizes[at] ?? null;
}

function Side({
  title,
  record,
  size,
}: {
  title: string;
  record: PairRecord | undefined;
  size: number | null;
}) {
  const t = useWords(said);
  if (!record) return null;
  return (
    <section class="side" aria-label={title}>
      <span class="faint small">{title}</span>
      <strong>{record.municipalityName}</strong>
      <dl class="pairs">
        <dt>{t.month}</dt>
        <dd>{day(record.month, "long")}</dd>
        <dt>{t.reporter}</dt>
        <dd>{value(record.reporterType)}</dd>
        <dt>{t.channel}</dt>
        <dd>{value(record.channel)}</dd>
        <dt>
          <Term name="source">{t.source}</Term>
        </dt>
        <dd>{record.sourceId}</dd>
        <dt>
          <Term name="person">{t.person}</Term>
        </dt>
        <dd>
          {record.personId ? <Ident id={record.personId} /> : t.unlinked}
          {size !== null && <span class="soft"> · {fill(t.size, { n: number(size) })}</span>}
        </dd>
      </dl>
    </section>
  );
}

function Before({ of: found }: { of: Comparison }) {
  const t = useWords(said);
  return (
    <Card title={t.saidBefore}>
      {found.questions.map((q) => (
        <p key={q.id} class="with-icon">
          <Icon name="signal" size={16} />
          <span>{fill(t.asked, { on: moment(q.at), state: standing(q.state, t) })}</span>
        </p>
      ))}
      {found.said.length === 0 ? (
        <p class="soft">{t.nobody}</p>
      ) : (
        <ul class="words">
          {found.said.map((w) => (
            <li key={w.id} class={w.withdrawnAt ? "gone" : ""}>
              <Chip tone={w.verdict === "same" ? "good" : w.verdict === "different" ? "bad" : "calm"}>{value(w.verdict)}</Chip>
              <span>
                {w.why}
                <span class="faint small">
                  {" "}
                  {w.by}, {moment(w.at)}
                  {w.withdrawnAt && ` · ${t.takenBack}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function standing(state: string, t: (typeof said)["nl"]): string {
  const [, n = "", all = ""] = state.match(/^(\d+) of (\d+) answered$/) ?? [];
  return n ? fill(t.answered, { n, all }) : t.contradicted;
}
