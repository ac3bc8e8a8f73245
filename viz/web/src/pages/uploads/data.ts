import { ask } from "../../api/client";
import type { JobSaid } from "../../api/schema";

/** What became of a file, as ingest/accounting.py counts it. */
export interface Report {
  readonly file: string;
  readonly refused: string | boolean | null;
  readonly rows: number;
  readonly stored: number;
  readonly newVersion: number;
  readonly unchanged: number;
  readonly premisesSignal: number;
  readonly reduced: number;
  readonly rejected: number;
  readonly storedNobodyNamed: number;
  readonly reducedByReason: Readonly<Record<string, number>>;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly wrongCells: Readonly<Record<string, number>>;
  readonly remarks: Readonly<Record<string, number>>;
  readonly unknownColumns: readonly string[];
  readonly sheetsNotRead: readonly string[];
  readonly layout: string | null;
}

export interface Rejection {
  readonly row: number;
  readonly column: string | null;
  readonly reason: string;
}

export interface Result {
  readonly report: Report;
  readonly rejections: readonly Rejection[];
}

export function resultOf(job: JobSaid): Result | null {
  return job.result as unknown as Result | null;
}

export function isOver(job: JobSaid): boolean {
  return job.state === "done" || job.state === "failed";
}

const TYPES: Record<string, string> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  parquet: "application/vnd.apache.parquet",
  jsonl: "application/x-ndjson",
  ndjson: "application/x-ndjson",
};

export type Kind = "encounters" | "controls" | "interventions";

/** Whether files of this kind are read, by the ending of the name. */
export function typeOf(name: string): string | undefined {
  return TYPES[name.split(".").pop()?.toLowerCase() ?? ""];
}

/** Send a file under a name that the service takes: what else stands in the name becomes an underscore. */
export async function send(file: File, type: string, kind: Kind | ""): Promise<JobSaid> {
  const fileName = file.name
    .replace(/[^A-Za-z0-9 ._-]/g, "_")
    .replace(/^[^A-Za-z0-9]+/, "")
    .replace(/\.{2,}/g, ".")
    .slice(-100);
  const body = file.slice(0, file.size, type);
  return ask("POST /v1/uploads", { query: { fileName, ...(kind ? { kind } : {}) }, body });
}

export async function readUploads(signal: AbortSignal): Promise<readonly JobSaid[]> {
  return (await ask("GET /v1/uploads", { query: { limit: 50 }, signal })).items;
}

/** Follow a job as it goes, by server-sent events, until it is over; the function that is given back ends it. */
export function follow(jobId: string, told: (job: JobSaid) => void): () => void {
  const source = new EventSource(`/v1/jobs/${encodeURIComponent(jobId)}/events`);
  source.addEventListener("job", (e) => {
    const job = JSON.parse((e as MessageEvent<string>).data) as JobSaid;
    if (isOver(job)) source.close();
    told(job);
  });
  // The browser takes up a broken stream by itself; one that the service ended is closed above.
  return () => source.close();
}

/** Rejected rows as CSV; a cell that a spreadsheet would take for a formula is made text. */
export function asCsv(rejections: readonly Rejection[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = rejections.map((r) => [String(r.row), r.column ?? "", r.reason].map(cell).join(","));
  return ["row,column,reason", ...rows, ""].join("\r\n");
}

/** Give the reader a file that was made here. */
export function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
