import { store } from "./store";

export type Language = "nl" | "en";
export type Theme = "light" | "dark";

/** What the browser keeps of the reader's taste; nothing of the data. */
function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

export const language = store<Language>(kept("language") === "en" ? "en" : "nl", (l) => {
  keep("language", l);
  document.documentElement.lang = l;
});

export const theme = store<Theme>(
  (kept("theme") as Theme | null) ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  (t) => {
    keep("theme", t);
    document.documentElement.dataset["theme"] = t;
  },
);

/** Put the settings on the page. */
export function applySettings(): void {
  document.documentElement.lang = language.get();
  document.documentElement.dataset["theme"] = theme.get();
}
