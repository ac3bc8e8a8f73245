import { language, type Language } from "../state/settings";
import { useStore } from "../state/store";

/** Words in both languages. English has exactly what Dutch has. */
export type Words<T> = { readonly nl: T; readonly en: T };

export function words<T>(both: { nl: T; en: NoInfer<T> }): Words<T> {
  return both;
}

/** Words in the reader's language. */
export function useWords<T>(both: Words<T>): T {
  return both[useStore(language)];
}

export function locale(of: Language = language.get()): string {
  return of === "nl" ? "nl-NL" : "en-GB";
}

/** A number as people write it here; a dash where there is none. */
export function number(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined) return "–";
  return value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const EXACT = { minimumFractionDigits: 4, maximumFractionDigits: 4 };

/** A small probability to two significant digits, never rounded to nothing. */
export function chance(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value > 0 && value < 0.0001) return `< ${(0.0001).toLocaleString(locale(), EXACT)}`;
  return value.toLocaleString(locale(), { maximumSignificantDigits: 2 });
}

/** A probability near one, never rounded up to certainty. */
export function certain(value: number): string {
  if (value >= 0.9999) return `> ${(0.9999).toLocaleString(locale(), EXACT)}`;
  return (Math.floor(value * 1e4) / 1e4).toLocaleString(locale(), { minimumFractionDigits: 4 });
}

/** `2024-03` or `2024-03-11` in words. */
export function day(text: string | null | undefined, style: "short" | "long" = "short"): string {
  if (!text) return "–";
  const [year = 0, month = 1, date] = text.slice(0, 10).split("-").map(Number);
  const at = new Date(Date.UTC(year, month - 1, date ?? 1));
  return at.toLocaleDateString(locale(), {
    ...(date ? { day: "numeric" } : {}),
    month: style,
    year: "numeric",
    timeZone: "UTC",
  });
}

export function span(first: string | null | undefined, last: string | null | undefined): string {
  if (!first && !last) return "–";
  if (!first || !last || first === last) return day(first ?? last);
  return `${day(first)} – ${day(last)}`;
}

/** A moment, in the reader's own time. */
export function moment(text: string): string {
  return new Date(text).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
}

/** Names in a row: `a, b en c`. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(names);
}
