import type { ComponentChildren } from "preact";

/** A part of a page under its heading. `isFlush`: what is inside reaches the edges, as tables do. */
export function Card({
  title,
  aside,
  isFlush = false,
  class: name = "",
  children,
}: {
  title?: ComponentChildren;
  aside?: ComponentChildren;
  isFlush?: boolean;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`card ${name}`}>
      {(title || aside) && (
        <header>
          {title && <h2>{title}</h2>}
          {aside}
        </header>
      )}
      <div class={`inside${isFlush ? " flush" : ""}`}>{children}</div>
    </section>
  );
}

export interface Fact {
  readonly label: ComponentChildren;
  readonly value: ComponentChildren;
  readonly isPlain?: boolean;
}

/** Few numbers with their names. */
export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl class="facts">
      {items.map((f, i) => (
        <div key={i}>
          <dt>{f.label}</dt>
          <dd class={f.isPlain ? "plain" : ""}>{f.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PageHead({
  title,
  crumb,
  children,
  aside,
}: {
  title: ComponentChildren;
  crumb?: ComponentChildren;
  children?: ComponentChildren;
  aside?: ComponentChildren;
}) {
  return (
    <div class="page-head">
      <div>
        {crumb && <p class="crumb">{crumb}</p>}
        <h1>{title}</h1>
        {children}
      </div>
      {aside}
    </div>
  );
}
