import type { DisplacementEvidence } from "../../../api/evidence";
import { number, useWords } from "../../../words/words";
import { fill } from "../words";
import { said } from "./words";

const TOP = 5;

/** What the next step of the ladder asks, which wasn't shown. */
export function WhyNotMore({ evidence: e }: { evidence: DisplacementEvidence }) {
  const t = useWords(said);
  if (e.ladderStep >= TOP) return <p class="soft small after">{t.top}</p>;
  return (
    <div class="after">
      <h3>{t.whyNot}</h3>
      <p class="soft">{fill(t.asked[reason(e)] ?? "", { n: number(e.minimumDetectable, 0) })}</p>
    </div>
  );
}

/** Which words say why: the first check that ends the ladder, as the rule goes through them. */
function reason(e: DisplacementEvidence): string {
  if (e.ladderStep === 0 && e.wording.startsWith("too few")) return e.minimumDetectable === null ? "few" : "fewer";
  if (e.ladderStep === 1 && !e.effortAdjusted) return "effort";
  // With effort the ladder goes from 0 to 2: counts by day alone are no step.
  const next = e.ladderStep === 0 && e.effortAdjusted ? 2 : e.ladderStep + 1;
  return next === 3 && e.controls.length === 0 ? "controls" : String(next);
}
