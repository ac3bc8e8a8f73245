import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../parts/Icon";
import { number, useWords } from "../../words/words";
import { said } from "./words";

const STEP_MS = 1100;

/** Periods as bars of how many moved; one is chosen, or several in a row, or all one after the other. */
export function TimeBar({
  periods,
  totals,
  first,
  last,
  onChoose,
}: {
  periods: readonly string[];
  totals: readonly number[];
  first: number;
  last: number;
  onChoose: (first: number, last: number) => void;
}) {
  const t = useWords(said);
  const [isPlaying, play] = useState(false);
  const most = Math.max(1, ...totals);

  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (last + 1 >= periods.length) play(false);
      else onChoose(last + 1, last + 1);
    }, STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, last, periods.length]);

  return (
    <div class="time-bar">
      <button
        type="button"
        class="button"
        onClick={() => {
          if (!isPlaying) onChoose(last + 1 >= periods.length ? 0 : last, last + 1 >= periods.length ? 0 : last);
          play(!isPlaying);
        }}
      >
        <Icon name={isPlaying ? "pause" : "play"} size={16} />
        {isPlaying ? t.pause : t.play}
      </button>
      <div class="bars" role="group" aria-label={t.period}>
        {periods.map((p, i) => (
          <button
            key={p}
            type="button"
            class="bar"
            aria-pressed={i >= first && i <= last}
            title={`${p}: ${number(totals[i] ?? 0)} ${t.persons}`}
            onClick={(e) => {
              play(false);
              if (e.shiftKey) onChoose(Math.min(first, i), Math.max(last, i));
              else onChoose(i, i);
            }}
          >
            <span class="column" aria-hidden="true">
              <svg viewBox="0 0 10 40" preserveAspectRatio="none">
                <rect x="0" width="10" y={40 - (38 * (totals[i] ?? 0)) / most} height={(38 * (totals[i] ?? 0)) / most} rx="1" />
              </svg>
            </span>
            <span class="name">{p.length > 4 ? `${p.slice(4)} ${p.slice(2, 4)}` : p}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
