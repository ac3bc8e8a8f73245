/** Mark the moment at which what was just drawn has been painted; `waterbed bench web` reads the marks. */
export function markPainted(name: string): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark(name)));
}
