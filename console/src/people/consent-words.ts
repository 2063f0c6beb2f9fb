import type { ConsentLookUp, ConsentTarget } from './contract.ts';

/** The short answer to: is this person unsubscribed everywhere? */
interface Verdict {
  readonly tone: 'good' | 'bad' | 'wait' | 'calm';
  readonly title: string;
  readonly text: string;
}

/** The meaning of a state that a target has. */
const stateNames: Readonly<Record<string, string>> = {
  told: 'knows',
  waiting: 'does not know yet',
  absent: 'does not have this person',
  'not-kept-here': 'has no place for suppressions',
};

/** The state of a target in words. */
export const targetWords = ({ state }: ConsentTarget): string => stateNames[state] ?? state;

export const isOpenTarget = ({ state }: ConsentTarget): boolean => state === 'waiting';

/** Whether mail is allowed, by purpose. */
export const eligibleOf = (found: ConsentLookUp): Readonly<Record<string, boolean>> =>
  found.eligible ?? found.answer?.eligible ?? {};

/** Sums an answer up in a sentence for people who know nothing of the system. */
export function verdictOf(found: ConsentLookUp): Verdict {
  const eligible = Object.entries(eligibleOf(found));
  const barred = eligible.filter(([, isAllowed]) => !isAllowed).map(([purpose]) => purpose);
  if (barred.length === 0)
    return {
      tone: 'calm',
      title: 'Not unsubscribed',
      text: 'This person may be written to. No system has a suppression from us.',
    };
  const what = barred.length === eligible.length ? 'from everything' : `from: ${barred.join(', ')}`;
  const open = found.targets.filter(isOpenTarget).map(({ target }) => target);
  if (open.length > 0)
    return {
      tone: 'wait',
      title: `Unsubscribed ${what}, but not everywhere yet`,
      text: `Our own ledger has it. Still to hear: ${open.join(', ')}.`,
    };
  if (found.targets.length === 0)
    return {
      tone: 'good',
      title: `Unsubscribed ${what}`,
      text: 'Our own ledger has it. No other system is connected for this person.',
    };
  return {
    tone: 'good',
    title: `Unsubscribed ${what}, everywhere`,
    text: 'Our own ledger and each connected system have it, or have no such person.',
  };
}
