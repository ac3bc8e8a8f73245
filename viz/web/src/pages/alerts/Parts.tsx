import { useState } from "preact/hooks";
import type { AlertSaid } from "../../api/schema";
import { Chip, type Tone } from "../../parts/Chip";
import type { IconName } from "../../parts/Icon";
import { problemText } from "../../parts/States";
import { acknowledge } from "../../state/alerts";
import { to } from "../../state/place";
import { may } from "../../state/session";
import { common } from "../../words/common";
import { useWords } from "../../words/words";
import { said } from "./words";

const STATES: Record<AlertSaid["state"], [Tone, IconName]> = {
  stored: ["open", "alert"],
  retrying: ["pattern", "clock"],
  delivered: ["calm", "check"],
  dead: ["bad", "warning"],
  acknowledged: ["good", "check"],
};

/** What has become of the message itself. */
export function StateChip({ of }: { of: AlertSaid }) {
  const t = useWords(said);
  const [tone, icon] = STATES[of.state];
  return (
    <Chip tone={tone} icon={icon}>
      {t.states[of.state]}
    </Chip>
  );
}

/** Where what an alert tells of is read; nothing where the reader may not know of it. */
export function ReadOn({ of }: { of: AlertSaid }) {
  const t = useWords(said);
  if (of.findingId !== null && may("read_finding")) return <a href={to(`finding/${of.findingId}`)}>{t.readFinding}</a>;
  if (of.caseId !== null && may("read_cases")) return <a href={to(`case/${of.caseId}`)}>{t.readCase}</a>;
  return <span class="faint">–</span>;
}

/** Saying that the desk knows. */
export function Knowing({ of, onKnown, isMain = false }: { of: AlertSaid; onKnown?: (a: AlertSaid) => void; isMain?: boolean }) {
  const t = useWords(said);
  const c = useWords(common);
  const [failure, fail] = useState<string | null>(null);
  const [isBusy, busy] = useState(false);
  const send = async () => {
    busy(true);
    fail(null);
    try {
      const known = await acknowledge(of.alertId);
      onKnown?.(known);
    } catch (error) {
      fail(problemText(error, c));
    } finally {
      busy(false);
    }
  };
  return (
    <>
      <button type="button" class={`button${isMain ? " main" : ""}`} disabled={isBusy} onClick={() => void send()}>
        {t.acknowledge}
      </button>
      {failure && <span role="alert"> {failure}</span>}
    </>
  );
}
