import { useState } from "preact/hooks";
import { ask, type Stated } from "../../api/client";
import type { DecisionSaid, FindingSaid } from "../../api/schema";
import { Card } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { problemText } from "../../parts/States";
import { may } from "../../state/session";
import { common } from "../../words/common";
import { moment, number, useWords, words } from "../../words/words";

const said = words({
  nl: {
    title: "Uw oordeel",
    about: "U oordeelt over versie {n}, zoals u haar nu ziet. Na aanvaarden kan de politie de bevinding opvolgen.",
    accept: "Aanvaarden",
    reject: "Afwijzen",
    reason: "Reden",
    reasonHelp: "Eén regel, zonder namen of nummers van mensen.",
    examples: {
      accepted: "Bijvoorbeeld: drie registers zagen hetzelfde, onafhankelijk van elkaar",
      rejected: "Bijvoorbeeld: seizoenswerk, alle vier op dezelfde werkplek",
    },
    confirm: { accepted: "Aanvaard deze bevinding", rejected: "Wijs deze bevinding af" },
    given: { accepted: "aanvaard", rejected: "afgewezen" } as Record<string, string>,
    earlier: "Eerdere oordelen",
    onVersion: "versie {n}",
    stale: "De bevinding is intussen veranderd. Lees haar opnieuw voordat u oordeelt.",
    refused: "De reden is niet aangenomen: één regel, geen namen, geen nummers die een telefoon of document kunnen zijn.",
  },
  en: {
    title: "Your decision",
    about: "You decide on version {n}, as you see it now. Once accepted, the police can follow it up.",
    accept: "Accept",
    reject: "Reject",
    reason: "Reason",
    reasonHelp: "One line, without names or numbers of people.",
    examples: {
      accepted: "For example: three registers saw the same, independently",
      rejected: "For example: seasonal work, all four at the same work site",
    },
    confirm: { accepted: "Accept this finding", rejected: "Reject this finding" },
    given: { accepted: "accepted", rejected: "rejected" },
    earlier: "Earlier decisions",
    onVersion: "version {n}",
    stale: "The finding has changed meanwhile. Read it again before you decide.",
    refused: "The reason wasn't taken: one line, no names, no numbers that may be a phone or a document.",
  },
});

type Ruling = "accepted" | "rejected";

/** What analysts said of a finding, and saying it: of the version that was read, with a reason. */
export function Decision({ finding, stated, again }: { finding: FindingSaid; stated: Stated; again: () => void }) {
  const t = useWords(said);
  const c = useWords(common);
  const [ruling, choose] = useState<Ruling | null>(null);
  const [reason, write] = useState("");
  const [failure, fail] = useState<string | null>(null);
  const [isSending, sending] = useState(false);
  const mayDecide = may("decide") && stated.purpose === "assess_finding";
  if (!mayDecide && finding.decisions.length === 0) return null;

  const send = async () => {
    if (!ruling) return;
    sending(true);
    fail(null);
    try {
      await ask("POST /v1/findings/{findingId}/decisions", {
        path: { findingId: finding.findingId },
        body: { version: finding.version, ruling, reason: reason.trim() },
        stated,
      });
      again();
    } catch (error) {
      const status = (error as { status?: number }).status;
      fail(status === 409 ? t.stale : status === 400 ? t.refused : problemText(error, c));
      sending(false);
    }
  };

  return (
    <Card title={t.title} class="decision no-print">
      <div class="stack">
        {finding.decisions.length > 0 && (
          <ul class="decisions" aria-label={t.earlier}>
            {[...finding.decisions].reverse().map((d) => (
              <Given key={d.decisionId} decision={d} isOfThis={d.version === finding.version} />
            ))}
          </ul>
        )}
        {mayDecide && (
          <>
            <p class="small soft">{t.about.replace("{n}", number(finding.version))}</p>
            <div class="two">
              <button type="button" class="button" aria-pressed={ruling === "accepted"} onClick={() => choose("accepted")}>
                <Icon name="check" size={16} />
                {t.accept}
              </button>
              <button type="button" class="button" aria-pressed={ruling === "rejected"} onClick={() => choose("rejected")}>
                <Icon name="cross" size={16} />
                {t.reject}
              </button>
            </div>
            {ruling && (
              <form
                class="stack"
                onSubmit={(e) => {
                  e.preventDefault();
                  void send();
                }}
              >
                <label class="field">
                  <span class="label">{t.reason}</span>
                  <input
                    type="text"
                    required
                    maxLength={200}
                    value={reason}
                    placeholder={t.examples[ruling]}
                    onInput={(e) => write(e.currentTarget.value)}
                  />
                  <span class="help">{t.reasonHelp}</span>
                </label>
                <button type="submit" class="button main" disabled={isSending || reason.trim() === ""}>
                  {t.confirm[ruling]}
                </button>
              </form>
            )}
            {failure && (
              <p class="notice bad" role="alert">
                {failure}
              </p>
            )}
          </>
        )}
      </div>
    </Card>
  );
}

function Given({ decision: d, isOfThis }: { decision: DecisionSaid; isOfThis: boolean }) {
  const t = useWords(said);
  return (
    <li>
      <p class="row-chips">
        <Chip tone={d.ruling === "accepted" ? "good" : "bad"} icon={d.ruling === "accepted" ? "check" : "cross"}>
          {t.given[d.ruling] ?? d.ruling}
        </Chip>
        {!isOfThis && <Chip tone="open">{t.onVersion.replace("{n}", number(d.version))}</Chip>}
      </p>
      <p>{d.reason}</p>
      <p class="faint small">
        {d.by} · {moment(d.at)}
      </p>
    </li>
  );
}
