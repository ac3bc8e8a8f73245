import { useMemo } from "preact/hooks";
import type { DisplacementEvidence } from "../../../api/evidence";
import { useStore } from "../../../state/store";
import { municipalities, usePlaces } from "../../../words/places";
import { chance, useWords } from "../../../words/words";
import { labelled, placed } from "../../map/geometry";
import { fill } from "../words";
import { said } from "./words";

const [WIDTH, HEIGHT] = [640, 360];
/** Beyond this share of the width a name stands left of its point, where it has room. */
const NAMES_TO_THE_LEFT = 0.7;
const COLOUR = { treated: "var(--cat-1)", received: "var(--cat-2)", ring: "var(--surface)" } as const;

/** Which towns received, where they lie from the measure, and how sure that is. Towns far away are left out of view. */
export function Receivers({ evidence: e }: { evidence: DisplacementEvidence }) {
  const t = useWords(said);
  const nameOf = usePlaces();
  const known = useStore(municipalities);
  const received = new Map(e.receiving.map(([code, q]) => [code, q]));
  const codes = useMemo(() => [...new Set([...e.treated, ...e.ring, ...e.receiving.map(([code]) => code)])], [e]);
  const points = useMemo(() => placed(known.values(), new Set(codes), WIDTH, HEIGHT), [known, codes]);
  const drawn = codes.flatMap((code) => {
    const at = points.get(code);
    const role = e.treated.includes(code) ? ("treated" as const) : received.has(code) ? ("received" as const) : ("ring" as const);
    return at ? [{ ...at, role, name: nameOf(code), weight: role === "ring" ? 1 : 2 }] : [];
  });
  const isRight = (p: { readonly x: number }) => p.x > WIDTH * NAMES_TO_THE_LEFT;
  const named = labelled(drawn, 1);
  return (
    <div class="receivers">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.receivers}>
        {drawn.map((p) => (
          <g key={p.code} transform={`translate(${p.x.toFixed(1)} ${p.y.toFixed(1)})`}>
            <title>{p.name}</title>
            {p.role === "treated" ? (
              <rect x="-8" y="-8" width="16" height="16" rx="3" fill={COLOUR.treated} />
            ) : (
              <circle r={p.role === "received" ? 9 : 5} fill={COLOUR[p.role]} stroke="var(--line-strong)" stroke-width="1.5" />
            )}
            {named.has(p.code) && (
              <text x={isRight(p) ? -13 : 13} y="4" text-anchor={isRight(p) ? "end" : "start"} font-size="13" font-weight={p.role === "ring" ? 450 : 650} fill="var(--text)">
                {p.name}
              </text>
            )}
          </g>
        ))}
      </svg>
      <div class="in-card">
        {received.size === 0 ? (
          <p class="soft">{t.receiversNone}</p>
        ) : (
          <ul class="plain">
            {[...received].map(([code, q]) => (
              <li key={code}>
                <strong>{nameOf(code)}</strong> <span class="faint small">{fill(t.receiversSure, { q: chance(q) })}</span>
              </li>
            ))}
          </ul>
        )}
        <p class="small soft legend">
          <Mark role="treated" /> {t.legend["treated"]} · <Mark role="received" /> {t.legend["received"]} · <Mark role="ring" />{" "}
          {t.legend["ring"]}
        </p>
        <p class="faint small">{t.schematic}</p>
      </div>
    </div>
  );
}

function Mark({ role }: { role: keyof typeof COLOUR }) {
  return (
    <svg width="13" height="13" viewBox="0 0 14 14" aria-hidden="true">
      {role === "treated" ? (
        <rect x="1" y="1" width="12" height="12" rx="3" fill={COLOUR.treated} />
      ) : (
        <circle cx="7" cy="7" r={role === "received" ? 6 : 4} fill={COLOUR[role]} stroke="var(--line-strong)" stroke-width="1.5" />
      )}
    </svg>
  );
}
