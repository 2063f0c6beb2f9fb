import { createFindSuppressions } from '../../../lambdas/api/mails/suppressions.ts';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const event = anEvent();
const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  ...aDelivery(event),
  attempts: 0,
  fence: 0,
  steps: {},
  ...changes,
});
const asked: string[] = [];
const find = createFindSuppressions({
  history: async (tenant, subject) => {
    asked.push(`${tenant} ${subject}`);
    return [
      { signal: 'unsubscribe', at: 't1', evidence: 'evt_other' },
      { signal: 'hard-bounce', at: 't2', evidence: event.eventId, channel: 'email' },
    ] as never;
  },
  progress: async () =>
    [
      { target: 'hub', wanted: 2, done: 2, verifiedAt: 't3' },
      { target: 'ses', wanted: 2, done: 1, reason: 'HTTP 503' },
    ] as never,
});

describe('createFindSuppressions', () => {
  it('finds the changes that the mail proves, with how far each target is', async () => {
    const twice = [delivery({ reportedOn: ['s1'] }), delivery({ integration: 'help', reportedOn: ['s1'] })];

    expect(await find(twice)).toEqual([
      {
        channel: 'email',
        change: 'hard-bounce',
        at: 't2',
        targets: [
          { target: 'hub', state: 'done', at: 't3' },
          { target: 'ses', state: 'waits', reason: 'HTTP 503' },
        ],
      },
    ]);
    expect(asked).toEqual(['acme s1']);
  });

  it('finds none of a mail that reports nothing', async () => {
    expect(await find([delivery()])).toEqual([]);
  });
});
