import { Icon } from "../parts/Icon";
import { Term } from "../parts/Term";
import { openCase } from "../state/cases";
import { may, session } from "../state/session";
import { useStore } from "../state/store";
import { common } from "../words/common";
import { usePlaces } from "../words/places";
import { useWords } from "../words/words";

/** The case that is worked on and its purpose: always in sight, because every read of persons states them. */
export function CaseBar() {
  const t = useWords(common);
  const c = useStore(openCase);
  useStore(session);
  const nameOf = usePlaces();
  if (!may("open_case")) return <span />;
  if (!c) {
    return (
      <div class="case">
        <span class="case-mark none">
          <Icon name="case" size={18} />
        </span>
        <div class="about">
          <strong>{t.noCase}</strong>
          <span>{t.noCaseAbout}</span>
        </div>
      </div>
    );
  }
  return (
    <div class="case">
      <span class="case-mark">
        <Icon name="case" size={18} />
      </span>
      <div class="about">
        <strong>
          {t.purpose}: {t.purposes[c.purpose] ?? c.purpose}
        </strong>
        <span>
          <Term name="case">{t.caseOf}</Term> {c.caseId.slice(0, 6)} · {nameOf(c.unit)}
        </span>
      </div>
      <button
        type="button"
        class="icon-button"
        title={t.leaveCase}
        aria-label={t.leaveCase}
        onClick={() => openCase.set(null)}
      >
        <Icon name="cross" size={16} />
      </button>
    </div>
  );
}
