import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { glossary, type TermName } from "../words/glossary";
import { useWords } from "../words/words";

/** A term of the glossary; pointing at it, focusing or touching it explains it. */
export function Term({ name, children }: { name: TermName; children?: ComponentChildren }) {
  const [title = "", meaning = ""] = useWords(glossary)[name];
  const [isOpen, open] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    const box = tip.current;
    const from = button.current;
    if (!isOpen || !box || !from) return;
    box.showPopover();
    const at = from.getBoundingClientRect();
    const size = box.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
    const below = at.bottom + 6;
    const top = below + size.height > innerHeight - 8 ? Math.max(8, at.top - size.height - 6) : below;
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
    const onKey = (e: KeyboardEvent) => {
      if (e.key === "Escape") open(false);
    };
    const onScroll = () => open(false);
    addEventListener("keydown", onKey);
    addEventListener("scroll", onScroll, true);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("scroll", onScroll, true);
    };
  }, [isOpen]);

  return (
    <>
      <button
        ref={button}
        type="button"
        class="term"
        aria-describedby={isOpen ? id : undefined}
        onMouseEnter={() => open(true)}
        onMouseLeave={() => open(false)}
        onFocus={() => open(true)}
        onBlur={() => open(false)}
        onClick={(e) => {
          e.stopPropagation();
          open(true);
        }}
      >
        {children ?? title}
      </button>
      {isOpen && (
        <div ref={tip} id={id} class="tip" role="tooltip" popover="manual">
          <strong>{title}</strong>
          {meaning}
        </div>
      )}
    </>
  );
}
