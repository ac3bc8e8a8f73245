import { common } from "../words/common";
import { useWords } from "../words/words";

export function Brand() {
  const t = useWords(common);
  return (
    <a class="brand" href="#/">
      <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#27527f" />
        <path d="M4 13c4-6 8-6 12 0s8 6 12 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" />
        <path d="M4 22c4-6 8-6 12 0s8 6 12 0" fill="none" stroke="#7fb2e5" stroke-width="3" stroke-linecap="round" />
      </svg>
      <span class="word">{t.product}</span>
    </a>
  );
}
