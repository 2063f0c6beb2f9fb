import type { Fate, MailCard } from '../../../console/src/contract.ts';
import { fateOf, fateWords, kindWords, toneOf, worstFate } from '../../../console/src/fate-words.ts';
import { fates } from '../../../console/src/mails/filters.ts';

const mailWith = (state: MailCard['state'], ...own: readonly Fate[]): MailCard => ({
  mailId: 'a',
  receivedAt: '2026-11-20T09:00:00Z',
  state,
  to: [],
  attachments: { count: 0 },
  deliveries: own.map((fate) => ({ integration: 'sales', tenant: 'acme', lane: 'conversation', fate })),
});

describe('worstFate', () => {
  it.each([
    [mailWith('parsed', 'delivered', 'parked'), 'parked'],
    [mailWith('parsed', 'delivered', 'pending'), 'pending'],
    [mailWith('parsed', 'shadowed', 'delivered'), 'shadowed'],
    [mailWith('parsed'), 'unrouted'],
    [mailWith('quarantined'), 'quarantined'],
  ])('of %o is %s', (mail, fate) => {
    expect(worstFate(mail)).toBe(fate);
  });
});

describe('the words of fates', () => {
  it.each(fates)('explain %s in a sentence', (fate) => {
    expect(fateWords[fate]).toMatch(/\.$/);
    expect(toneOf(fate)).toMatch(/^(?:good|bad|wait|calm)$/);
  });

  it('take an unknown fate for an open one', () => {
    expect(fateOf('teleported')).toBe('pending');
    expect(kindWords('out-of-office')).toBe('out of office');
  });
});
