import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { AlertSaid } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, Facts, PageHead } from "../../parts/Card";
import { Icon } from "../../parts/Icon";
import { Loaded } from "../../parts/States";
import { to } from "../../state/place";
import { usePlaces } from "../../words/places";
import { moment, number, useWords } from "../../words/words";
import { Knowing, ReadOn, StateChip } from "./Parts";
import { deskName, said } from "./words";

/** One alert: where to read on, and saying that the desk knows. */
export function One({ alertId }: { alertId: string }) {
  const asked = useAsked(`alert ${alertId}`, (signal) => ask("GET /v1/alerts/{alertId}", { path: { alertId }, signal }));
  return <Loaded of={asked}>{(found) => <Read first={found} />}</Loaded>;
}

function Read({ first }: { first: AlertSaid }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const [alert, put] = useState(first);
  const isKnown = alert.state === "acknowledged";
  return (
    <>
      <PageHead
        crumb={
          <a href={to("alerts")} class="crumb-link">
            <Icon name="back" size={14} />
            {t.back}
          </a>
        }
        title={t.kinds[alert.kind] ?? alert.kind}
      />
      <Card>
        <div class="stack">
          <Facts
            items={[
              { label: t.desk, value: deskName(alert.recipient, t, nameOf), isPlain: true },
              { label: t.created, value: moment(alert.created), isPlain: true },
              { label: t.state, value: <StateChip of={alert} />, isPlain: true },
              { label: t.attempts, value: number(alert.attempts), isPlain: true },
            ]}
          />
          {alert.findingId === null && alert.caseId === null ? (
            <p class="soft">{t.notYours}</p>
          ) : (
            <p>
              <ReadOn of={alert} />
            </p>
          )}
          <p class="soft small">{isKnown ? t.acknowledged : t.ackAbout}</p>
          {!isKnown && (
            <div>
              <Knowing of={alert} onKnown={put} isMain />
            </div>
          )}
        </div>
      </Card>
    </>
  );
}
