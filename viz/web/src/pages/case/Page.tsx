import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { CaseInFull } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { StatusChip } from "../../parts/CaseChips";
import { Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Loaded } from "../../parts/States";
import { Term } from "../../parts/Term";
import { isOpen, openCase } from "../../state/cases";
import { place, to } from "../../state/place";
import { may } from "../../state/session";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { usePlaces } from "../../words/places";
import { number, useWords } from "../../words/words";
import { isDue } from "../cases/data";
import { Care } from "./Care";
import { HandOver } from "./HandOver";
import { History } from "./History";
import { mayChange, worksFor } from "./changing";
import { Stand } from "./Stand";
import { fill, said } from "./words";
import "./page.css";

/** One case: what it is about, how it stands, the way to care beside it, and whom it is handed over to. */
export default function CasePage() {
  const caseId = useStore(place).path[1] ?? "";
  const [note, say] = useState<string | null>(null);
  const asked = useAsked(`case ${caseId}`, (signal) => ask("GET /v1/cases/{caseId}", { path: { caseId }, signal }));
  const again = (text?: string) => {
    say(text ?? null);
    asked.again();
  };
  return (
    <Loaded of={asked} lines={10}>
      {(found) => (
        <>
          {note && (
            <p class="notice flag" role="alert">
              <Icon name="warning" size={18} />
              <span>{note}</span>
            </p>
          )}
          <Read of={found} again={again} />
        </>
      )}
    </Loaded>
  );
}

function Read({ of, again }: { of: CaseInFull; again: (note?: string) => void }) {
  const t = useWords(said);
  const c = useWords(common);
  const now = useStore(openCase);
  const nameOf = usePlaces();
  const isNow = now?.caseId === of.caseId;
  return (
    <>
      <PageHead
        crumb={
          <a href={to("cases")} class="crumb-link">
            <Icon name="back" size={14} />
            {t.back}
          </a>
        }
        title={c.purposes[of.purpose] ?? of.purpose}
        aside={
          mayChange(of) &&
          isOpen(of) &&
          (isNow ? (
            <Chip tone="good" icon="check">
              {t.working}
            </Chip>
          ) : (
            <button type="button" class="button main no-print" onClick={() => openCase.set(of)}>
              <Icon name="case" size={16} />
              {t.work}
            </button>
          ))
        }
      >
        <p class="row-chips wrap">
          <StatusChip of={of} />
          {isDue(of) && (
            <Chip tone="flag" icon="clock">
              {t.due}
            </Chip>
          )}
          <span class="soft small">
            <Term name="case">{fill(t.caseOf, { unit: nameOf(of.unit) })}</Term> · <span class="mono">{of.caseId.slice(0, 6)}</span>
          </span>
        </p>
      </PageHead>
      {!mayChange(of) && (
        <p class="notice">
          <Icon name="case" size={18} />
          <span>{of.isOwn || worksFor(of) ? fill(of.isOwn ? t.notYours : t.notOwn, { unit: nameOf(of.unit) }) : t.notYours}</span>
        </p>
      )}
      <div class="case-page">
        <div class="stack">
          <About of={of} />
          <Stand of={of} again={again} />
        </div>
        <div class="stack">
          <HandOver of={of} again={again} />
          {of.purpose !== "review_links" && <Care of={of} again={again} />}
        </div>
      </div>
      <History of={of} />
    </>
  );
}

function About({ of }: { of: CaseInFull }) {
  const t = useWords(said);
  const isRead = mayChange(of) && isOpen(of) && may("read_finding");
  return (
    <Card title={t.about}>
      <div class="stack">
        {of.findingIds.length === 0 && of.encounters === 0 && <p class="soft">{t.aboutReview}</p>}
        {of.encounters > 0 && <p>{fill(t.aboutRecords, { n: number(of.encounters) })}</p>}
        {of.findingIds.length > 0 && (
          <>
            <ul class="case-findings" aria-label={t.findings}>
              {of.findingIds.map((f) => (
                <li key={f}>
                  <Icon name="findings" size={16} />
                  {isRead ? (
                    <a class="row-link" href={to(`finding/${f}`)} onClick={() => openCase.set(of)}>
                      {t.finding} <span class="mono">{f.slice(0, 10)}</span>
                    </a>
                  ) : (
                    <span>
                      {t.finding} <span class="mono">{f.slice(0, 10)}</span>
                    </span>
                  )}
                </li>
              ))}
            </ul>
            {isRead && <p class="faint small">{t.readFinding}</p>}
          </>
        )}
      </div>
    </Card>
  );
}
