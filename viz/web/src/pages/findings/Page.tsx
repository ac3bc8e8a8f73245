import { useMemo, useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { FindingLine } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Chip, TierChip } from "../../parts/Chip";
import { Choices } from "../../parts/Choices";
import { Empty, Loaded } from "../../parts/States";
import { type Column, Table } from "../../parts/Table";
import { Term } from "../../parts/Term";
import { place, refine, to } from "../../state/place";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { municipalities, usePlaces } from "../../words/places";
import { value } from "../../words/values";
import { number, span, useWords } from "../../words/words";
import { said } from "./words";

const KINDS = ["reappearance", "rotation", "relocation", "displacement"] as const;
type Kind = (typeof KINDS)[number];
const TIERS: Record<Kind, readonly string[]> = {
  reappearance: [],
  rotation: ["flagged", "pattern"],
  relocation: ["flagged", "pattern"],
  displacement: ["step 5", "step 4", "step 3", "step 2", "step 1", "step 0"],
};
const MOST_PAGES = 10;
const PAGE = 200;
const SHOWN = 100;

/** Findings of the caller's units: which there are, nobody named. */
export default function Findings() {
  const t = useWords(said);
  const c = useWords(common);
  const here = useStore(place);
  const who = useStore(session);
  const known = useStore(municipalities);
  const nameOf = usePlaces();
  const kind = (here.query.get("kind") as Kind | null) ?? (who?.role === "analyst" ? "rotation" : "reappearance");
  const tier = here.query.get("tier") ?? "";
  const town = here.query.get("town") ?? "";
  const [most, showMore] = useState(SHOWN);
  const asked = useAsked(`${kind} ${tier} ${town}`, (signal) => read(kind, tier, town, signal));

  const towns = useMemo(
    () => [...known.values()].map((m) => ({ code: m.code, name: m.name })).sort((a, b) => a.name.localeCompare(b.name, "nl")),
    [known],
  );
  const columns: Column<FindingLine>[] = [
    {
      key: "tier",
      head: <Term name={kind === "displacement" ? "ladder" : "tier"}>{t.tier}</Term>,
      cell: (f) => (
        <span class="row-chips">
          <TierChip tier={f.tier} />
          {f.isOutdated && <Chip tone="open">{t.outdated}</Chip>}
        </span>
      ),
    },
    {
      key: "where",
      head: t.where,
      cell: (f) => (
        <a class="row-link" href={to(`finding/${f.findingId}`)}>
          {f.municipalities.map(nameOf).join(" · ")}
        </a>
      ),
    },
    { key: "when", head: t.when, cell: (f) => span(f.firstMonth, f.lastMonth) },
    { key: "persons", head: t.persons, isNumber: true, cell: (f) => number(f.persons) },
  ];

  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <div class="filters">
        <Choices
          label={t.kinds}
          options={KINDS.map((k) => ({ value: k, text: t.plural[k] ?? k }))}
          chosen={kind}
          onChoose={(k) => {
            showMore(SHOWN);
            refine({ kind: k, tier: undefined });
          }}
        />
        {TIERS[kind].length > 0 && (
          <Choices
            label={t.tier}
            options={[{ value: "", text: c.all }, ...TIERS[kind].map((s) => ({ value: s, text: value(s) }))]}
            chosen={tier}
            onChoose={(s) => refine({ tier: s || undefined })}
          />
        )}
        <label class="field in-row">
          <span class="hidden-visually">{t.town}</span>
          <select value={town} onChange={(e) => refine({ town: e.currentTarget.value || undefined })}>
            <option value="">{t.everyTown}</option>
            {towns.map((m) => (
              <option key={m.code} value={m.code}>
                {m.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Card
        title={<Term name={kind}>{t.plural[kind]}</Term>}
        aside={
          asked.state === "ready" && (
            <span class="soft small">
              {number(asked.value.items.length)} {t.count}
            </span>
          )
        }
        isFlush
      >
        <Loaded of={asked} lines={9}>
          {({ items, isCut }) =>
            items.length === 0 ? (
              <Empty title={t.none}>
                <p>{t.noneAbout}</p>
              </Empty>
            ) : (
              <>
                <Table
                  label={t.plural[kind] ?? kind}
                  columns={columns}
                  rows={items.slice(0, most)}
                  keyOf={(f) => f.findingId}
                  hrefOf={(f) => to(`finding/${f.findingId}`)}
                  isDim={(f) => f.isOutdated}
                />
                <div class="list-foot">
                  {isCut && <span class="soft small">{t.first.replace("{n}", number(items.length))}</span>}
                  {most < items.length && (
                    <button type="button" class="button" onClick={() => showMore(most + SHOWN)}>
                      {c.more}
                    </button>
                  )}
                </div>
              </>
            )
          }
        </Loaded>
      </Card>
      <p class="faint small">{c.lead}</p>
    </>
  );
}

const STRENGTH = ["flagged", "pattern", "fact", "none"];

async function read(kind: Kind, tier: string, town: string, signal: AbortSignal) {
  const items: FindingLine[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: { kind: Kind; tier?: string; municipality?: string; cursor?: string; limit: number } = { kind, limit: PAGE };
    if (tier) query.tier = tier;
    if (town) query.municipality = town;
    if (cursor) query.cursor = cursor;
    const some = await ask("GET /v1/findings", { query, signal });
    items.push(...some.items);
    cursor = some.next;
    if (cursor === null) break;
  }
  // The strongest first, then the latest: the service gives them by id.
  const rank = (f: FindingLine) => (f.tier.startsWith("step") ? 5 - Number(f.tier.slice(5)) : STRENGTH.indexOf(f.tier));
  items.sort(
    (a, b) =>
      Number(a.isOutdated) - Number(b.isOutdated) ||
      rank(a) - rank(b) ||
      (b.lastMonth ?? "").localeCompare(a.lastMonth ?? "") ||
      (b.persons ?? 0) - (a.persons ?? 0),
  );
  return { items, isCut: cursor !== null };
}
