import type { Shown } from "../../api/evidence";
import { language } from "../../state/settings";
import { useStore } from "../../state/store";
import { usePlaces } from "../../words/places";
import { value } from "../../words/values";
import { list, number, useWords } from "../../words/words";
import { fill, said } from "./words";

/** What was found, in a sentence. */
export function Headline({ shown }: { shown: Shown }) {
  const t = useWords(said).sentence;
  const nameOf = usePlaces();
  const isDutch = useStore(language) === "nl";
  switch (shown.kind) {
    case "reappearance": {
      const e = shown.evidence;
      return <>{fill(t.reappearance, { before: list(e.municipalitiesBefore.map(nameOf)), now: nameOf(e.municipalityNow) })}</>;
    }
    case "rotation": {
      const e = shown.evidence;
      const n = shown.finding.persons ?? 0;
      const circuit = [...e.circuit, e.circuit[0] ?? ""].map(nameOf).join(" → ");
      return <>{fill(n === 1 ? t.rotationOne : t.rotation, { n: number(n), circuit, laps: number(e.laps, 1) })}</>;
    }
    case "relocation": {
      const e = shown.evidence;
      return (
        <>
          {fill(t.relocation, {
            n: number(e.nIdentifiers),
            from: nameOf(e.fromMunicipality),
            to: nameOf(e.toMunicipality),
            fromKind: value(e.fromPremisesKind ?? "premises"),
            toKind: value(e.toPremisesKind ?? "premises"),
          })}
        </>
      );
    }
    case "displacement": {
      const e = shown.evidence;
      return <>{fill(t.displacement, { treated: list(e.treated.map(nameOf)), wording: (isDutch && e.wordingNl) || e.wording })}</>;
    }
  }
}
