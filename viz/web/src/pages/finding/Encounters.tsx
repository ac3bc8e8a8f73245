import type { EncounterSeen } from "../../api/schema";
import { Chip } from "../../parts/Chip";
import { Ident } from "../../parts/Ident";
import { type Column, Table } from "../../parts/Table";
import { Term } from "../../parts/Term";
import { usePlaces } from "../../words/places";
import { value } from "../../words/values";
import { day, span, useWords } from "../../words/words";
import { said } from "./words";

/** The encounters that a finding rests on, oldest first; of others' units no more than they let be seen. */
export function Encounters({ encounters }: { encounters: readonly EncounterSeen[] }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const rows = [...encounters].sort((a, b) => (a.firstDay ?? a.month).localeCompare(b.firstDay ?? b.month));
  const columns: Column<EncounterSeen>[] = [
    {
      key: "day",
      head: t.cols.day,
      cell: (e) => <span class="nowrap">{e.isFull ? span(e.firstDay, e.lastDay) : day(e.month)}</span>,
    },
    { key: "town", head: t.cols.town, cell: (e) => nameOf(e.municipality) },
    { key: "source", head: <Term name="source">{t.cols.source}</Term>, cell: (e) => e.contactOrganisation },
    {
      key: "person",
      head: <Term name="person">{t.cols.person}</Term>,
      cell: (e) => (e.personId ? <Ident id={e.personId} /> : <span class="faint">–</span>),
    },
    {
      key: "channel",
      head: t.cols.channel,
      cell: (e) =>
        e.isFull ? (
          <>
            {value(e.channel)}
            {e.inOperation && <span class="faint"> · {t.operation}</span>}
          </>
        ) : (
          <span class="faint">{t.limited}</span>
        ),
    },
    { key: "place", head: t.cols.place, cell: (e) => (e.isFull ? value(e.premisesKind) : "") },
    {
      key: "status",
      head: t.cols.status,
      cell: (e) =>
        e.isFull ? (
          <>
            {value(e.status)} {e.minor === "yes" && <Chip tone="flag">{t.minor}</Chip>}
          </>
        ) : (
          ""
        ),
    },
    { key: "form", head: t.cols.form, cell: (e) => (e.isFull ? value(e.exploitationForm) : "") },
    { key: "marks", head: <Term name="identifier">{t.cols.marks}</Term>, cell: (e) => (e.identifierKinds ?? []).map(value).join(", ") },
    { key: "reliability", head: <Term name="reliability">{t.cols.reliability}</Term>, cell: (e) => e.reliability ?? "" },
  ];
  return (
    <Table label={t.encounters} columns={columns} rows={rows} keyOf={(e, at) => e.encounterId ?? at} isDim={(e) => !e.isFull} />
  );
}
