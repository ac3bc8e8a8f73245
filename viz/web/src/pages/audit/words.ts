import { words } from "../../words/words";

export const said = words({
  nl: {
    title: "Logboek",
    about: "Wie wat waarvoor heeft ingezien, nieuwste eerst. Ook deze inzage staat erin.",
    check: "Is het logboek heel?",
    checking: "Nakijken van de eerste tot de laatste regel …",
    whole: "Heel: elke regel volgt op de vorige, van de eerste tot de laatste.",
    broken: "Niet heel. Regel {line} is niet zoals hij geschreven is: {problem}.",
    brokenNoLine: "Niet heel: {problem}.",
    lines: "Regels",
    at: "Wanneer",
    who: "Wie",
    what: "Wat",
    subject: "Waarvan",
    purpose: "Doel",
    case: "Zaak",
    count: "Aantal",
    result: "Uitkomst",
    none: "Het logboek is leeg",
    results: { ok: "gelukt", refused: "geweigerd" } as Record<string, string>,
  },
  en: {
    title: "Audit log",
    about: "Who read what for which purpose, newest first. This read is in it too.",
    check: "Is the log whole?",
    checking: "Checking from the first line to the last …",
    whole: "Whole: each line follows on the one before, from first to last.",
    broken: "Not whole. Line {line} isn't as it was written: {problem}.",
    brokenNoLine: "Not whole: {problem}.",
    lines: "Lines",
    at: "When",
    who: "Who",
    what: "What",
    subject: "Of what",
    purpose: "Purpose",
    case: "Case",
    count: "Number",
    result: "Result",
    none: "The log is empty",
    results: { ok: "done", refused: "refused" },
  },
});

export function fill(text: string, of: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => of[name] ?? "");
}
