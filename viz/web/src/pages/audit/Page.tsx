import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { AuditLine } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Empty, Loaded, problemText } from "../../parts/States";
import { type Column, Table } from "../../parts/Table";
import { Term } from "../../parts/Term";
import { common } from "../../words/common";
import { moment, number, useWords } from "../../words/words";
import { fill, said } from "./words";

const PAGE = 100;

/** The log of reads, for who answers for them: whether it is whole, and its lines. */
export default function AuditPage() {
  const t = useWords(said);
  const asked = useAsked("audit", (signal) => ask("GET /v1/audit/lines", { query: { limit: PAGE }, signal }));
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <Whole />
      <Card title={t.lines} isFlush>
        <Loaded of={asked} lines={9}>
          {({ items, next }) => (items.length === 0 ? <Empty title={t.none} icon="audit" /> : <Lines first={items} from={next} />)}
        </Loaded>
      </Card>
    </>
  );
}

function Whole() {
  const t = useWords(said);
  const asked = useAsked("audit verification", (signal) => ask("GET /v1/audit/verification", { signal }));
  return (
    <Card title={t.check}>
      {asked.state === "loading" ? (
        <p class="soft" role="status">
          {t.checking}
        </p>
      ) : (
        <Loaded of={asked}>
          {(v) =>
            v.isWhole ? (
              <p class="with-icon">
                <Icon name="check" />
                <span>
                  {t.whole} <span class="soft number">({number(v.lines)})</span>
                </span>
              </p>
            ) : (
              <p class="notice bad" role="alert">
                <Icon name="warning" size={18} />
                <span>
                  {fill(v.firstBadLine === null ? t.brokenNoLine : t.broken, { line: number(v.firstBadLine), problem: v.problem ?? "" })}
                </span>
              </p>
            )
          }
        </Loaded>
      )}
    </Card>
  );
}

function Lines({ first, from }: { first: readonly AuditLine[]; from: string | null }) {
  const t = useWords(said);
  const c = useWords(common);
  const [rows, put] = useState(first);
  const [next, go] = useState(from);
  const [failure, fail] = useState<string | null>(null);
  const columns: Column<AuditLine>[] = [
    { key: "seq", head: "#", isNumber: true, cell: (l) => number(l.seq) },
    { key: "at", head: t.at, cell: (l) => <span class="nowrap">{moment(l.at)}</span> },
    {
      key: "who",
      head: t.who,
      cell: (l) => (
        <>
          {l.actor}
          {l.role && <span class="faint"> · {c.roles[l.role] ?? l.role}</span>}
        </>
      ),
    },
    { key: "what", head: t.what, cell: (l) => l.action.replaceAll("_", " ") },
    { key: "subject", head: t.subject, cell: (l) => l.subject.replaceAll("_", " ") },
    { key: "purpose", head: t.purpose, cell: (l) => c.purposes[l.purpose] ?? l.purpose },
    { key: "case", head: <Term name="case">{t.case}</Term>, cell: (l) => l.caseId && <span class="mono">{l.caseId.slice(0, 6)}</span> },
    { key: "count", head: t.count, isNumber: true, cell: (l) => number(l.count) },
    {
      key: "result",
      head: t.result,
      cell: (l) => <Chip tone={l.result === "ok" ? "calm" : "bad"}>{t.results[l.result] ?? l.result}</Chip>,
    },
  ];
  const more = async () => {
    fail(null);
    try {
      const some = await ask("GET /v1/audit/lines", { query: { limit: PAGE, ...(next ? { cursor: next } : {}) } });
      put([...rows, ...some.items]);
      go(some.next);
    } catch (error) {
      fail(problemText(error, c));
    }
  };
  return (
    <>
      <Table label={t.lines} columns={columns} rows={rows} keyOf={(l) => l.seq} />
      <div class="list-foot">
        {failure && <span role="alert">{failure}</span>}
        {next && (
          <button type="button" class="button" onClick={() => void more()}>
            {c.more}
          </button>
        )}
      </div>
    </>
  );
}
