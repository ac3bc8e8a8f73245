import { Icon } from "../../parts/Icon";
import { Term } from "../../parts/Term";
import { value } from "../../words/values";
import { useWords } from "../../words/words";
import { said } from "./words";

const MOVEMENT = ["circuit", "co-movement", "switching rate", "regular stays"];
const OTHER = ["shared identifier", "declaration or actual", "two signals"];

/** Which families of evidence agree, and which aren't there. Those of movement count as one together. */
export function Families({ found }: { found: readonly string[] }) {
  const t = useWords(said);
  const movement = MOVEMENT.filter((f) => f !== "switching rate" || found.includes(f));
  return (
    <div class="families">
      <Group title={t.movement} note={<Term name="families">{t.movementAbout}</Term>} names={movement} found={found} />
      <Group title={t.notMovement} names={OTHER} found={found} />
    </div>
  );
}

function Group({
  title,
  note,
  names,
  found,
}: {
  title: string;
  note?: preact.ComponentChildren;
  names: readonly string[];
  found: readonly string[];
}) {
  const t = useWords(said);
  return (
    <div class="family">
      <h3>
        {title} {note && <span class="faint">({note})</span>}
      </h3>
      <ul>
        {names.map((name) => {
          const isThere = found.includes(name);
          return (
            <li key={name} class={isThere ? "there" : "absent"}>
              <Icon name={isThere ? "check" : "dash"} size={16} />
              <span>{value(name)}</span>
              <span class="hidden-visually">{isThere ? t.present : t.absent}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
