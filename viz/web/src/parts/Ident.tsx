/** The short of an id that nobody reads aloud; the whole of it when pointed at. */
export function Ident({ id }: { id: string }) {
  const short = id.replace(/^([a-z0-9]+-)?(.{6}).*$/, "$2");
  return (
    <span class="mono" title={id}>
      {short}
    </span>
  );
}
