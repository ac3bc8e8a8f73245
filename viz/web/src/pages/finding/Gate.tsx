import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Stated } from "../../api/client";
import { useAsked } from "../../api/use";
import { Card } from "../../parts/Card";
import { Icon } from "../../parts/Icon";
import { Loaded, problemText } from "../../parts/States";
import { begin, caseAbout, openCase } from "../../state/cases";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { usePlaces } from "../../words/places";
import { useWords } from "../../words/words";
import { said } from "./words";

const NOT_FOR_FINDINGS = ["review_links", "answer_data_subject"];

/** Nothing of a finding is read before a case with a purpose is open about it. */
export function Gate({ findingId, children }: { findingId: string; children: (stated: Stated) => JSX.Element }) {
  const c = useWords(common);
  const t = useWords(said).gate;
  const who = useStore(session);
  const now = useStore(openCase);
  const nameOf = usePlaces();
  const purposes = (who?.purposes ?? []).map((p) => p.purpose).filter((p) => !NOT_FOR_FINDINGS.includes(p));
  const found = useAsked(`case about ${findingId}`, () => caseAbout(findingId, purposes));
  const [purpose, choosePurpose] = useState(purposes[0] ?? "");
  const [unit, chooseUnit] = useState(who?.units[0] ?? "");
  const [failure, fail] = useState<string | null>(null);
  const [left, leave] = useState(false);

  const first = found.state === "ready" ? found.value : null;
  useEffect(() => {
    if (first) openCase.set(first);
  }, [first]);
  useEffect(() => {
    if (first && now === null) leave(true);
  }, [now]);

  const fits = now && now.findingIds.includes(findingId) && purposes.includes(now.purpose) ? now : null;
  if (fits) return children({ caseId: fits.caseId, purpose: fits.purpose });
  return (
    <Loaded of={found} lines={5}>
      {(held) =>
        held && !left ? null : (
          <Card class="gate" title={t.title}>
            <form
              class="stack"
              onSubmit={(e) => {
                e.preventDefault();
                fail(null);
                begin({ purpose: purpose as never, unit, findingIds: [findingId], records: [] }).catch((error: unknown) =>
                  fail(problemText(error, c)),
                );
              }}
            >
              <p class="soft">{t.about}</p>
              <fieldset class="stack">
                <legend>{t.purpose}</legend>
                {purposes.map((p) => (
                  <label key={p} class={`purpose${p === purpose ? " chosen" : ""}`}>
                    <input type="radio" name="purpose" value={p} checked={p === purpose} onChange={() => choosePurpose(p)} />
                    <span>
                      <strong>{c.purposes[p] ?? p}</strong>
                      <span class="soft small">{t.about_purpose[p]}</span>
                    </span>
                  </label>
                ))}
              </fieldset>
              <label class="field">
                <span class="label">{t.unit}</span>
                <select value={unit} onChange={(e) => chooseUnit(e.currentTarget.value)}>
                  {(who?.units ?? []).map((u) => (
                    <option key={u} value={u}>
                      {nameOf(u)}
                    </option>
                  ))}
                </select>
              </label>
              {failure && (
                <p class="notice bad" role="alert">
                  {failure}
                </p>
              )}
              <div>
                <button type="submit" class="button main">
                  <Icon name="case" size={16} />
                  {t.open}
                </button>
              </div>
            </form>
          </Card>
        )
      }
    </Loaded>
  );
}
