/** A colour for each of few categories; what comes after the eighth is grey, so that colours stay apart. */
export function colours(codes: Iterable<string>): (code: string) => string {
  const order = [...new Set(codes)];
  return (code) => {
    const at = order.indexOf(code);
    return at >= 0 && at < 8 ? `var(--cat-${at + 1})` : "var(--cat-none)";
  };
}
