import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { CaseChange } from "../../api/schema";
import { Card, Facts } from "../../parts/Card";
import { isOpen } from "../../state/cases";
import { caseWords } from "../../words/cases";
import { usePlaces } from "../../words/places";
import { value } from "../../words/values";
import { day, list, moment, useWords } from "../../words/words";
import { today } from "../cases/data";
import { mayChange, type Part, useChange } from "./changing";
import { said } from "./words";

/** How a case stands, and what its owner may do next: take it up, let it wait until a day, close it with a reason. */
export function Stand(part: Part) {
  const { of } = part;
  const t = useWords(said);
  const w = useWords(caseWords);
  const nameOf = usePlaces();
  const facts = [
    { label: t.status, value: value(of.status), isPlain: true },
    { label: t.owner, value: nameOf(of.unit), isPlain: true },
    { label: t.opened, value: `${moment(of.openedAt)} · ${of.openedBy}`, isPlain: true },
    ...(of.followUpOn ? [{ label: t.followUp, value: day(of.followUpOn, "long"), isPlain: true }] : []),
    ...(of.closing ? [{ label: t.closing, value: w.closing[of.closing] ?? of.closing, isPlain: true }] : []),
    ...(of.earlierUnits.length > 0 ? [{ label: t.earlier, value: list(of.earlierUnits.map(nameOf)), isPlain: true }] : []),
  ];
  return (
    <Card title={t.stand}>
      <div class="stack">
        <Facts items={facts} />
        {mayChange(of) && <Next {...part} />}
      </div>
    </Card>
  );
}

function Next(part: Part) {
  const { of } = part;
  const t = useWords(said);
  const w = useWords(caseWords);
  const { change, failure, isBusy } = useChange(part, t.refused);
  const [until, wait] = useState(of.followUpOn ?? "");
  const [why, choose] = useState("");
  const put = (body: CaseChange) => change(() => ask("PATCH /v1/cases/{caseId}", { path: { caseId: of.caseId }, body }));
  return (
    <div class="stack no-print">
      {of.status !== "Active" && (
        <div>
          <button type="button" class="button" disabled={isBusy} onClick={() => void put({ status: "Active" })}>
            {t.resume}
          </button>
        </div>
      )}
      {isOpen(of) && (
        <>
          <form
            class="with-button"
            onSubmit={(e) => {
              e.preventDefault();
              void put({ status: "FollowUp", followUpOn: until });
            }}
          >
            <label class="field">
              <span class="label">{t.wait}</span>
              <input type="date" required min={today()} value={until} onInput={(e) => wait(e.currentTarget.value)} />
            </label>
            <button type="submit" class="button" disabled={isBusy || until === ""}>
              {t.doWait}
            </button>
          </form>
          {of.offer ? (
            <p class="soft small">{t.closeOffered}</p>
          ) : (
            <form
              class="with-button"
              onSubmit={(e) => {
                e.preventDefault();
                const closing = why as NonNullable<CaseChange["closing"]>;
                void put({ status: why === "referred" ? "ClosedReferred" : "Closed", closing });
              }}
            >
              <label class="field">
                <span class="label">{t.close}</span>
                <select required value={why} onChange={(e) => choose(e.currentTarget.value)}>
                  <option value="">{t.choose}</option>
                  {Object.entries(w.closing).map(([reason, text]) => (
                    <option key={reason} value={reason}>
                      {text}
                    </option>
                  ))}
                </select>
              </label>
              <button type="submit" class="button bad" disabled={isBusy || why === ""}>
                {t.doClose}
              </button>
            </form>
          )}
        </>
      )}
      {failure && (
        <p class="notice bad" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
