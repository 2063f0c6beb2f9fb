import { createApplyConsent } from '../../../lambdas/domain/consent/apply-consent.ts';
import type { ConsentChange } from '../../../lambdas/domain/consent/change.ts';
import type { ConsentLedger, HistoryEntry } from '../../../lambdas/domain/consent/consent-ledger.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import type { TargetProgress } from '../../../lambdas/domain/consent/suppression-target.ts';
import { anIntegration, silentLog } from '../../helpers/builders.ts';
import { aChange } from '../../helpers/consent.ts';

const now = new Date('2026-11-20T09:01:01.000Z');
const peer = 'f'.repeat(40);

/** Applies one change to a ledger in which the address has the given peers and histories. */
async function apply(
  change: ConsentChange,
  { how = 'now' as 'now' | 'before', peers = [] as string[], history = {} as Record<string, HistoryEntry[]> } = {},
) {
  const applied: Array<{ subject: string; signal: string; targets: readonly string[] }> = [];
  const done: unknown[] = [];
  await createApplyConsent({
    consent: {
      async apply(incoming: ConsentChange, _policy: unknown, targets: readonly string[]) {
        applied.push({ subject: incoming.subject, signal: incoming.signal, targets });
        const state = applyChange(emptyConsent, incoming);
        const waiting = targets.map((target) => ({ target, subject: incoming.subject }) as TargetProgress);
        return {
          how,
          record: { tenant: 'acme', subject: incoming.subject, version: 1, state },
          waiting,
          peers: incoming.subject === change.subject ? peers : [],
        };
      },
      history: async (_tenant: string, subject: string) => history[subject] ?? [],
    } as unknown as ConsentLedger,
    ledger: {
      noteApplied: async ({ eventId }, _changeId, of, reason) => void done.push(['settle', eventId, of, reason]),
    },
    control: { integrations: async () => [anIntegration()] },
    sendToTarget: async ({ target, subject }) => void done.push(['send', target, subject]),
    metrics: { lag: (...lag) => done.push(['lag', ...lag]) },
    log: silentLog,
    now: () => now,
  })(change);
  return { applied, done };
}

describe('createApplyConsent', () => {
  it('makes a change effective, measures it, and sends each target a message of its own', async () => {
    const change = aChange();

    const { applied, done } = await apply(change);

    expect(applied).toEqual([{ subject: change.subject, signal: 'unsubscribe', targets: ['main', 'ses'] }]);
    expect(done).toEqual([
      ['lag', 'unsubscribe', 'ledger', 60_000],
      ['send', 'main', change.subject],
      ['send', 'ses', change.subject],
    ]);
  });

  it.each<[string, ConsentChange, 'now' | 'before']>([
    ['a repetition', aChange(), 'before'],
    ['a change without an effect', aChange({ standing: 'hint' }), 'now'],
  ])('measures no lag for %s, and still sends the news that targets have not heard', async (_case, change, how) => {
    const { done } = await apply(change, { how });

    expect(done).toEqual([
      ['send', 'main', change.subject],
      ['send', 'ses', change.subject],
    ]);
  });

  it.each<[string, ConsentChange, string[]]>([
    ['the statement of a person', aChange({ signal: 'opt-out' }), ['opt-out']],
    ['no report of a mail server', aChange({ signal: 'hard-bounce' }), []],
    ['no statement of an unproven mail', aChange({ standing: 'unproven' }), []],
    ['no return by a link', aChange({ signal: 'taken-back' }), []],
  ])('applies to the other addresses of a person %s', async (_case, change, signals) => {
    const { applied } = await apply(change, { peers: [peer] });

    expect(applied.filter(({ subject }) => subject === peer).map(({ signal }) => signal)).toEqual(signals);
  });

  it('applies the statements of each address to both once they are known to be one person', async () => {
    const change = aChange({ signal: 'address-rule', rule: 'any', contactId: 'c1' });
    const entry = (given: ConsentChange): HistoryEntry => given;
    const lifted = aChange({ signal: 'negative', evidence: 'lifted' });
    const lifts = aChange({ signal: 'lifted', lifts: [lifted.changeId], source: 'cli' });
    const history = {
      [change.subject]: [entry(aChange({ signal: 'opt-in' })), entry(lifted), entry(lifts)],
      [peer]: [entry(aChange())],
    };

    const { applied } = await apply(change, { peers: [peer], history });

    expect(applied.slice(1).map(({ subject, signal }) => [subject === peer ? 'peer' : 'own', signal])).toEqual([
      ['own', 'unsubscribe'],
      ['peer', 'opt-in'],
    ]);
  });

  it.each<[string, Partial<Parameters<typeof aChange>[0]>, string]>([
    ['a change', {}, 'unsubscribe: 2 suppressed'],
    ['an unproven change', { standing: 'unproven' }, 'unsubscribe: 2 suppressed, unproven'],
    ['a hint', { standing: 'hint' }, 'unsubscribe: 2 for review, without effect'],
    ['a change that is only noted', { standing: 'noted' }, 'unsubscribe: 2 noted, without effect'],
  ])('settles the mail that brought %s, with its reason', async (_case, changes, reason) => {
    const { done } = await apply(aChange({ ...changes, delivery: { eventId: 'evt_1', integration: 'sales', of: 2 } }));

    expect(done.at(-1)).toEqual(['settle', 'evt_1', 2, reason]);
  });
});
