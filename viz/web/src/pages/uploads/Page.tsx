import { useEffect, useState } from "preact/hooks";
import type { JobSaid } from "../../api/schema";
import { useAsked } from "../../api/use";
import { Card, PageHead } from "../../parts/Card";
import { Chip, type Tone } from "../../parts/Chip";
import { Icon, type IconName } from "../../parts/Icon";
import { Empty, Loaded, problemText } from "../../parts/States";
import { session } from "../../state/session";
import { useStore } from "../../state/store";
import { common } from "../../words/common";
import { moment, useWords } from "../../words/words";
import { follow, isOver, type Kind, readUploads, resultOf, send, typeOf } from "./data";
import { ReportOf } from "./Report";
import { said } from "./words";
import "./page.css";

const KINDS: readonly (Kind | "")[] = ["", "encounters", "controls", "interventions"];

/** Sending a file, and what became of every row. */
export default function UploadsPage() {
  const t = useWords(said);
  const asked = useAsked("uploads", readUploads);
  const [sent, put] = useState<readonly JobSaid[]>([]);
  return (
    <>
      <PageHead title={t.title}>
        <p class="soft">{t.about}</p>
      </PageHead>
      <Sending onSent={(job) => put([job, ...sent])} />
      <Card title={t.own} isFlush>
        <Loaded of={asked} lines={5}>
          {(held) => <Jobs jobs={[...sent, ...held.filter((h) => sent.every((s) => s.jobId !== h.jobId))]} />}
        </Loaded>
      </Card>
    </>
  );
}

function Sending({ onSent }: { onSent: (job: JobSaid) => void }) {
  const t = useWords(said);
  const c = useWords(common);
  const who = useStore(session);
  const [kind, chooseKind] = useState<Kind | "">("");
  const [isOn, on] = useState(false);
  const [isBusy, busy] = useState(false);
  const [failure, fail] = useState<string | null>(null);

  const take = async (files: FileList | null) => {
    fail(null);
    busy(true);
    try {
      for (const file of files ?? []) {
        const type = typeOf(file.name);
        if (type === undefined) fail(`${file.name}: ${t.unreadable}`);
        else onSent(await send(file, type, kind));
      }
    } catch (error) {
      fail(problemText(error, c));
    } finally {
      busy(false);
    }
  };

  return (
    <Card>
      <div class="sending">
        <label
          class={`drop${isOn ? " on" : ""}`}
          onDragOver={(e) => {
            e.preventDefault();
            on(true);
          }}
          onDragLeave={() => on(false)}
          onDrop={(e) => {
            e.preventDefault();
            on(false);
            void take(e.dataTransfer?.files ?? null);
          }}
        >
          <Icon name="upload" size={30} />
          <strong>{isBusy ? t.sending : t.drop}</strong>
          <span class="soft small">{t.kinds}</span>
          <input
            type="file"
            aria-label={t.choose}
            accept=".csv,.xlsx,.parquet,.jsonl,.ndjson"
            multiple
            disabled={isBusy}
            onChange={(e) => {
              const field = e.currentTarget;
              void take(field.files).then(() => {
                field.value = "";
              });
            }}
          />
        </label>
        <div class="stack">
          <label class="field">
            <span class="label">{t.what}</span>
            <select value={kind} onChange={(e) => chooseKind(e.currentTarget.value as Kind | "")}>
              {KINDS.map((k) => (
                <option key={k} value={k}>
                  {t.kind[k]}
                </option>
              ))}
            </select>
          </label>
          <div class="small">
            <span class="soft">{t.sources}</span>
            <ul class="bullets">
              {(who?.sources ?? []).map((s) => (
                <li key={s}>{s}</li>
              ))}
            </ul>
          </div>
        </div>
      </div>
      {failure && (
        <p class="notice bad after" role="alert">
          {failure}
        </p>
      )}
    </Card>
  );
}

const STATES: Record<string, [Tone, IconName]> = {
  waiting: ["open", "clock"],
  running: ["pattern", "clock"],
  done: ["good", "check"],
  failed: ["bad", "cross"],
};

function Jobs({ jobs }: { jobs: readonly JobSaid[] }) {
  const t = useWords(said);
  if (jobs.length === 0) {
    return (
      <Empty title={t.none} icon="upload">
        <p>{t.noneAbout}</p>
      </Empty>
    );
  }
  return (
    <ul class="jobs">
      {jobs.map((job, at) => (
        <JobLine key={job.jobId} first={job} isFirst={at === 0} />
      ))}
    </ul>
  );
}

/** A job as it goes on, and its report once it is over. */
function JobLine({ first, isFirst }: { first: JobSaid; isFirst: boolean }) {
  const t = useWords(said);
  const [job, put] = useState(first);
  useEffect(() => (isOver(first) ? undefined : follow(first.jobId, put)), [first.jobId]);
  const [tone, icon] = STATES[job.state] ?? ["calm", "dash"];
  const result = resultOf(job);
  const name = job.about["fileName"] ?? job.jobId;
  return (
    <li>
      <details open={isFirst}>
        <summary>
          <span class="file">{name}</span>
          <Chip tone={tone} icon={icon}>
            {t.state[job.state]}
          </Chip>
          <span class="faint small">{moment(job.askedAt)}</span>
        </summary>
        <div class="job" aria-live="polite">
          {!isOver(job) && (
            <label class="progress small">
              <span class="soft">{t.step[job.step] ?? job.step}</span>
              <progress max="1" value={job.state === "waiting" ? 0 : job.share} />
            </label>
          )}
          {job.state === "failed" && <p class="notice bad">{job.why}</p>}
          {result && <ReportOf of={result} />}
        </div>
      </details>
    </li>
  );
}
