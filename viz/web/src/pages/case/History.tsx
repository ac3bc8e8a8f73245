import type { CaseInFull, StepSaid } from "../../api/schema";
import { Card } from "../../parts/Card";
import { type Column, Table } from "../../parts/Table";
import { caseWords } from "../../words/cases";
import { usePlaces } from "../../words/places";
import { day, moment, useWords } from "../../words/words";
import { fill, said } from "./words";

/** Everything that was done with a case, newest first. */
export function History({ of }: { of: CaseInFull }) {
  const t = useWords(said);
  const w = useWords(caseWords);
  const nameOf = usePlaces();
  const steps: readonly StepSaid[] = [{ what: "opened", by: of.openedBy, at: of.openedAt, said: "" }, ...of.steps];
  const columns: Column<StepSaid>[] = [
    { key: "when", head: t.when, cell: (s) => <span class="nowrap">{moment(s.at)}</span> },
    { key: "what", head: t.what, cell: (s) => w.step[s.what] ?? s.what },
    { key: "said", head: t.said, cell: (s) => told(s, w, nameOf) },
    { key: "who", head: t.who, cell: (s) => s.by },
  ];
  return (
    <Card title={t.history} isFlush>
      <Table label={t.history} columns={columns} rows={[...steps].reverse()} keyOf={(_, at) => at} />
    </Card>
  );
}

/** What graph/case_steps.py writes beside a step, in the reader's words; what isn't known stays as it is. */
function told(s: StepSaid, w: (typeof caseWords)["nl"], nameOf: (code: string) => string): string {
  const to = s.said.match(/^to (.+): (\w+)$/);
  if (to) return fill(w.saidTo, { unit: nameOf(to[1] ?? ""), reason: w.transfer[to[2] ?? ""] ?? to[2] ?? "" });
  const from = s.said.match(/^from (.+)$/);
  if (from) return fill(w.saidFrom, { unit: nameOf(from[1] ?? "") });
  const offer = s.said.match(/^offer to (.+)$/);
  if (offer) return fill(w.saidOffer, { unit: nameOf(offer[1] ?? "") });
  const care = s.said.match(/^(.+): (\w+), shelter (\w+)$/);
  if (care) {
    const [, region = "", state = "", shelter = ""] = care;
    return fill(w.saidCare, { region, state: w.care[state] ?? state, shelter: w.shelter[shelter] ?? shelter });
  }
  if (s.what === "follow_up") return day(s.said, "long");
  if (s.what === "closed") return w.closing[s.said] ?? s.said;
  return s.said;
}
