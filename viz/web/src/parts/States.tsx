import type { ComponentChildren, JSX } from "preact";
import { ApiProblem } from "../api/client";
import type { Asked } from "../api/use";
import { common } from "../words/common";
import { useWords } from "../words/words";
import { Icon, type IconName } from "./Icon";

/** Nothing to show, and why. */
export function Empty({ title, children, icon = "empty" }: { title: string; children?: ComponentChildren; icon?: IconName }) {
  return (
    <div class="state">
      <Icon name={icon} size={36} />
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function Loading({ lines = 6 }: { lines?: number }) {
  const t = useWords(common);
  return (
    <div class="bones" role="status">
      <b class="hidden-visually">{t.loading}</b>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

/** What went wrong, in words; nothing of the question is repeated. */
export function problemText(error: unknown, t: (typeof common)["nl"]): string {
  if (error instanceof ApiProblem) return t.problems[error.status] ?? error.message;
  return t.unreachable;
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const t = useWords(common);
  return (
    <div class="state" role="alert">
      <Icon name="warning" size={36} />
      <strong>{t.failed}</strong>
      <p>{problemText(error, t)}</p>
      {again && (
        <button type="button" class="button" onClick={again}>
          {t.retry}
        </button>
      )}
    </div>
  );
}

/** Something asked for: bones while it loads, its refusal, or itself. */
export function Loaded<T>({ of, lines, children }: { of: Asked<T>; lines?: number; children: (value: T) => JSX.Element | null }) {
  if (of.state === "loading") return <Loading {...(lines === undefined ? {} : { lines })} />;
  if (of.state === "error") return <Failed error={of.error} again={of.again} />;
  return children(of.value);
}
