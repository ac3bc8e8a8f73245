import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A question that has to be answered or left before anything else. */
export function Dialog({ label, onClose, children }: { label: string; onClose: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = box.current;
    if (!shown) return;
    const from = document.activeElement;
    if (!shown.open) shown.showModal();
    return () => {
      shown.close();
      if (from instanceof HTMLElement) from.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      aria-label={label}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
