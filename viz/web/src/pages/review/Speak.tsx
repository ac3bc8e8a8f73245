import { useEffect, useRef, useState } from "preact/hooks";
import { Dialog } from "../../parts/Dialog";
import { problemText } from "../../parts/States";
import { common } from "../../words/common";
import { useWords } from "../../words/words";
import { type Act, said } from "./words";

const LEAST = 3;

/** Why: a verdict without a reason isn't kept. */
export function Speak({ act, onClose, onSay }: { act: Act; onClose: () => void; onSay: (reason: string) => Promise<void> }) {
  const t = useWords(said);
  const c = useWords(common);
  const [reason, put] = useState("");
  const [failure, fail] = useState<string | null>(null);
  const [isBusy, busy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const isEnough = reason.trim().length >= LEAST;

  const submit = async () => {
    if (!isEnough || isBusy) return;
    busy(true);
    fail(null);
    try {
      await onSay(reason.trim());
    } catch (error) {
      fail(problemText(error, c));
      busy(false);
    }
  };

  return (
    <Dialog label={t.verdict[act]} onClose={onClose}>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void submit();
        }}
      >
        <h2>{t.verdict[act]}</h2>
        <p class="soft">{t.verdictAbout[act]}</p>
        <div class="field">
          <label class="label" for="review-why">
            {t.why}
          </label>
          <div class="row-chips wrap">
            {t.reasonsFor[act].map((r) => (
              <button key={r} type="button" class="button quiet" onClick={() => put(r)}>
                {r}
              </button>
            ))}
          </div>
          <textarea
            id="review-why"
            ref={field}
            value={reason}
            maxLength={500}
            aria-describedby="review-why-help"
            onInput={(e) => put(e.currentTarget.value)}
            onKeyDown={(e) => {
              if (e.key === "Enter" && !e.shiftKey) {
                e.preventDefault();
                void submit();
              }
            }}
          />
          <span class="help" id="review-why-help">
            {t.whyHelp}
          </span>
        </div>
        {failure && (
          <p class="notice bad" role="alert">
            {failure}
          </p>
        )}
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {c.cancel}
          </button>
          <button type="submit" class="button main" disabled={!isEnough || isBusy}>
            {t.confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
