import { ask, forgery } from "../api/client";
import type { LoginOptions, SessionSaid } from "../api/schema";
import { openCase } from "./cases";
import { store } from "./store";

/** Who is logged in; null: nobody, undefined: not asked yet. */
export const session = store<SessionSaid | null | undefined>(undefined);

export function entered(said: SessionSaid | null): void {
  forgery.token = said?.csrfToken ?? "";
  if (said === null) openCase.set(null);
  session.set(said);
}

/** Ask the service who we are; how one can log in, where nobody is. */
export async function findSession(): Promise<LoginOptions> {
  const options = await ask("GET /v1/login/options", {});
  entered(options.isLoggedIn ? await ask("GET /v1/session", {}) : null);
  return options;
}

export async function logOut(): Promise<void> {
  try {
    await ask("DELETE /v1/session", {});
  } finally {
    entered(null);
  }
}

/** Whether the policies permit an action to whoever is logged in, under some facts. */
export function may(action: string): boolean {
  return session.get()?.actions.includes(action) ?? false;
}
