import type { ComponentChildren } from 'preact';

/** The frame of a board: its title, one sentence on what it shows, and its content. */
export const Page = ({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: ComponentChildren;
  readonly children: ComponentChildren;
}) => (
  <div class="page">
    <header>
      <h1>{title}</h1>
      <p>{lead}</p>
    </header>
    {children}
  </div>
);

/** One figure with its name. */
export const Figure = ({
  label,
  value,
  tone,
  note,
}: {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly tone?: 'good' | 'bad' | 'wait';
  readonly note?: ComponentChildren;
}) => (
  <div class="figure">
    <dt>{label}</dt>
    <dd class={tone ?? ''}>
      <span class="number">{value}</span>
      {note !== undefined && <small class="quiet">{note}</small>}
    </dd>
  </div>
);

const spans = ['24h', '7d', '30d'] as const;
export type Span = (typeof spans)[number];

/** Chooses the time that a board looks back. */
export const SpanSwitch = ({ span, onChange }: { readonly span: Span; readonly onChange: (span: Span) => void }) => (
  <fieldset class="switch" aria-label="Time">
    {spans.map((each) => (
      <button type="button" key={each} aria-pressed={each === span} onClick={() => onChange(each)}>
        {each}
      </button>
    ))}
  </fieldset>
);
