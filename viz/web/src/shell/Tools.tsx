import { Icon } from "../parts/Icon";
import { language, theme } from "../state/settings";
import { useStore } from "../state/store";
import { common } from "../words/common";
import { useWords } from "../words/words";

export function LanguageButton() {
  const t = useWords(common);
  const now = useStore(language);
  const other = now === "nl" ? "en" : "nl";
  return (
    <button type="button" class="icon-button" lang={other} onClick={() => language.set(other)}>
      {t.otherLanguage}
    </button>
  );
}

export function ThemeButton() {
  const t = useWords(common);
  const now = useStore(theme);
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={t.theme.change}
      title={t.theme.change}
      onClick={() => theme.set(now === "dark" ? "light" : "dark")}
    >
      <Icon name={now === "dark" ? "sun" : "moon"} />
    </button>
  );
}
