import type { CaseSaid } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { StatusChip } from "../../parts/CaseChips";
import { Chip } from "../../parts/Chip";
import { Choices } from "../../parts/Choices";
import { Empty, Loaded } from "../../parts/States";
import { type Column, Table } from "../../parts/Table";
import { Term } from "../../parts/Term";
import { isOpen } from "../../state/cases";
import { place, refine, to } from "../../state/place";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { caseWords } from "../../words/cases";
import { common } from "../../words/common";
import { usePlaces } from "../../words/places";
import { day, moment, number, useWords } from "../../words/words";
import { isDue, isIn, readAllCases, WHICH, type Which } from "./data";
import { said } from "./words";

/** Cases: the reader's own, those of the unit, those offered to it, and others whose state is the reader's to know. */
export default function Cases() {
  const t = useWords(said);
  const c = useWords(common);
  const w = useWords(caseWords);
  const who = useStore(session);
  const here = useStore(place);
  const nameOf = usePlaces();
  const asked = useAsked("cases", readAllCases);
  const which = (here.query.get("of") as Which | null) ?? "mine";
  const isClosed = here.query.get("state") === "closed";
  if (!who) return null;

  const columns: Column<CaseSaid>[] = [
    { key: "status", head: t.status, cell: (k) => <StatusChip of={k} /> },
    {
      key: "purpose",
      head: <Term name="case">{t.purpose}</Term>,
      cell: (k) => (
        <a class="row-link" href={to(`case/${k.caseId}`)}>
          {c.purposes[k.purpose] ?? k.purpose}
        </a>
      ),
    },
    { key: "about", head: t.about_, cell: (k) => <About of={k} /> },
    {
      key: "owner",
      head: t.owner,
      cell: (k) => (
        <>
          {nameOf(k.unit)}
          {k.offer && <span class="faint small"> · {t.offeredTo.replace("{to}", nameOf(k.offer.to))}</span>}
        </>
      ),
    },
    {
      key: "followUp",
      head: t.followUp,
      cell: (k) => (
        <span class="row-chips">
          <span class="nowrap">{day(k.followUpOn)}</span>
          {isDue(k) && (
            <Chip tone="flag" icon="clock">
              {t.due}
            </Chip>
          )}
        </span>
      ),
    },
    { key: "care", head: t.care, cell: (k) => (k.care ? w.care[k.care.state] : "–") },
    {
      key: "opened",
      head: t.opened,
      cell: (k) => (
        <>
          <span class="nowrap">{moment(k.openedAt)}</span> <span class="faint small">{k.openedBy}</span>
        </>
      ),
    },
  ];

  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <Loaded of={asked} lines={9}>
        {(all) => {
          const inState = all.filter((k) => isOpen(k) !== isClosed);
          const rows = inState.filter((k) => isIn(which, k, who));
          return (
            <>
              <div class="filters">
                <Choices
                  label={t.whose}
                  options={WHICH.map((one) => ({
                    value: one,
                    text: `${t.which[one] ?? one} (${number(inState.filter((k) => isIn(one, k, who)).length)})`,
                  }))}
                  chosen={which}
                  onChoose={(one) => refine({ of: one })}
                />
                <Choices
                  label={t.state}
                  options={["open", "closed"].map((s) => ({ value: s, text: t.states[s] ?? s }))}
                  chosen={isClosed ? "closed" : "open"}
                  onChoose={(s) => refine({ state: s === "closed" ? s : undefined })}
                />
              </div>
              <Card title={t.which[which]} isFlush>
                {rows.length === 0 ? (
                  <Empty title={t.none} icon="case">
                    <p>{t.noneAbout[which]}</p>
                  </Empty>
                ) : (
                  <Table
                    label={t.which[which] ?? which}
                    columns={columns}
                    rows={rows}
                    keyOf={(k) => k.caseId}
                    hrefOf={(k) => to(`case/${k.caseId}`)}
                  />
                )}
              </Card>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function About({ of }: { of: CaseSaid }) {
  const t = useWords(said);
  const counted = (n: number, of_: { one: string; more: string }) => (n === 1 ? of_.one : of_.more.replace("{n}", number(n)));
  const parts = [
    of.findingIds.length > 0 ? counted(of.findingIds.length, t.findings) : "",
    of.encounters > 0 ? counted(of.encounters, t.records) : "",
  ].filter(Boolean);
  return <>{parts.length > 0 ? parts.join(", ") : t.links}</>;
}
