import type { ComponentChildren } from "preact";
import { value } from "../words/values";
import { certain, useWords, words } from "../words/words";
import { Icon, type IconName } from "./Icon";

export type Tone = "calm" | "flag" | "pattern" | "good" | "bad" | "open";

/** A short mark. Its colour is never all it says. */
export function Chip({ tone = "calm", icon, children }: { tone?: Tone; icon?: IconName; children: ComponentChildren }) {
  return (
    <span class={`chip ${tone}`}>
      {icon && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}

const TIERS: Record<string, [Tone, IconName]> = {
  flagged: ["flag", "flag"],
  pattern: ["pattern", "timeline"],
  fact: ["calm", "check"],
  none: ["open", "dash"],
};

/** How strong a finding is: fact, pattern, flagged, or a step of the ladder. */
export function TierChip({ tier }: { tier: string }) {
  const step = tier.match(/^step (\d)$/)?.[1];
  if (step !== undefined) {
    const reached = Number(step);
    return (
      <Chip tone={reached >= 4 ? "flag" : reached >= 1 ? "pattern" : "calm"}>
        <Steps reached={reached} />
        {value(tier)}
      </Chip>
    );
  }
  const [tone, icon] = TIERS[tier] ?? ["calm", "dash"];
  return (
    <Chip tone={tone} icon={icon}>
      {value(tier)}
    </Chip>
  );
}

function Steps({ reached }: { reached: number }) {
  return (
    <svg width="18" height="12" viewBox="0 0 18 12" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((n) => (
        <rect
          key={n}
          x={(n - 1) * 3.6}
          y={12 - n * 2.2}
          width="2.6"
          height={n * 2.2}
          rx="0.6"
          fill="currentColor"
          opacity={n <= reached ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}

const sure = words({
  nl: { strong: "sterke koppeling", fair: "redelijke koppeling", weak: "zwakke koppeling", single: "één ontmoeting" },
  en: { strong: "strong link", fair: "fair link", weak: "weak link", single: "one encounter" },
});

export type Certainty = "strong" | "fair" | "weak" | "single";

/** From which probability on a link counts as what: the thresholds of joining (0.99) and of naming it weak (0.999). */
export function certaintyOf(probability: number | null | undefined): Certainty {
  if (probability === null || probability === undefined) return "single";
  return probability >= 0.999 ? "strong" : probability >= 0.99 ? "fair" : "weak";
}

const SURE: Record<Certainty, [Tone, IconName]> = {
  strong: ["good", "link"],
  fair: ["pattern", "link"],
  weak: ["open", "doubt"],
  single: ["calm", "dash"],
};

/** How sure it is that the encounters are of one person. */
export function CertaintyChip({ probability }: { probability: number | null | undefined }) {
  const t = useWords(sure);
  const level = certaintyOf(probability);
  const [tone, icon] = SURE[level];
  return (
    <Chip tone={tone} icon={icon}>
      {t[level]}
      {probability !== null && probability !== undefined && <span class="number">{certain(probability)}</span>}
    </Chip>
  );
}
