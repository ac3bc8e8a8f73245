import { useEffect, useState } from "preact/hooks";

/** A value that components follow. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  follow(told: (value: T) => void): () => void;
}

/** Make a store; `kept`, when given, is told of each new value. */
export function store<T>(first: T, kept?: (value: T) => void): Store<T> {
  let value = first;
  const followers = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      kept?.(next);
      for (const told of [...followers]) told(next);
    },
    follow(told) {
      followers.add(told);
      return () => followers.delete(told);
    },
  };
}

/** The value of a store, in a component. */
export function useStore<T>(from: Store<T>): T {
  const [value, put] = useState(from.get());
  useEffect(() => {
    put(() => from.get());
    return from.follow((next) => put(() => next));
  }, [from]);
  return value;
}
