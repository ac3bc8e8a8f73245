import { Icon } from "../parts/Icon";
import { type Route, routeNames, routes } from "../routes";
import { place, to } from "../state/place";
import { logOut, session } from "../state/session";
import { useStore } from "../state/store";
import { common } from "../words/common";
import { usePlaces } from "../words/places";
import { list, useWords } from "../words/words";
import { AlertCount } from "./AlertCount";
import { Brand } from "./Brand";
import { CaseBar } from "./CaseBar";
import { LanguageButton, ThemeButton } from "./Tools";
import { View } from "./View";

/** Navigation, the case that is worked on, and a page. */
export function Shell() {
  const t = useWords(common);
  const names = useWords(routeNames);
  const who = useStore(session);
  const here = useStore(place);
  const nameOf = usePlaces();
  if (!who) return null;
  const offered = routes.filter((r) => r.needs.length === 0 || r.needs.some((a) => who.actions.includes(a)));
  const listed = offered.filter((r) => r.isListed);
  const current: Route | undefined = here.path.length === 0 ? listed[0] : offered.find((r) => r.name === here.path[0]);
  const marked = current?.under ?? current?.name;

  return (
    <div class="shell">
      <a class="button main skip" href="#content" onClick={(e) => toContent(e)}>
        {t.skip}
      </a>
      <div class="sidebar">
        <Brand />
        <nav aria-label={t.navigation}>
          <ul>
            {listed.map((r) => (
              <li key={r.name}>
                <a href={to(r.name)} aria-current={r.name === marked ? "page" : undefined} title={names[r.name]}>
                  <Icon name={r.icon} size={18} />
                  <span class="word">{names[r.name]}</span>
                  {r.name === "alerts" && <AlertCount />}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="foot">
          <strong>{t.roles[who.role] ?? who.role}</strong>
          <span>{list(who.units.map(nameOf))}</span>
        </div>
      </div>
      <div class="main-column">
        <header class="topbar">
          <CaseBar />
          <div class="tools">
            <LanguageButton />
            <ThemeButton />
            <button type="button" class="icon-button" title={t.logOut} aria-label={t.logOut} onClick={() => void logOut()}>
              <Icon name="out" />
            </button>
          </div>
        </header>
        <main id="content" tabIndex={-1}>
          <View route={current} title={current ? names[current.name] : t.product} />
        </main>
      </div>
    </div>
  );
}

function toContent(e: Event): void {
  e.preventDefault();
  document.getElementById("content")?.focus();
}
