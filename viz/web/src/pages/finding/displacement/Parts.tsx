import type { Stated } from "../../../api/client";
import type { DisplacementEvidence } from "../../../api/evidence";
import type { FindingSaid } from "../../../api/schema";
import { Card, Facts } from "../../../parts/Card";
import { Chip } from "../../../parts/Chip";
import { Table } from "../../../parts/Table";
import { Term } from "../../../parts/Term";
import { may } from "../../../state/session";
import { language } from "../../../state/settings";
import { value } from "../../../words/values";
import { chance, number, useWords } from "../../../words/words";
import { said } from "../words";
import { Intervals } from "./Interval";
import { Ladder } from "./Ladder";
import { Receivers } from "./Receivers";
import { Surroundings } from "./Surroundings";
import { WhyNotMore } from "./WhyNotMore";
import "./page.css";

/** What a measure did here and next door: how loudly it may be said, on which counts, and how sure. */
export function DisplacementParts({
  finding,
  evidence: e,
  stated,
}: {
  finding: FindingSaid;
  evidence: DisplacementEvidence;
  stated: Stated;
}) {
  const t = useWords(said);
  return (
    <>
      <Card title={<Term name="ladder">{t.step}</Term>}>
        <p class="said-of">{language.get() === "nl" && e.wordingNl ? e.wordingNl : e.wording}</p>
        <Ladder reached={e.ladderStep} />
        <WhyNotMore evidence={e} />
      </Card>
      {may("read_surroundings") && stated.purpose === "assess_finding" && <Surroundings finding={finding} evidence={e} stated={stated} />}
      <Card title={t.sure} aside={<span class="faint small">{t.changeAbout}</span>}>
        <Intervals
          label={t.changeAbout}
          rows={[
            { label: t.local, change: e.local, tone: "here" },
            { label: t.displaced, change: e.displaced, tone: "next" },
            { label: t.total, change: e.total, tone: "both" },
          ]}
        />
        <div class="after">
          <Facts
            items={[
              { label: <Term name="p_value">{t.p}</Term>, value: chance(e.displacementP) },
              { label: t.detectable, value: number(e.minimumDetectable) },
              { label: t.carriers, value: number(e.personsCarrying) },
            ]}
          />
        </div>
      </Card>
      <Card title={t.receiving} isFlush>
        <Receivers evidence={e} />
      </Card>
      {e.robustness.length > 0 && (
        <Card title={t.robust} isFlush>
          <Table
            label={t.robust}
            rows={e.robustness}
            keyOf={(r) => r.name}
            columns={[
              { key: "name", head: t.change, cell: (r) => value(r.name) },
              { key: "estimate", head: t.estimate, isNumber: true, cell: (r) => number(r.displaced?.estimate) },
              {
                key: "interval",
                head: t.interval,
                isNumber: true,
                cell: (r) => (r.displaced ? `${number(r.displaced.low)} – ${number(r.displaced.high)}` : "–"),
              },
              {
                key: "holds",
                head: t.outcome,
                cell: (r) =>
                  r.holds === null ? (
                    "–"
                  ) : (
                    <Chip tone={r.holds ? "good" : "bad"} icon={r.holds ? "check" : "cross"}>
                      {r.holds ? t.holds : t.breaks}
                    </Chip>
                  ),
              },
            ]}
          />
        </Card>
      )}
      <Card title={t.caveats}>
        <ul class="bullets">
          {e.caveats.map((c) => (
            <li key={c}>{value(c)}</li>
          ))}
        </ul>
      </Card>
    </>
  );
}
