import {
  consentKey,
  heldUntilOf,
  historyKey,
  historyPrefix,
  intakeTokenKey,
  isDue,
  rateKey,
  targetKey,
  targetPrefix,
  toHistoryEntry,
  toHold,
  toHourOfProvider,
  toProgress,
  toRecord,
  waitingShard,
  waitingShards,
} from '../../lambdas/aws/consent-rows.ts';
import { emptyConsent } from '../../lambdas/domain/consent/state.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const id = { tenant: 'acme', subject: 'ab12', target: 'main' };

describe('keys of the consent table', () => {
  it('puts the state, the history and the targets of a subject into one partition', () => {
    const { pk } = consentKey('acme', 'ab12');

    expect(historyKey('acme', 'ab12', { at: 't', changeId: 'c' })).toEqual({ pk, sk: `${historyPrefix}t#c` });
    expect(targetKey(id)).toEqual({ pk, sk: `${targetPrefix}main` });
  });

  it('keeps a token of a webhook by its hash', () => {
    expect(intakeTokenKey('mailgun', 'secret')).toEqual({
      pk: 'INTAKE#mailgun',
      sk: expect.stringMatching(/^TOKEN#[0-9a-f]{64}$/),
    });
  });

  it('spreads waiting targets over all shards', () => {
    const subjects = Array.from({ length: 256 }, (_, nth) => nth.toString(16).padStart(4, '0'));

    expect(new Set(subjects.map(waitingShard))).toEqual(new Set(waitingShards));
  });
});

describe('rows of the consent table', () => {
  it('reads a subject without a row as unknown', () => {
    expect(toRecord('acme', 'ab12', undefined)).toEqual({
      tenant: 'acme',
      subject: 'ab12',
      version: 0,
      state: emptyConsent,
    });
  });

  it.each([
    ['a known subject', { address: 'lea@example.org' }, { address: 'lea@example.org' }],
    ['an erased subject', { isErased: true }, { isErased: true }],
    [
      'a row that a later version lets end, without its end',
      { ttl: 7, address: 'l@x.example' },
      { address: 'l@x.example' },
    ],
    ['a subject that came back', { isErased: false, address: 'lea@example.org' }, { address: 'lea@example.org' }],
  ])('reads %s', (_, attributes, more) => {
    const row = { ...consentKey('acme', 'ab12'), version: 3, heardAt: 't', ...attributes };

    expect(toRecord('acme', 'ab12', row)).toEqual({
      tenant: 'acme',
      subject: 'ab12',
      version: 3,
      state: { ...emptyConsent, heardAt: 't' },
      ...more,
    });
  });

  it('reads an entry of the history without its key', () => {
    const entry = { changeId: 'c', at: 't', signal: 'unsubscribe' };

    expect(toHistoryEntry({ pk: 'p', sk: 's', ttl: 5, ...entry })).toEqual(entry);
    expect(() => toHistoryEntry({ pk: 'p', sk: 'TARGET#main' })).toThrow('changeId');
  });

  it('reads a target that nobody has tried yet', () => {
    const row = { ...targetKey(id), ...id, wanted: 2, kind: 'consent', pendingShard: 's' };

    expect(toProgress(row)).toEqual({ ...id, wanted: 2, kind: 'consent', done: 0, fence: 0, attempts: 0 });
    expect(heldUntilOf(row)).toBe(0);
    expect(heldUntilOf({ ...row, heldUntil: 7 })).toBe(7);
  });

  it.each([
    ['waits', { pendingShard: 's' }, true],
    ['has heard everything', {}, false],
    ['is held', { pendingShard: 's', leaseUntil: now.getTime() + 1 }, false],
    ['was held until now', { pendingShard: 's', leaseUntil: now.getTime() }, false],
    ['was held before', { pendingShard: 's', leaseUntil: now.getTime() - 1 }, true],
    ['is to be tried later', { pendingShard: 's', nextAt: now.getTime() + 1 }, false],
    ['is to be tried now', { pendingShard: 's', nextAt: now.getTime() }, true],
  ])('knows whether a target is due when it %s', (_, attributes, due) => {
    expect(isDue({ ...id, ...attributes }, now)).toBe(due);
  });

  it('reads a hold, and the counts of an hour', () => {
    const hold = { provider: 'gmail', reason: 'complaints', since: 't', rate: 0.2 };

    expect(toHold({ pk: 'p', sk: 'gmail', hold })).toBe(hold);
    expect(toHourOfProvider({ ...rateKey('acme', '2026-11-20T10', 'gmail#eu'), delivered: 4 })).toMatchObject({
      provider: 'gmail#eu',
      counts: { delivered: 4, complaints: 0, hardBounces: 0, deferrals: 0 },
    });
  });
});
