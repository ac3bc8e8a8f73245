import { useState } from "preact/hooks";
import { ask } from "../api/client";
import type { LoginOptions } from "../api/schema";
import { Icon } from "../parts/Icon";
import { problemText } from "../parts/States";
import { entered } from "../state/session";
import { common } from "../words/common";
import { useWords, words } from "../words/words";
import { Brand } from "./Brand";
import { LanguageButton, ThemeButton } from "./Tools";

const said = words({
  nl: {
    title: "Zie het patroon. En betwijfel het.",
    about:
      "Waterbed brengt ontmoetingen met mogelijk uitgebuite mensen uit verschillende gemeenten bij elkaar, onder pseudoniem, en laat zien wie opnieuw opduikt, wie rondgevoerd wordt en wat een maatregel verplaatste.",
    care: "Alles hier is een aanwijzing, geen bewijs. Elke inzage van persoonsgegevens wordt vastgelegd.",
    enter: "Aanmelden",
    enterAbout: "U meldt zich aan bij de aanbieder van uw organisatie.",
    choose: "Kies een rol",
    chooseAbout: "Dit is een demonstratie op deze computer, met verzonnen mensen. Kies hoe u binnenkomt.",
    none: "Hier kan niemand zich aanmelden.",
    noneAbout: "Er is nog geen aanbieder voor het aanmelden ingesteld (access.toml).",
    as: "Voor",
    roles: {
      analyst: "Ziet patronen en beoordeelt ze",
      police_liaison: "Volgt op wat beoordeeld is",
      care_coordinator: "Regelt zorg en opvang",
      municipal_coordinator: "Ziet wat maatregelen deden",
      mayor: "Leest de samenvatting",
      data_officer: "Stuurt bestanden in",
      privacy_officer: "Ziet toe op elke inzage",
      administrator: "Houdt de dienst draaiend",
    } as Record<string, string>,
  },
  en: {
    title: "See the pattern. And doubt it.",
    about:
      "Waterbed brings together encounters with possibly exploited people from different municipalities, under pseudonyms, and shows who reappears, who is carried round, and what a measure displaced.",
    care: "Everything here is a lead, not evidence. Every read of personal data is recorded.",
    enter: "Log in",
    enterAbout: "You log in at your organisation's provider.",
    choose: "Choose a role",
    chooseAbout: "This is a demonstration on this computer, with invented people. Choose how you come in.",
    none: "Nobody can log in here.",
    noneAbout: "No login provider has been set up yet (access.toml).",
    as: "For",
    roles: {
      analyst: "Sees patterns and judges them",
      police_liaison: "Follows up what was judged",
      care_coordinator: "Arranges care and shelter",
      municipal_coordinator: "Sees what measures did",
      mayor: "Reads the summary",
      data_officer: "Sends files",
      privacy_officer: "Watches over every read",
      administrator: "Keeps the service running",
    },
  },
});

/** Units of the demo's region that each role plausibly acts for. */
const DEMO_UNITS: readonly { readonly code: string; readonly name: string }[] = [
  { code: "VR17", name: "Rotterdam-Rijnmond" },
  { code: "GM0599", name: "Rotterdam" },
  { code: "GM0502", name: "Capelle aan den IJssel" },
  { code: "NL", name: "Nederland" },
];
const DEMO_SOURCES = ["rotterdam-controleteam", "capelle-aan-den-ijssel-toezicht"];

export function Login({ options: o }: { options: LoginOptions }) {
  const t = useWords(said);
  const c = useWords(common);
  const [unit, chooseUnit] = useState("VR17");
  const [failure, fail] = useState<string | null>(null);

  const choose = async (role: string) => {
    fail(null);
    const ofTown = role === "mayor" || role === "municipal_coordinator" || role === "data_officer";
    const units = ofTown && !unit.startsWith("GM") ? ["GM0502", "GM0599"] : [unit];
    try {
      const body = { role: role as never, units, name: "demo", sources: role === "data_officer" ? DEMO_SOURCES : [] };
      entered(await ask("POST /v1/login/role", { body }));
    } catch (error) {
      fail(problemText(error, c));
    }
  };

  return (
    <div class="login">
      <aside>
        <Brand />
        <div>
          <h1>{t.title}</h1>
          <p>{t.about}</p>
        </div>
        <p class="small">{t.care}</p>
      </aside>
      <main id="content">
        {o.chooser ? (
              <>
                <div>
                  <h2>{t.choose}</h2>
                  <p class="soft">{t.chooseAbout}</p>
                </div>
                <label class="field">
                  <span class="label">{t.as}</span>
                  <select value={unit} onChange={(e) => chooseUnit(e.currentTarget.value)}>
                    {DEMO_UNITS.map((u) => (
                      <option key={u.code} value={u.code}>
                        {u.name}
                      </option>
                    ))}
                  </select>
                </label>
                <div class="role-grid">
                  {o.roles.map((role) => (
                    <button key={role} type="button" class="role" data-role={role} onClick={() => void choose(role)}>
                      <strong>{c.roles[role] ?? role}</strong>
                      <span>{t.roles[role]}</span>
                    </button>
                  ))}
                </div>
              </>
            ) : o.provider ? (
              <>
                <h2>{t.enter}</h2>
                <p class="soft">{t.enterAbout}</p>
                <p>
                  <a class="button main" href="/v1/login">
                    {t.enter}
                    <Icon name="arrow" size={16} />
                  </a>
                </p>
              </>
            ) : (
              <>
                <h2>{t.none}</h2>
                <p class="soft">{t.noneAbout}</p>
              </>
            )}
        {failure && (
          <p class="notice bad" role="alert">
            {failure}
          </p>
        )}
        <div>
          <LanguageButton />
          <ThemeButton />
        </div>
      </main>
    </div>
  );
}
