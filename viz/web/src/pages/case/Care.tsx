import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { CareSaid } from "../../api/schema";
import { Card, Facts } from "../../parts/Card";
import { isOpen } from "../../state/cases";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { caseWords } from "../../words/cases";
import { useWords } from "../../words/words";
import { mayChange, type Part, useChange } from "./changing";
import { said } from "./words";

/** The way to care beside a case: the region asked, how far it has come, and shelter. Care itself says so too. */
export function Care(part: Part) {
  const { of } = part;
  const t = useWords(said);
  const w = useWords(caseWords);
  const who = useStore(session);
  const isCare = who?.role === "care_coordinator";
  const maySay = isOpen(of) && (mayChange(of) || (isCare && (of.isOwn || of.care !== null)));
  return (
    <Card title={t.care}>
      <div class="stack">
        {of.care ? (
          <Facts
            items={[
              { label: t.region, value: of.care.region, isPlain: true },
              { label: t.state, value: w.care[of.care.state] ?? of.care.state, isPlain: true },
              { label: t.shelter, value: w.shelter[of.care.shelter ?? "not_asked"], isPlain: true },
            ]}
          />
        ) : (
          <p class="soft">{t.careNone}</p>
        )}
        {maySay && <Saying {...part} />}
      </div>
    </Card>
  );
}

function Saying(part: Part) {
  const { of } = part;
  const t = useWords(said);
  const w = useWords(caseWords);
  const { change, failure, isBusy } = useChange(part, t.refusedCare);
  const [region, name] = useState(of.care?.region ?? "");
  const [state, come] = useState<CareSaid["state"]>(of.care?.state ?? "asked");
  const [shelter, house] = useState<NonNullable<CareSaid["shelter"]>>(of.care?.shelter ?? "not_asked");
  return (
    <form
      class="stack no-print"
      onSubmit={(e) => {
        e.preventDefault();
        const care = { region: region.trim(), state, shelter };
        void change(() => ask("PATCH /v1/cases/{caseId}", { path: { caseId: of.caseId }, body: { care } }));
      }}
    >
      <label class="field">
        <span class="label">{t.region}</span>
        <input type="text" required maxLength={80} value={region} onInput={(e) => name(e.currentTarget.value)} />
        <span class="help">{t.regionHelp}</span>
      </label>
      <div class="case-two">
        <label class="field">
          <span class="label">{t.state}</span>
          <select value={state} onChange={(e) => come(e.currentTarget.value as typeof state)}>
            {Object.entries(w.care).map(([one, text]) => (
              <option key={one} value={one}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="label">{t.shelter}</span>
          <select value={shelter} onChange={(e) => house(e.currentTarget.value as typeof shelter)}>
            {Object.entries(w.shelter).map(([one, text]) => (
              <option key={one} value={one}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="soft small">{t.careAbout}</p>
      <div>
        <button type="submit" class="button" disabled={isBusy || region.trim() === ""}>
          {t.doCare}
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
