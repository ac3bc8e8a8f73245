import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** Something asked for: on its way, here, or refused. `again` asks anew. */
export type Asked<T> = { readonly again: () => void } & (
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "error"; readonly error: unknown }
);

/** Ask when a component appears and whenever `key` changes; what was asked before is dropped. */
export function useAsked<T>(key: string, asking: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [round, put] = useState(0);
  const [found, tell] = useState<{ key: string; value?: T; error?: unknown } | null>(null);
  const latest = useRef(asking);
  latest.current = asking;
  useEffect(() => {
    const ending = new AbortController();
    latest.current(ending.signal).then(
      (value) => {
        if (!ending.signal.aborted) tell({ key, value });
      },
      (error: unknown) => {
        if (!ending.signal.aborted) tell({ key, error });
      },
    );
    return () => ending.abort();
  }, [key, round]);
  const again = useCallback(() => {
    tell(null);
    put((n) => n + 1);
  }, []);
  if (found === null || found.key !== key) return { state: "loading", again };
  if ("error" in found) return { state: "error", error: found.error, again };
  return { state: "ready", value: found.value as T, again };
}
