import type { FlowSaid, InterventionSaid } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card } from "../../parts/Card";
import { TierChip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Empty, Loaded } from "../../parts/States";
import { to } from "../../state/place";
import { may } from "../../state/session";
import { language } from "../../state/settings";
import { value } from "../../words/values";
import { day, number, span, useWords } from "../../words/words";
import { readBehind } from "./data";
import type { Chosen } from "./Picture";
import { fill, said } from "./words";

const SHOWN = 12;

/** The flows in words, for reading and for the keyboard; one of them with the findings behind it. */
export function FlowList({
  flows,
  chosen,
  onChoose,
  nameOf,
}: {
  flows: readonly FlowSaid[];
  chosen: Chosen | null;
  onChoose: (flow: Chosen | null) => void;
  nameOf: (code: string) => string;
}) {
  const t = useWords(said);
  if (flows.length === 0) {
    return (
      <Empty title={t.none}>
        <p>{t.noneAbout}</p>
      </Empty>
    );
  }
  const order = [...flows].sort((a, b) => b.persons - a.persons);
  return (
    <ol class="flow-list">
      {order.slice(0, SHOWN).map((f) => {
        const is = chosen?.from === f.fromMunicipality && chosen.to === f.toMunicipality;
        return (
          <li key={`${f.fromMunicipality} ${f.toMunicipality}`}>
            <button
              type="button"
              aria-pressed={is}
              onClick={() => onChoose(is ? null : { from: f.fromMunicipality, to: f.toMunicipality })}
            >
              <span>{nameOf(f.fromMunicipality)}</span>
              <Icon name="arrow" size={14} />
              <span>{nameOf(f.toMunicipality)}</span>
              <b class="number">{number(f.persons)}</b>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

export function Behind({
  flow,
  flows,
  nameOf,
  onChoose,
}: {
  flow: Chosen;
  flows: readonly FlowSaid[];
  nameOf: (code: string) => string;
  onChoose: (flow: Chosen | null) => void;
}) {
  const t = useWords(said);
  const countOf = (from: string, towards: string) =>
    flows.find((f) => f.fromMunicipality === from && f.toMunicipality === towards)?.persons;
  const asked = useAsked(`behind ${flow.from} ${flow.to}`, (signal) => readBehind(flow.from, flow.to, signal));
  return (
    <Card
      title={`${nameOf(flow.from)} → ${nameOf(flow.to)}`}
      aside={
        <button type="button" class="icon-button" aria-label={t.clear} title={t.clear} onClick={() => onChoose(null)}>
          <Icon name="cross" size={16} />
        </button>
      }
    >
      <p class="flow-counts">
        <strong>{number(countOf(flow.from, flow.to))}</strong> {t.persons}
        <button type="button" class="button quiet" onClick={() => onChoose({ from: flow.to, to: flow.from })}>
          <Icon name="back" size={14} />
          {t.opposite}: {number(countOf(flow.to, flow.from))}
        </button>
      </p>
      {may("list_findings") && (
        <>
          <h3 class="after">{t.behind}</h3>
          <Loaded of={asked} lines={4}>
            {(found) =>
              found.length === 0 ? (
                <p class="soft small">{t.behindNone}</p>
              ) : (
                <ul class="behind">
                  {found.slice(0, SHOWN).map((f) => (
                    <li key={f.findingId}>
                      <a href={to(`finding/${f.findingId}`)}>{value(f.kind)}</a>
                      <TierChip tier={f.tier} />
                      <span class="faint small">{span(f.firstMonth, f.lastMonth)}</span>
                    </li>
                  ))}
                  {found.length > SHOWN && (
                    <li>
                      <a href={to("findings", { town: flow.from })}>+ {number(found.length - SHOWN)}</a>
                    </li>
                  )}
                </ul>
              )
            }
          </Loaded>
        </>
      )}
    </Card>
  );
}

export function Measures({ measures, nameOf }: { measures: readonly InterventionSaid[]; nameOf: (code: string) => string }) {
  const t = useWords(said);
  if (measures.length === 0) return null;
  return (
    <Card title={t.measures}>
      <ul class="measures">
        {measures.map((m) => (
          <li key={m.interventionId}>
            <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
              <path d="M7 1l6 6-6 6-6-6z" class="measure" />
            </svg>
            <div>
              <strong>{value(m.kind)}</strong> · {m.municipalities.map(nameOf).join(", ")}
              <span class="soft small"> {fill(t.since, { day: day(m.effectiveOn) })}</span>
              {m.ladderStep !== null && (
                <p class="small soft">
                  {m.findingId && may("read_finding") ? <a href={to(`finding/${m.findingId}`)}>{wording(m)}</a> : wording(m)}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** How far a displacement was shown, in the reader's language where it is told in it. */
function wording(m: InterventionSaid): string {
  return (language.get() === "nl" && m.wordingNl) || m.wording || value(`step ${m.ladderStep}`);
}
