import { useState } from "preact/hooks";
import { ApiProblem } from "../../api/client";
import type { CaseSaid } from "../../api/schema";
import { problemText } from "../../parts/States";
import { isOpen, openCase } from "../../state/cases";
import { session } from "../../state/session";
import { common } from "../../words/common";
import { useWords } from "../../words/words";
import { said } from "./words";

/** What a part of the page needs: the case, and to read it anew after a change, with what is to be said of it. */
export interface Part {
  readonly of: CaseSaid;
  readonly again: (note?: string) => void;
}

/** Whether whoever is logged in goes on with a case: a unit of theirs owns it, and their role works for its purpose. */
export function mayChange(c: CaseSaid): boolean {
  return c.isOwn && worksFor(c);
}

/** Whether the role of whoever is logged in works for a case's purpose. */
export function worksFor(c: CaseSaid): boolean {
  return session.get()?.purposes.some((p) => p.purpose === c.purpose) ?? false;
}

/** Change a case: what was refused is said beside where it was asked, what somebody else changed is read anew. */
export function useChange({ of, again }: Part, refused: string) {
  const t = useWords(said);
  const c = useWords(common);
  const [failure, fail] = useState<string | null>(null);
  const [isBusy, busy] = useState(false);
  const change = async (asking: () => Promise<CaseSaid>) => {
    fail(null);
    busy(true);
    try {
      follow(await asking());
      again();
    } catch (error) {
      const status = error instanceof ApiProblem ? error.status : 0;
      if (status === 409) again(t.changed);
      else fail(status === 400 ? refused : problemText(error, c));
      busy(false);
    }
  };
  const follow = (changed: CaseSaid) => {
    if (openCase.get()?.caseId === of.caseId) openCase.set(isOpen(changed) && changed.isOwn ? changed : null);
  };
  return { change, failure, isBusy };
}
