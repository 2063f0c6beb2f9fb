import { fateOf, fateWords, toneOf } from '../fate-words.ts';

/** A fate of a mail, with its meaning on hover. */
export function FateBadge({ fate }: { readonly fate: string }) {
  const known = fateOf(fate);
  return (
    <span class={`badge ${toneOf(known)}`} title={fateWords[known]}>
      {fate}
    </span>
  );
}

/** A short word with a tone. */
export function Badge({
  tone = 'calm',
  children,
}: {
  readonly tone?: Tone;
  readonly children: preact.ComponentChildren;
}) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

type Tone = 'good' | 'bad' | 'wait' | 'calm';
