import type { ComponentChildren } from 'preact';

/** A wide table: it scrolls in its own box, also by the keyboard, and the page does not. */
export const ScrollBox = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area is reached by the keyboard.
  <section class="table-scroll" tabIndex={0} aria-label={label}>
    {children}
  </section>
);

/** A long text in a box of its own, which scrolls by the keyboard, too. */
export const SourceBox = ({ label, text }: { readonly label: string; readonly text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area is reached by the keyboard.
  <section class="source" tabIndex={0} aria-label={label}>
    <pre>{text}</pre>
  </section>
);
