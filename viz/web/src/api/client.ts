import type { Operations } from "./schema";

/** A refusal of the service (RFC 9457): what, never why in detail. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly retryAfterS: number | null = null,
  ) {
    super(title);
  }
}

/** The token that shows that a change is meant; a session's own. */
export const forgery = { token: "" };

/** Told when the service says that nobody is logged in any more. */
export const onLoggedOut: { told: () => void } = { told: () => undefined };

/** An open case and its purpose: what every read of persons states. */
export interface Stated {
  readonly caseId: string;
  readonly purpose: string;
}

type Part<Name extends string, T> = [keyof T] extends [never] ? { readonly [N in Name]?: T } : { readonly [N in Name]: T };
type Optional<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } extends Record<string, never>
  ? { readonly query?: T }
  : { readonly query: T };

/** What an operation is given. */
export type Given<K extends keyof Operations> = Part<"path", Operations[K]["path"]> &
  Optional<Operations[K]["query"]> &
  (Operations[K]["body"] extends undefined ? object : { readonly body: Operations[K]["body"] }) &
  (Operations[K]["personal"] extends true ? { readonly stated: Stated } : object) & { readonly signal?: AbortSignal };

interface Loose {
  readonly path?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
  readonly stated?: Stated;
  readonly signal?: AbortSignal;
}

/** Ask the service for something, by method and path as its description names them. */
export async function ask<K extends keyof Operations>(operation: K, given: Given<K>): Promise<Operations[K]["answer"]> {
  const { path = {}, query = {}, body, stated, signal } = given as Loose;
  const [method = "GET", pattern = ""] = operation.split(" ");
  const address = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
  }
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = forgery.token;
  if (stated) {
    headers["Case-Id"] = stated.caseId;
    headers["Purpose"] = stated.purpose;
  }
  let sent: BodyInit | null = null;
  if (body instanceof Blob) {
    sent = body;
    headers["Content-Type"] = body.type;
  } else if (body !== undefined) {
    sent = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  const query_ = asked.toString();
  const answer = await fetch(query_ ? `${address}?${query_}` : address, {
    method,
    headers,
    body: sent,
    credentials: "same-origin",
    cache: "no-cache",
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) throw await refused(answer, operation);
  const kind = answer.headers.get("Content-Type") ?? "";
  return (kind.includes("json") ? await answer.json() : undefined) as Operations[K]["answer"];
}

async function refused(answer: Response, operation: string): Promise<ApiProblem> {
  let title = answer.statusText;
  try {
    title = ((await answer.json()) as { title?: string }).title ?? title;
  } catch {
    // The status says enough.
  }
  if (answer.status === 401 && operation !== "GET /v1/session") onLoggedOut.told();
  const wait = Number(answer.headers.get("Retry-After"));
  return new ApiProblem(answer.status, title, Number.isFinite(wait) && wait > 0 ? wait : null);
}

/** All pages of a list. */
export async function askAll<T>(page: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | null }>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const some = await page(cursor);
    found.push(...some.items);
    cursor = some.next ?? undefined;
  } while (cursor);
  return found;
}
