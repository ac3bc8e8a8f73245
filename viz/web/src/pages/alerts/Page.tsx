import { useEffect, useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { AlertSaid } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Choices } from "../../parts/Choices";
import { Empty, Loaded } from "../../parts/States";
import { type Column, Table } from "../../parts/Table";
import { readWaiting, waiting } from "../../state/alerts";
import { place, refine, to } from "../../state/place";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { usePlaces } from "../../words/places";
import { moment, number, useWords } from "../../words/words";
import { One } from "./One";
import { Knowing, ReadOn, StateChip } from "./Parts";
import { deskName, said } from "./words";

const SHOWN = 100;

/** What waits at the desks that the reader stands for; `#/alerts/ID` is one of it. */
export default function Alerts() {
  const alertId = useStore(place).path[1];
  return alertId === undefined ? <Inbox /> : <One key={alertId} alertId={alertId} />;
}

function Inbox() {
  const t = useWords(said);
  const isKnown = useStore(place).query.get("state") === "known";
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <div class="filters">
        <Choices
          label={t.which}
          options={[
            { value: "waiting", text: t.waiting },
            { value: "known", text: t.known },
          ]}
          chosen={isKnown ? "known" : "waiting"}
          onChoose={(s) => refine({ state: s === "known" ? s : undefined })}
        />
      </div>
      {isKnown ? <Known /> : <Waiting />}
    </>
  );
}

function Waiting() {
  const t = useWords(said);
  const asked = useAsked("alerts waiting", readWaiting);
  const held = useStore(waiting);
  return (
    <Card title={t.waiting} aside={held && <Count n={held.items.length} isCut={held.isCut} />} isFlush>
      <Loaded of={asked} lines={9}>
        {() =>
          held === null || held.items.length === 0 ? (
            <Empty title={t.none} icon="check">
              <p>{t.noneAbout}</p>
            </Empty>
          ) : (
            <List rows={held.items} isCut={held.isCut} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Known() {
  const t = useWords(said);
  const asked = useAsked("alerts known", (signal) => ask("GET /v1/alerts", { query: { state: "acknowledged", limit: 200 }, signal }));
  return (
    <Card title={t.known} isFlush>
      <Loaded of={asked} lines={9}>
        {({ items, next }) =>
          items.length === 0 ? <Empty title={t.noneKnown} icon="alert" /> : <List rows={items.toReversed()} isCut={next !== null} />
        }
      </Loaded>
    </Card>
  );
}

function Count({ n, isCut }: { n: number; isCut: boolean }) {
  const t = useWords(said);
  return (
    <span class="soft small">
      {number(n)}
      {isCut && "+"} {t.count}
    </span>
  );
}

function List({ rows, isCut }: { rows: readonly AlertSaid[]; isCut: boolean }) {
  const t = useWords(said);
  const c = useWords(common);
  const nameOf = usePlaces();
  const [most, showMore] = useState(SHOWN);
  useEffect(() => showMore(SHOWN), [rows.length === 0]);
  const columns: Column<AlertSaid>[] = [
    {
      key: "kind",
      head: t.kind,
      cell: (a) => (
        <a class="row-link" href={to(`alerts/${a.alertId}`)}>
          {t.kinds[a.kind] ?? a.kind}
        </a>
      ),
    },
    { key: "desk", head: t.desk, cell: (a) => deskName(a.recipient, t, nameOf) },
    { key: "created", head: t.created, cell: (a) => <span class="nowrap">{moment(a.created)}</span> },
    { key: "state", head: t.state, cell: (a) => <StateChip of={a} /> },
    { key: "read", head: t.read, cell: (a) => <ReadOn of={a} /> },
    { key: "act", head: t.act, cell: (a) => a.state !== "acknowledged" && <Knowing of={a} /> },
  ];
  return (
    <>
      <Table
        label={t.title}
        columns={columns}
        rows={rows.slice(0, most)}
        keyOf={(a) => a.alertId}
        hrefOf={(a) => to(`alerts/${a.alertId}`)}
      />
      <div class="list-foot">
        {isCut && <span class="soft small">{t.first}</span>}
        {most < rows.length && (
          <button type="button" class="button" onClick={() => showMore(most + SHOWN)}>
            {c.more}
          </button>
        )}
      </div>
    </>
  );
}
