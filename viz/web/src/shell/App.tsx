import { useEffect } from "preact/hooks";
import { useAsked } from "../api/use";
import { Failed, Loading } from "../parts/States";
import { watchWaiting } from "../state/alerts";
import { resumeCase } from "../state/cases";
import { findSession, may, session } from "../state/session";
import { useStore } from "../state/store";
import { readMunicipalities } from "../words/places";
import { Login } from "./Login";
import { Shell } from "./Shell";

/** Whoever isn't logged in sees the login; everybody else their pages. */
export function App() {
  const asked = useAsked("session", findSession);
  const who = useStore(session);
  useEffect(() => (who && may("read_alerts") ? watchWaiting() : undefined), [who?.subject, who?.role]);
  useEffect(() => {
    if (!who) return;
    void readMunicipalities();
    if (may("read_cases")) void resumeCase();
  }, [who?.subject]);
  if (asked.state === "error") return <Failed error={asked.error} again={asked.again} />;
  if (who) return <Shell />;
  return asked.state === "ready" ? <Login options={asked.value} /> : <Loading />;
}
