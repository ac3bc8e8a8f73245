import type { CaseSaid } from "../api/schema";
import { value } from "../words/values";
import { Chip, type Tone } from "./Chip";
import type { IconName } from "./Icon";

const STATUSES: Record<CaseSaid["status"], [Tone, IconName]> = {
  Active: ["pattern", "case"],
  FollowUp: ["open", "clock"],
  Closed: ["calm", "check"],
  ClosedReferred: ["calm", "arrow"],
};

/** How a case stands (HTCDS case status). */
export function StatusChip({ of }: { of: Pick<CaseSaid, "status"> }) {
  const [tone, icon] = STATUSES[of.status];
  return (
    <Chip tone={tone} icon={icon}>
      {value(of.status)}
    </Chip>
  );
}
