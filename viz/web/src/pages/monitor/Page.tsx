import { useMemo } from "preact/hooks";
import { ask, askAll } from "../../api/client";
import type { IndicatorSaid } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Choices } from "../../parts/Choices";
import { Empty, Loaded, Loading } from "../../parts/States";
import { type Column, Table } from "../../parts/Table";
import { Term } from "../../parts/Term";
import { place, refine } from "../../state/place";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { municipalities, usePlaces } from "../../words/places";
import { number, useWords } from "../../words/words";
import { said } from "./words";

const MOST_COLUMNS = 12;

/** Counts of one area by year or quarter; what may not be shown is there as such, with the reason that is always the same. */
export default function Monitor() {
  const t = useWords(said);
  const here = useStore(place);
  const known = useStore(municipalities);
  const who = useStore(session);
  const isByQuarter = here.query.get("per") === "quarters";
  const regions = useMemo(() => named([...known.values()].map((m) => [m.safetyRegion, m.safetyRegionName])), [known]);
  const towns = useMemo(() => named([...known.values()].map((m) => [m.code, m.name])), [known]);
  const own = [...known.values()].find((m) => who?.units.includes(m.policeUnit))?.safetyRegion;
  const first = who?.units.find((u) => known.has(u) || regions.some(([code]) => code === u));
  const area = here.query.get("area") ?? first ?? own ?? regions[0]?.[0];
  if (area === undefined) return <Loading />;
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <div class="filters">
        <label class="field in-row">
          <span class="hidden-visually">{t.area}</span>
          <select value={area} onChange={(e) => refine({ area: e.currentTarget.value })}>
            <optgroup label={t.regions}>
              {regions.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label={t.municipalities}>
              {towns.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <Choices
          label={t.per}
          options={["years", "quarters"].map((p) => ({ value: p, text: t.periods[p] ?? p }))}
          chosen={isByQuarter ? "quarters" : "years"}
          onChoose={(p) => refine({ per: p === "quarters" ? p : undefined })}
        />
      </div>
      <OfArea key={area} area={area} isByQuarter={isByQuarter} />
      <Card title={t.howTitle}>
        <ul class="bullets">
          {t.how.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Card>
    </>
  );
}

function OfArea({ area, isByQuarter }: { area: string; isByQuarter: boolean }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const asked = useAsked(`indicators ${area}`, (signal) =>
    askAll((cursor) => ask("GET /v1/indicators", { query: { area, limit: 200, ...(cursor ? { cursor } : {}) }, signal })),
  );
  return (
    <Card title={nameOf(area)} isFlush>
      <Loaded of={asked} lines={9}>
        {(items) => {
          const shown = items.filter((i) => i.period.includes("Q") === isByQuarter);
          return shown.length === 0 ? (
            <Empty title={t.none} icon="monitor">
              <p>{t.noneAbout}</p>
            </Empty>
          ) : (
            <Counts items={shown} label={nameOf(area)} />
          );
        }}
      </Loaded>
    </Card>
  );
}

function Counts({ items, label }: { items: readonly IndicatorSaid[]; label: string }) {
  const t = useWords(said);
  const periods = [...new Set(items.map((i) => i.period))].sort().slice(-MOST_COLUMNS);
  const order = Object.keys(t.indicators);
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = [...new Set(items.map((i) => i.indicator))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const at = new Map(items.map((i) => [`${i.indicator} ${i.period}`, i]));
  const columns: Column<string>[] = [
    { key: "indicator", head: t.indicator, cell: (name) => t.indicators[name] ?? name },
    ...periods.map((p) => ({
      key: p,
      head: p.replace("Q", t.quarter),
      isNumber: true,
      cell: (name: string) => <Cell of={at.get(`${name} ${p}`)} />,
    })),
  ];
  return <Table label={label} columns={columns} rows={names} keyOf={(name) => name} />;
}

function Cell({ of }: { of: IndicatorSaid | undefined }) {
  const t = useWords(said);
  if (of === undefined) return <span class="faint">–</span>;
  if (of.value !== null) return <>{number(of.value)}</>;
  if (of.note !== "suppressed") return <span class="faint small">{t.notEstimated}</span>;
  return (
    <span class="faint small">
      <Term name="suppressed">{t.hidden}</Term>
    </span>
  );
}

/** Codes with their names, by name. */
function named(pairs: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return [...new Map(pairs)].sort((a, b) => a[1].localeCompare(b[1], "nl"));
}
