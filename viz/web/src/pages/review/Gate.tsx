import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Stated } from "../../api/client";
import { useAsked } from "../../api/use";
import { Card } from "../../parts/Card";
import { Icon } from "../../parts/Icon";
import { Loaded, problemText } from "../../parts/States";
import { begin, isOpen, openCase, readCases } from "../../state/cases";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { usePlaces } from "../../words/places";
import { useWords } from "../../words/words";
import { said } from "./words";

const PURPOSE = "review_links";

/** No link is shown before a case to review links is open; one that is open already is taken up again. */
export function Gate({ children }: { children: (stated: Stated) => JSX.Element }) {
  const c = useWords(common);
  const t = useWords(said);
  const who = useStore(session);
  const now = useStore(openCase);
  const nameOf = usePlaces();
  const [unit, chooseUnit] = useState(who?.units[0] ?? "");
  const [failure, fail] = useState<string | null>(null);
  const [left, leave] = useState(false);
  const found = useAsked("case to review", async () => {
    const held = openCase.get();
    if (held?.purpose === PURPOSE) return held;
    return (await readCases()).find((k) => isOpen(k) && k.purpose === PURPOSE) ?? null;
  });
  const first = found.state === "ready" ? found.value : null;
  useEffect(() => {
    if (first) openCase.set(first);
  }, [first]);
  useEffect(() => {
    if (first && now === null) leave(true);
  }, [now]);

  if (now?.purpose === PURPOSE) return children({ caseId: now.caseId, purpose: now.purpose });
  return (
    <Loaded of={found} lines={5}>
      {(held) =>
        held && !left ? null : (
          <Card class="gate" title={t.gate}>
            <form
              class="stack"
              onSubmit={(e) => {
                e.preventDefault();
                fail(null);
                begin({ purpose: PURPOSE, unit, findingIds: [], records: [] }).catch((error: unknown) => fail(problemText(error, c)));
              }}
            >
              <p class="soft">{t.gateAbout}</p>
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
