import type { WhatIf } from "../../api/evidence";
import { Chip } from "../../parts/Chip";
import { Table } from "../../parts/Table";
import { Term } from "../../parts/Term";
import { value } from "../../words/values";
import { useWords } from "../../words/words";
import { said } from "./words";

/** What becomes of a finding when something is taken away: the weakest link first, which alone decides its tier. */
export function Remains({ answers }: { answers: readonly WhatIf[] }) {
  const t = useWords(said);
  return (
    <Table
      label={t.remains}
      rows={answers}
      keyOf={(_, at) => at}
      columns={[
        {
          key: "change",
          head: t.change,
          cell: (a) =>
            a.kind === "weakest link" ? (
              <strong>
                <Term name="weakest_cut">{value(a.what)}</Term>
              </strong>
            ) : (
              value(a.what)
            ),
        },
        {
          key: "outcome",
          head: t.outcome,
          cell: (a) =>
            a.holds ? (
              <Chip tone="good" icon="check">
                {t.holds}
              </Chip>
            ) : (
              <Chip tone="bad" icon="cross">
                {t.breaks}
              </Chip>
            ),
        },
        { key: "because", head: t.because, cell: (a) => <span class="soft">{a.because.map(value).join("; ")}</span> },
      ]}
    />
  );
}
