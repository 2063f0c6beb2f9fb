import type { ParsedAttachment } from '../domain/mail/parsed-mail.ts';

type Verdict = ParsedAttachment['verdict'];

interface Inspected {
  readonly described: ParsedAttachment;
}

/** From the best to the worst. */
const ranks: readonly Verdict[] = ['clean', 'unscanned', 'suspicious', 'blocked'];

/** Reasons of a file that was not looked into: opened, it has the verdicts of what it holds. */
export const unread = {
  carriedMail: 'message.not-opened',
  encodedFile: 'text.encoded-file',
  anyType: 'type.not-inspected',
};

/** The attachment without a reason that does not hold any more. */
export function withoutReason<A extends Inspected>(attachment: A, reason: string): A {
  const { described } = attachment;
  if (!described.reasons.includes(reason)) return attachment;
  const reasons = described.reasons.filter((id) => id !== reason);
  const verdict = described.verdict === 'unscanned' && reasons.length === 0 ? 'clean' : described.verdict;
  return { ...attachment, described: { ...described, reasons, verdict } };
}

/** The attachment that could not be opened: it is not clean. */
export function withReason<A extends Inspected>(attachment: A, reason: string): A {
  const { described } = attachment;
  const reasons = [...new Set([...described.reasons, reason])];
  return { ...attachment, described: { ...described, reasons, verdict: worst(described.verdict, 'unscanned') } };
}

/** The attachment with the verdicts of what it holds: who opens it opens them. */
export function withInner<A extends Inspected>(attachment: A, inner: readonly Inspected[]): A {
  const { described } = attachment;
  let { verdict } = described;
  const reasons = new Set(described.reasons);
  for (const { described: held } of inner) {
    verdict = worst(verdict, held.verdict);
    for (const reason of held.reasons) reasons.add(reason);
  }
  return { ...attachment, described: { ...described, verdict, reasons: [...reasons] } };
}

const worst = (first: Verdict, second: Verdict): Verdict =>
  ranks.indexOf(second) > ranks.indexOf(first) ? second : first;

/** Hands the verdicts of inner attachments on to those that hold them, from the innermost outwards. */
export function withInnerVerdicts<A extends Inspected>(list: readonly A[]): A[] {
  const all = [...list];
  for (let place = all.length - 1; place >= 0; place -= 1) {
    const inner = all[place]!;
    const holder = inner.described.within;
    if (holder !== undefined && holder < place) all[holder] = withInner(all[holder]!, [inner]);
  }
  return all;
}
