import type { ReappearanceEvidence, RelocationEvidence, RotationEvidence } from "../../api/evidence";
import type { FindingSaid } from "../../api/schema";
import { Card, Facts } from "../../parts/Card";
import { CertaintyChip, Chip } from "../../parts/Chip";
import { colours } from "../../parts/colours";
import { Term } from "../../parts/Term";
import { usePlaces } from "../../words/places";
import { value } from "../../words/values";
import { chance, day, number, span, useWords } from "../../words/words";
import { Circuit } from "./Circuit";
import { Families } from "./Families";
import { Remains } from "./Remains";
import { fill, said } from "./words";

export function RotationParts({ finding, evidence: e }: { finding: FindingSaid; evidence: RotationEvidence }) {
  const t = useWords(said);
  const regular = e.stayVariation === null ? "" : e.stayVariation < 0.35 ? t.regular : e.stayVariation < 0.75 ? t.fairlyRegular : t.irregular;
  return (
    <>
      <Card title={t.what}>
        <div class="what">
          <Circuit codes={e.circuit} colourOf={colours(e.circuit)} />
          <Facts
            items={[
              { label: <Term name="person">{t.persons}</Term>, value: number(finding.persons) },
              { label: <Term name="circuit">{t.laps}</Term>, value: number(e.laps, 1) },
              { label: t.period, value: span(e.firstSeen, e.lastSeen), isPlain: true },
              {
                label: <Term name="stay">{t.stay}</Term>,
                value: e.stayDays === null ? "–" : `${number(e.stayDays, 0)} ${t.days}${regular ? `, ${regular}` : ""}`,
                isPlain: true,
              },
            ]}
          />
        </div>
      </Card>
      <Card title={t.sure}>
        <Facts
          items={[
            { label: <Term name="q_value">{t.q}</Term>, value: chance(e.qValue) },
            { label: <Term name="expected">{t.atStrength}</Term>, value: number(e.expectedByChance, 1) },
            { label: t.tested, value: number(e.findingsTested) },
            { label: <Term name="expected">{t.foundByChance}</Term>, value: number(e.findingsExpected, 1) },
            { label: <Term name="weakest_cut">{t.weakest}</Term>, value: <CertaintyChip probability={e.weakestLinkProbability} /> },
          ]}
        />
        <p class="after">
          {e.survivesWeakestLink ? (
            <Chip tone="good" icon="check">
              {t.survives}
            </Chip>
          ) : (
            <Chip tone="bad" icon="cross">
              {t.falls}
            </Chip>
          )}
        </p>
      </Card>
      <Card title={<Term name="families">{t.families}</Term>}>
        <Families found={e.evidence} />
        {e.unflaggedBecause.length > 0 && (
          <div class="notice pattern after">
            <div>
              <strong>{t.unflagged}</strong>
              <ul class="plain">
                {e.unflaggedBecause.map((b) => (
                  <li key={b}>{value(b)}</li>
                ))}
              </ul>
            </div>
          </div>
        )}
      </Card>
      <Card title={<Term name="what_if">{t.remains}</Term>} isFlush>
        <Remains answers={e.whatIf} />
      </Card>
    </>
  );
}

export function ReappearanceParts({ evidence: e }: { evidence: ReappearanceEvidence }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const isDay = e.seenNow.length > 7 && e.lastSeenBefore.length > 7;
  const days = isDay ? Math.round((Date.parse(e.seenNow) - Date.parse(e.lastSeenBefore)) / 86_400_000) : null;
  return (
    <>
      <Card title={t.what}>
        <div class="passage">
          <div>
            <span class="faint small">{t.before}</span>
            <strong>{e.municipalitiesBefore.map(nameOf).join(", ")}</strong>
            <span class="small soft">
              {fill(t.nTimes, { n: number(e.encountersBefore) })} · {span(e.firstSeen, e.lastSeenBefore)}
            </span>
          </div>
          <div class="way" aria-hidden="true">
            <svg viewBox="0 0 120 24" width="120" height="24">
              <path d="M2 12h110m0 0-8-7m8 7-8 7" fill="none" stroke="var(--text-faint)" stroke-width="2" stroke-linecap="round" />
            </svg>
            {days !== null && <span class="small faint">{fill(t.between, { days: number(days) })}</span>}
          </div>
          <div>
            <span class="faint small">{t.now}</span>
            <strong>{nameOf(e.municipalityNow)}</strong>
            <span class="small soft">{day(e.seenNow)}</span>
          </div>
        </div>
      </Card>
      <Card title={t.sure}>
        <p class="row-chips">
          <CertaintyChip probability={e.linkProbability} />
          <Chip tone={e.state === "open" ? "calm" : "flag"}>{value(e.state)}</Chip>
        </p>
        <p class="soft after">{t.stateAbout[e.state] ?? ""}</p>
      </Card>
    </>
  );
}

export function RelocationParts({ evidence: e }: { evidence: RelocationEvidence }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  return (
    <>
      <Card title={t.what}>
        <div class="passage">
          <div>
            <span class="faint small">{t.left}</span>
            <strong>{nameOf(e.fromMunicipality)}</strong>
            <span class="small soft">
              {value(e.fromPremisesKind ?? "premises")} · {day(e.leftAfter)}
            </span>
          </div>
          <div class="way" aria-hidden="true">
            <svg viewBox="0 0 120 24" width="120" height="24">
              <path d="M2 12h110m0 0-8-7m8 7-8 7" fill="none" stroke="var(--text-faint)" stroke-width="2" stroke-linecap="round" />
            </svg>
          </div>
          <div>
            <span class="faint small">{t.arrived}</span>
            <strong>{nameOf(e.toMunicipality)}</strong>
            <span class="small soft">
              {value(e.toPremisesKind ?? "premises")} · {day(e.arrivedBefore)}
            </span>
          </div>
        </div>
      </Card>
      <Card title={t.sure}>
        <Facts
          items={[
            { label: <Term name="identifier">{t.moved}</Term>, value: `${number(e.nIdentifiers)} (${e.identifierKinds.map(value).join(", ")})`, isPlain: true },
            { label: <Term name="q_value">{t.q}</Term>, value: chance(e.qValue) },
            { label: <Term name="p_value">{t.p}</Term>, value: chance(e.pValue) },
          ]}
        />
      </Card>
    </>
  );
}
