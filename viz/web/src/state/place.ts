import { store } from "./store";

/** Where the reader is: `#/findings?kind=rotation`. It stays in the browser; the service never sees it. */
export interface Place {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

function parsed(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

export const place = store<Place>(parsed(location.hash));
addEventListener("hashchange", () => place.set(parsed(location.hash)));

/** Address of a place, for a link. */
export function to(path: string, query: Record<string, string | undefined> = {}): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) said.set(name, value);
  const asked = said.toString();
  return `#/${path}${asked ? `?${asked}` : ""}`;
}

export function go(path: string, query: Record<string, string | undefined> = {}): void {
  location.hash = to(path, query);
}

/** Change what is asked at the place where the reader is, without a step in the history. */
export function refine(query: Record<string, string | undefined>): void {
  const now = place.get();
  const next = { ...Object.fromEntries(now.query), ...query };
  history.replaceState(null, "", to(now.path.join("/"), next));
  place.set(parsed(location.hash));
}
