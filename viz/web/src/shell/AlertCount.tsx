import { waiting } from "../state/alerts";
import { useStore } from "../state/store";
import { said } from "../pages/alerts/words";
import { number, useWords } from "../words/words";

/** How many alerts wait for the reader's desks, beside their page's name. */
export function AlertCount() {
  const t = useWords(said);
  const held = useStore(waiting);
  if (held === null || held.items.length === 0) return null;
  const n = `${number(held.items.length)}${held.isCut ? "+" : ""}`;
  return (
    <span class="nav-count">
      <span aria-hidden="true">{n}</span>
      <span class="hidden-visually">{t.badge.replace("{n}", n)}</span>
    </span>
  );
}
