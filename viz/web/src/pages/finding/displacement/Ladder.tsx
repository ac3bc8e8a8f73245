import { useWords, words } from "../../../words/words";

const said = words({
  nl: [
    "niets gebleken",
    "meer ontmoetingen bij de buren",
    "meer per controle",
    "meer dan in vergelijkbare gemeenten",
    "dezelfde personen",
    "houdt stand bij elke controle",
  ],
  en: [
    "nothing shown",
    "more encounters next door",
    "more per control",
    "more than in matched municipalities",
    "the same persons",
    "stands under every check",
  ],
});

/** The ladder with the step that was reached. */
export function Ladder({ reached }: { reached: number }) {
  const t = useWords(said);
  return (
    <ol class="ladder">
      {t.map((text, n) => (
        <li key={n} class={n === reached ? "here" : n < reached ? "passed" : "above"} aria-current={n === reached ? "step" : undefined}>
          <span class="rung number">{n}</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}
