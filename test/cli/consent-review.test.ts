import { changesToReview, liftChanges, selectionOf } from '../../cli/consent-review.ts';
import type { ConsentChange } from '../../lambdas/domain/consent/change.ts';
import { maxLifts } from '../../lambdas/domain/consent/change-schema.ts';
import type { HistoryEntry } from '../../lambdas/domain/consent/consent-ledger.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

const now = new Date('2026-11-20T12:00:00Z');
const since = new Date('2026-11-20T10:00:00Z');

const anEntry = (nth: number, changes: Partial<HistoryEntry> = {}): HistoryEntry => ({
  changeId: `chg_${String(nth).padStart(32, '0')}`,
  tenant: 'acme',
  subject: `s${nth}`,
  signal: 'unsubscribe',
  standing: 'unproven',
  at: '2026-11-20T10:30:00.000Z',
  receivedAt: '2026-11-20T10:30:01.000Z',
  source: 'mail',
  evidence: `evt_${nth}`,
  ...changes,
});

/** A consent ledger with these entries, some of which are lifted already. */
function aLedger(entries: readonly HistoryEntry[], lifted: readonly string[] = []) {
  const applied: ConsentChange[] = [];
  async function* list() {
    yield* entries;
  }
  return {
    applied,
    ports: {
      consent: {
        forReview: list,
        statementsOf: list,
        read: async (tenant: string, subject: string) => ({
          tenant,
          subject,
          version: 1,
          address: `${subject}@example.org`,
          state: { lifted } as never,
        }),
      },
      apply: async (change: ConsentChange) => {
        applied.push(change);
      },
    },
  };
}

describe('changesToReview', () => {
  it('lists changes with their address, and leaves out those that are lifted', async () => {
    const { ports } = aLedger([anEntry(1), anEntry(2, { standing: 'hint', reason: 'code' })], [anEntry(1).changeId]);

    expect(await Array.fromAsync(changesToReview(ports, 'acme', since))).toEqual([
      {
        changeId: anEntry(2).changeId,
        address: 's2@example.org',
        signal: 'unsubscribe',
        standing: 'hint',
        receivedAt: '2026-11-20T10:30:01.000Z',
        source: 'mail',
        evidence: 'evt_2',
        reason: 'code',
      },
    ]);
  });
});

describe('selectionOf', () => {
  const { standing, ...proven } = anEntry(1);

  it.each<[string, object, HistoryEntry, boolean]>([
    ['takes an unproven change', {}, anEntry(1), true],
    ['leaves out a proven one', {}, proven, false],
    ['takes a proven one where that is asked for', { proven: true }, proven, true],
    ['leaves out a change without effect', { proven: true }, anEntry(1, { standing: 'hint' }), false],
    ['leaves out a yes', {}, anEntry(1, { signal: 'opt-in' }), false],
    ['takes the given signals alone', { signal: ['complaint'] }, anEntry(1), false],
    ['takes the given signals', { signal: ['complaint'] }, anEntry(1, { signal: 'complaint' }), true],
    ['takes the given evidence', { evidence: 'evt_1' }, anEntry(1), true],
    ['takes the given evidence alone', { evidence: 'evt_2' }, anEntry(1), false],
  ])('%s', (_what, options, entry, isMeant) => {
    expect(selectionOf({ source: ['mail'], since, ...options }, now).isMeant(entry)).toBe(isMeant);
  });

  it('ends now where no end is given', () => {
    expect(selectionOf({ source: ['mail', 'ses'], since }, now)).toMatchObject({
      sources: ['mail', 'ses'],
      since,
      until: now,
    });
  });

  it('refuses a time that ends before it begins', () => {
    const until = new Date(since.getTime() - 1);

    expect(() => selectionOf({ source: ['mail'], since, until }, now)).toThrow(ConfigError);
  });
});

describe('liftChanges', () => {
  const selection = selectionOf({ source: ['mail'], since }, now);
  const settings = { dryRun: false, evidence: 'ada by the command line', reason: 'forged' };

  it('takes back the changes of each subject', async () => {
    const entries = [anEntry(1), anEntry(2), anEntry(3, { subject: 's1' }), anEntry(4, { signal: 'opt-in' })];
    const { applied, ports } = aLedger(entries);

    const lifted = await Array.fromAsync(liftChanges(ports, 'acme', selection, settings));

    expect(lifted).toEqual([
      { address: 's1@example.org', entries: [entries[0], entries[2]], done: 1, total: 2 },
      { address: 's2@example.org', entries: [entries[1]], done: 2, total: 2 },
    ]);
    expect(applied).toEqual([
      expect.objectContaining({
        subject: 's1',
        signal: 'lifted',
        lifts: [anEntry(1).changeId, anEntry(3).changeId],
        source: 'cli',
        evidence: 'ada by the command line',
        reason: 'forged',
      }),
      expect.objectContaining({ subject: 's2', lifts: [anEntry(2).changeId] }),
    ]);
  });

  it('takes nothing back that is lifted already', async () => {
    const { applied, ports } = aLedger([anEntry(1)], [anEntry(1).changeId]);

    expect(await Array.fromAsync(liftChanges(ports, 'acme', selection, settings))).toEqual([]);
    expect(applied).toEqual([]);
  });

  it('changes nothing in a dry run', async () => {
    const { applied, ports } = aLedger([anEntry(1)]);

    expect(await Array.fromAsync(liftChanges(ports, 'acme', selection, { ...settings, dryRun: true }))).toHaveLength(1);
    expect(applied).toEqual([]);
  });

  it('makes several changes where one cannot hold all that is lifted', async () => {
    const entries = Array.from({ length: maxLifts + 1 }, (_, nth) => anEntry(nth, { subject: 's' }));
    const { applied, ports } = aLedger(entries);

    await Array.fromAsync(liftChanges(ports, 'acme', selection, settings));

    expect(applied.map(({ lifts }) => lifts?.length)).toEqual([maxLifts, 1]);
  });
});
