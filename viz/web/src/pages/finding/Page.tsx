import { ask, type Stated } from "../../api/client";
import { type Shown, shown as read } from "../../api/evidence";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Chip, TierChip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Loaded } from "../../parts/States";
import { Term } from "../../parts/Term";
import { Timeline } from "../../parts/timeline/Timeline";
import { place, to } from "../../state/place";
import { may } from "../../state/session";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import type { TermName } from "../../words/glossary";
import { usePlaces } from "../../words/places";
import { value } from "../../words/values";
import { number, useWords } from "../../words/words";
import { Decision } from "./Decision";
import { Encounters } from "./Encounters";
import { Gate } from "./Gate";
import { Headline } from "./Headline";
import { DisplacementParts } from "./displacement/Parts";
import { ReappearanceParts, RelocationParts, RotationParts } from "./Kinds";
import { fill, said } from "./words";
import "./page.css";

/** A finding: what, how sure, and everything that speaks against it. */
export default function FindingPage() {
  const here = useStore(place);
  const findingId = here.path[1] ?? "";
  return (
    <Gate key={findingId} findingId={findingId}>
      {(stated) => <Read findingId={findingId} stated={stated} />}
    </Gate>
  );
}

function Read({ findingId, stated }: { findingId: string; stated: Stated }) {
  const asked = useAsked(`${findingId} ${stated.caseId}`, (signal) =>
    ask("GET /v1/findings/{findingId}", { path: { findingId }, stated, signal }),
  );
  return (
    <Loaded of={asked} lines={12}>
      {(finding) => <Finding shown={read(finding)} stated={stated} again={asked.again} />}
    </Loaded>
  );
}

function Finding({ shown, stated, again }: { shown: Shown; stated: Stated; again: () => void }) {
  const t = useWords(said);
  const c = useWords(common);
  const nameOf = usePlaces();
  const { finding } = shown;
  const isCertainKind = ["reappearance", "rotation", "relocation", "displacement"].includes(finding.kind);
  const sources = "sources" in shown.evidence ? shown.evidence.sources : [];
  const rule = "ruleVersion" in shown.evidence ? shown.evidence.ruleVersion : null;
  return (
    <>
      <PageHead
        crumb={
          <a href={to("findings", { kind: finding.kind })} class="crumb-link">
            <Icon name="back" size={14} />
            {t.back}
          </a>
        }
        title={<Headline shown={shown} />}
        aside={
          <div class="row-chips no-print">
            {may("explore") && stated.purpose === "assess_finding" && (
              <a class="button" href={to("explorer", { finding: finding.findingId })}>
                <Icon name="explorer" size={16} />
                {t.explore}
              </a>
            )}
            <a class="button" href={to(`case/${stated.caseId}`)}>
              <Icon name="case" size={16} />
              {t.toCase}
            </a>
            <button type="button" class="button" onClick={() => print()}>
              <Icon name="print" size={16} />
              {c.print}
            </button>
          </div>
        }
      >
        <p class="row-chips wrap">
          <Chip>{isCertainKind ? <Term name={finding.kind as TermName}>{value(finding.kind)}</Term> : value(finding.kind)}</Chip>
          <TierChip tier={finding.tier} />
          {finding.isOutdated && <Chip tone="open">{value("none")}</Chip>}
          <span class="soft small">{finding.municipalities.map(nameOf).join(" · ")}</span>
        </p>
      </PageHead>
      {finding.isOutdated && (
        <p class="notice flag">
          <Icon name="warning" size={18} /> <span>{t.isOutdated}</span>
        </p>
      )}
      <div class="finding">
        <div class="stack">
          {shown.kind === "rotation" && <RotationParts finding={finding} evidence={shown.evidence} />}
          {shown.kind === "reappearance" && <ReappearanceParts evidence={shown.evidence} />}
          {shown.kind === "relocation" && <RelocationParts evidence={shown.evidence} />}
          {shown.kind === "displacement" && <DisplacementParts finding={finding} evidence={shown.evidence} stated={stated} />}
        </div>
        <aside class="stack">
          <Decision key={finding.decisions.length} finding={finding} stated={stated} again={again} />
          {shown.kind === "rotation" && (
            <Card title={<Term name="benign">{t.benign}</Term>}>
              <p class="with-icon">
                <Icon name="leaf" />
                <span>{value(shown.evidence.benignReading)}</span>
              </p>
            </Card>
          )}
          <Card title={t.history}>
            <dl class="pairs">
              <dt>{t.version}</dt>
              <dd>{number(finding.version)}</dd>
              {rule && (
                <>
                  <dt>{t.rule}</dt>
                  <dd class="mono">{rule}</dd>
                </>
              )}
              <dt>
                <Term name="source">{t.sources}</Term>
              </dt>
              <dd>{number(sources.length)}</dd>
            </dl>
            {sources.length <= 8 && (
              <ul class="sources small soft">
                {sources.map((s) => (
                  <li key={s}>{s}</li>
                ))}
              </ul>
            )}
          </Card>
          <p class="notice">
            <Icon name="warning" size={18} />
            <span>
              <strong>{c.lead}</strong> {t.recordedAs} {!finding.isExact && t.notExact}
            </span>
          </p>
        </aside>
      </div>
      {may("read_timeline") && stated.purpose !== "duty_desk" && finding.kind !== "displacement" && (
        <Ways shown={shown} stated={stated} />
      )}
      <Card title={<Term name="encounter">{t.encounters}</Term>} aside={<span class="faint small">{t.encountersAbout}</span>} isFlush>
        <Encounters encounters={finding.encounters} />
        {finding.encounters.length < finding.encountersInAll && (
          <p class="list-foot faint small">
            {fill(t.listed, { n: number(finding.encounters.length), all: number(finding.encountersInAll) })}
          </p>
        )}
      </Card>
    </>
  );
}

/** Where the persons of a finding were, and when. */
function Ways({ shown, stated }: { shown: Shown; stated: Stated }) {
  const t = useWords(said);
  const { findingId } = shown.finding;
  const asked = useAsked(`ways ${findingId} ${stated.caseId}`, (signal) =>
    ask("POST /v1/timelines", { body: { findingId, personIds: [] }, stated, signal }),
  );
  const circuit = shown.kind === "rotation" ? shown.evidence.circuit : NO_CIRCUIT;
  return (
    <Card title={t.timeline} aside={<span class="faint small">{t.timelineAbout}</span>}>
      <Loaded of={asked} lines={4}>
        {({ rows }) => <Timeline rows={rows} circuit={circuit} />}
      </Loaded>
    </Card>
  );
}

const NO_CIRCUIT: readonly string[] = [];
