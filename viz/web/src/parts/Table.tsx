import type { ComponentChildren, JSX } from "preact";

/** A column: its heading, what stands in it, and whether it is numbers, which stand right under each other. */
export interface Column<Row> {
  readonly key: string;
  readonly head: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
}

/** Rows under headings. A row with `href` can be clicked anywhere; its first cell holds the link for the keyboard. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
  hrefOf,
  isDim,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, at: number) => string | number;
  hrefOf?: (row: Row) => string;
  isDim?: (row: Row) => boolean;
}): JSX.Element {
  return (
    <div class="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" class={c.isNumber ? "number" : undefined}>
                {c.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => {
            const href = hrefOf?.(row);
            const name = [href ? "clickable" : "", isDim?.(row) ? "dim" : ""].filter(Boolean).join(" ");
            return (
              <tr
                key={keyOf(row, at)}
                class={name || undefined}
                onClick={
                  href === undefined
                    ? undefined
                    : (e: MouseEvent) => {
                        if (!(e.target as Element).closest("a, button")) location.hash = href;
                      }
                }
              >
                {columns.map((c) => (
                  <td key={c.key} class={c.isNumber ? "number" : undefined}>
                    {c.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
