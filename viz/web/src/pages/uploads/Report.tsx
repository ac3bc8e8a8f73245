import { Card } from "../../parts/Card";
import { Icon } from "../../parts/Icon";
import { Table } from "../../parts/Table";
import { number, useWords } from "../../words/words";
import { asCsv, type Report, type Result, save } from "./data";
import { fill, said } from "./words";

const OUTCOMES = ["stored", "newVersion", "unchanged", "premisesSignal", "reduced", "rejected"] as const;

/** What became of every row of a file. */
export function ReportOf({ of: { report, rejections } }: { of: Result }) {
  const t = useWords(said);
  if (report.refused) {
    return (
      <p class="notice bad">
        <Icon name="warning" size={18} />
        <span>
          <strong>{t.refused}</strong> {typeof report.refused === "string" ? report.refused : ""}
        </span>
      </p>
    );
  }
  return (
    <div class="stack">
      <Outcomes of={report} />
      {report.rejected === 0 && (
        <p class="with-icon">
          <Icon name="check" />
          <span>{t.allGood}</span>
        </p>
      )}
      <Counts title={t.rejectedWhy} of={report.rejectedByReason} />
      {rejections.length > 0 && (
        <p class="row-chips wrap">
          <button type="button" class="button" onClick={() => save(`rejections-${report.file}.csv`, asCsv(rejections))}>
            <Icon name="download" size={16} />
            {fill(t.download, { n: number(rejections.length) })}
          </button>
          <span class="faint small">{t.downloadAbout}</span>
        </p>
      )}
      <Counts title={t.reducedWhy} of={report.reducedByReason} />
      <Counts title={t.wrongCells} of={report.wrongCells} />
      <Counts title={t.remarks} of={report.remarks} />
      {report.storedNobodyNamed > 0 && <p class="soft small">{fill(t.nobodyNamed, { n: number(report.storedNobodyNamed) })}</p>}
      <Named label={t.unknownColumns} names={report.unknownColumns} />
      <Named label={t.sheets} names={report.sheetsNotRead} />
      {report.layout && <Named label={t.layout} names={[report.layout]} />}
    </div>
  );
}

/** A bar of all rows, and each part with its number: colour is never all that tells them apart. */
function Outcomes({ of: r }: { of: Report }) {
  const t = useWords(said);
  return (
    <div>
      <p class="small soft">
        {t.rows}: <strong class="number">{number(r.rows)}</strong>
      </p>
      <div class="outcome-bar" aria-hidden="true">
        {OUTCOMES.map((o) => r[o] > 0 && <span key={o} class={o} style={{ flexGrow: r[o] }} />)}
      </div>
      <dl class="outcomes">
        {OUTCOMES.map((o) => (
          <div key={o} class={r[o] === 0 ? "zero" : ""}>
            <dt>
              <span class={`swatch ${o}`} aria-hidden="true" />
              {t.outcomes[o]}
            </dt>
            <dd class="number">{number(r[o])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Counts({ title, of: counts }: { title: string; of: Readonly<Record<string, number>> }) {
  const t = useWords(said);
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (rows.length === 0) return null;
  return (
    <Card title={title} isFlush class="inner">
      <Table
        label={title}
        rows={rows}
        keyOf={([what]) => what}
        columns={[
          { key: "what", head: t.reason, cell: ([what]) => what },
          { key: "n", head: t.count, isNumber: true, cell: ([, n]) => number(n) },
        ]}
      />
    </Card>
  );
}

function Named({ label, names }: { label: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p class="small named">
      <span class="soft">{label}:</span> {names.join(", ")}
    </p>
  );
}
