import { eligibilityLines, historyLine, targetLine } from '../../cli/consent-status.ts';
import type { HistoryEntry } from '../../lambdas/domain/consent/consent-ledger.ts';

describe('targetLine', () => {
  it.each([
    [{ target: 'main', state: 'waiting' } as const, '  main: waiting'],
    [{ target: 'main', state: 'waiting', reason: 'HTTP 503' } as const, '  main: waiting (HTTP 503)'],
    [
      { target: 'main', state: 'told', verifiedAt: 'T', proof: { by: 'read-back', answer: 'opted out' } } as const,
      '  main: told T (read-back: opted out)',
    ],
  ])('shows %j', (status, line) => {
    expect(targetLine(status)).toBe(line);
  });
});

describe('eligibilityLines', () => {
  const answer = { address: 'lea@example.org', tenant: 'acme' };

  it('names the purposes that are allowed', () => {
    const eligible = { legal: true, sales: false, marketing: true };

    expect(eligibilityLines({ ...answer, eligible, reasons: [] })).toEqual([
      expect.stringMatching(/^lea@example\.org may be written to for: (?:legal, marketing|marketing, legal)$/),
    ]);
  });

  it('says nothing is allowed, and why, since when, by whom and how sure that is', () => {
    const eligible = { legal: false, sales: false, marketing: false };

    expect(
      eligibilityLines({
        ...answer,
        eligible,
        reasons: [
          { code: 'address-rule', purposes: ['marketing'], detail: 'never' },
          {
            code: 'unsubscribed',
            purposes: ['marketing', 'sales'],
            since: 'T',
            source: 'mail',
            evidence: 'evt_1',
            standing: 'unproven',
            review: true,
          },
        ],
      }),
    ).toEqual([
      'lea@example.org may be written to for: nothing',
      '  not for marketing: address-rule (never)',
      '  not for marketing, sales: unsubscribed since T, by mail: evt_1 (unproven); the address has written since: look at it',
    ]);
  });
});

describe('historyLine', () => {
  const entry: HistoryEntry = {
    changeId: 'chg_1',
    tenant: 'acme',
    subject: 's',
    signal: 'unsubscribe',
    at: 'T1',
    receivedAt: 'T2',
    source: 'cli',
    evidence: 'ada by the command line',
  };

  it.each<[Partial<HistoryEntry>, string]>([
    [{}, 'T1  unsubscribe  by cli: ada by the command line'],
    [
      { purposes: ['marketing', 'sales'], standing: 'unproven', reason: 'asked', policyVersion: '7' },
      'T1  unsubscribe (marketing, sales) (unproven)  by cli: ada by the command line  (asked)  policy 7',
    ],
    [{ signal: 'lifted', lifts: ['a', 'b'] }, 'T1  lifted of 2 change(s)  by cli: ada by the command line'],
  ])('shows a change with %j', (changes, line) => {
    expect(historyLine({ ...entry, ...changes })).toBe(line);
  });
});
