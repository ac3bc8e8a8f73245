import { useMemo, useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { NewOffer, OfferAnswer } from "../../api/schema";
import { Card } from "../../parts/Card";
import { Icon } from "../../parts/Icon";
import { isOpen } from "../../state/cases";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { caseWords } from "../../words/cases";
import { municipalities, usePlaces } from "../../words/places";
import { moment, useWords } from "../../words/words";
import { isOfferedTo } from "../cases/data";
import { mayChange, type Part, useChange, worksFor } from "./changing";
import { fill, said } from "./words";

/** Handing a case over: an offer by its owner, an answer by the other side. */
export function HandOver(part: Part) {
  const { of } = part;
  const t = useWords(said);
  return (
    <Card title={t.handOver}>
      {of.offer ? <Offer {...part} /> : mayChange(of) && isOpen(of) ? <Offering {...part} /> : <p class="soft">{t.notOffered}</p>}
    </Card>
  );
}

function Offer(part: Part) {
  const { of } = part;
  const t = useWords(said);
  const w = useWords(caseWords);
  const who = useStore(session);
  const nameOf = usePlaces();
  const { change, failure, isBusy } = useChange(part, t.refused);
  const offer = of.offer;
  if (!offer || !who) return null;
  const isOurs = isOfferedTo(of, who) && worksFor(of);
  const say = (answer: OfferAnswer["answer"]) =>
    change(() => ask("POST /v1/cases/{caseId}/offers/answers", { path: { caseId: of.caseId }, body: { answer } }));
  const reason = w.transfer[offer.reason] ?? offer.reason;
  return (
    <div class="stack">
      <p class={isOurs ? "notice pattern" : "notice"}>
        <Icon name="arrow" size={18} />
        <span>
          {isOurs ? fill(t.awaits, { reason }) : fill(t.offered, { to: nameOf(offer.to), reason })}{" "}
          <span class="soft">{fill(t.offeredBy, { by: offer.by, at: moment(offer.at) })}</span>
        </span>
      </p>
      {isOurs && (
        <div class="case-buttons">
          <button type="button" class="button main" disabled={isBusy} onClick={() => void say("take_over")}>
            <Icon name="check" size={16} />
            {t.takeOver}
          </button>
          <button type="button" class="button" disabled={isBusy} onClick={() => void say("decline")}>
            <Icon name="cross" size={16} />
            {t.decline}
          </button>
        </div>
      )}
      {mayChange(of) && (
        <div>
          <button type="button" class="button" disabled={isBusy} onClick={() => void say("take_back")}>
            <Icon name="undo" size={16} />
            {t.takeBack}
          </button>
        </div>
      )}
      {failure && (
        <p class="notice bad" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

function Offering(part: Part) {
  const { of } = part;
  const t = useWords(said);
  const w = useWords(caseWords);
  const { change, failure, isBusy } = useChange(part, t.refused);
  const [unit, chooseUnit] = useState("");
  const [reason, choose] = useState<NewOffer["reason"]>("MigrationOrChangeOfLocation");
  const units = useUnits(of.unit);
  return (
    <form
      class="stack no-print"
      onSubmit={(e) => {
        e.preventDefault();
        void change(() => ask("POST /v1/cases/{caseId}/offers", { path: { caseId: of.caseId }, body: { to: unit, reason } }));
      }}
    >
      <p class="soft small">{t.handOverAbout}</p>
      <label class="field">
        <span class="label">{t.to}</span>
        <select required value={unit} onChange={(e) => chooseUnit(e.currentTarget.value)}>
          <option value="">{t.chooseUnit}</option>
          {(["municipalities", "regions", "police"] as const).map((kind) => (
            <optgroup key={kind} label={t[kind]}>
              {units[kind].map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="label">{t.reason}</span>
        <select value={reason} onChange={(e) => choose(e.currentTarget.value as typeof reason)}>
          {Object.entries(w.transfer).map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <div>
        <button type="submit" class="button" disabled={isBusy || unit === ""}>
          <Icon name="arrow" size={16} />
          {t.doOffer}
        </button>
      </div>
      {failure && (
        <p class="notice bad" role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}

type Named = readonly (readonly [string, string])[];

/** Units that a case can be offered to, by kind and name; not the one that owns it. */
function useUnits(owner: string): { municipalities: Named; regions: Named; police: Named } {
  const known = useStore(municipalities);
  return useMemo(() => {
    const all = [...known.values()];
    const sorted = (pairs: Iterable<readonly [string, string]>) =>
      [...new Map(pairs)].filter(([code]) => code !== owner).sort((a, b) => a[1].localeCompare(b[1], "nl"));
    return {
      municipalities: sorted(all.map((m) => [m.code, m.name])),
      regions: sorted(all.map((m) => [m.safetyRegion, m.safetyRegionName])),
      police: sorted(all.map((m) => [m.policeUnit, m.policeUnit])),
    };
  }, [known, owner]);
}
