import { type QuarterFacts, quarterlyLines, quarterlyReport } from '../../../cli/report/quarterly.ts';
import type { LegalHold } from '../../../lambdas/domain/delivery/legal-hold.ts';

const file = {
  connections: {},
  integrations: [
    { key: 'sales', mapping: 'acme@2' },
    { key: 'support', mapping: 'acme@2' },
    { key: 'news', mapping: 'default@1' },
  ],
  mappings: { 'acme@2': { owner: 'Revenue operations' } },
} as never;

const quiet: QuarterFacts = {
  from: new Date('2026-09-01T00:00:00Z'),
  to: new Date('2026-12-01T00:00:00Z'),
  file: { connections: {}, integrations: [] },
  keys: [],
  acts: [],
  audit: { mails: 0, missing: [], duplicates: [] },
  grants: { source: 'tests', functions: [] },
  retention: [],
  legalHolds: [],
};
const act = (action: string, actor: string | undefined, changes: readonly string[] = []) => ({
  at: '2026-11-02T10:00:00.000Z',
  action,
  ...(actor !== undefined && { actor }),
  request: {},
  result: { changes },
});

describe('quarterlyReport', () => {
  it('leaves nothing to decide where nothing is', () => {
    const report = quarterlyReport(quiet);

    expect(report.open).toEqual([]);
    expect(quarterlyLines(report)).toEqual(
      expect.arrayContaining(['To decide', '  nothing', expect.stringMatching(/^Reviewed by: _+ +on: _+$/)]),
    );
  });

  it('shows who changed which mapping, when, beside its owner and its users', () => {
    const acts = [
      act('configuration', 'arn:aws:iam::1:user/ada', ['change mapping acme@2', 'add integration support']),
      act('configuration', 'arn:aws:iam::1:user/bob', ['add mapping acme@20']),
    ];
    const { mappings, open } = quarterlyReport({ ...quiet, file, acts });

    expect(mappings[0]).toEqual({
      mapping: 'acme@2',
      owner: 'Revenue operations',
      integrations: ['sales', 'support'],
      changes: [{ at: '2026-11-02T10:00:00.000Z', actor: 'arn:aws:iam::1:user/ada', change: 'change mapping acme@2' }],
    });
    expect(open).toEqual(['default@1 has no owner of yours: news use it']);
  });

  it('counts acts, and asks about those of people without an identity, not about schedules', () => {
    const { acts, open } = quarterlyReport({
      ...quiet,
      acts: [act('redrive', undefined), act('replay', undefined), act('replay', 'arn:x'), act('data-erase', 'arn:y')],
    });

    expect(acts).toEqual({
      byAction: { redrive: 1, replay: 2, 'data-erase': 1 },
      unnamed: 1,
      people: ['arn:x', 'arn:y'],
    });
    expect(open).toEqual(['1 acts of people have no identity: an earlier version recorded them']);
  });

  it.each<[what: string, facts: Partial<QuarterFacts>, open: RegExp]>([
    ['an old key', { keys: [{ id: 'p/crm', neededBy: 'x', ageDays: 366 }] }, /^p\/crm is 366 days old/],
    [
      'a mail without a fate',
      { audit: { mails: 1, missing: [{}] as never, duplicates: [] } },
      /^1 mails or recipients/,
    ],
    ['a duplicate', { audit: { mails: 1, missing: [], duplicates: [{}] as never } }, /^1 mails have several records/],
    [
      'an unused grant',
      { grants: { source: 'x', functions: [{ function: 'sink', unused: ['s3'] }] } },
      /^1 functions have grants/,
    ],
    [
      'a long legal hold',
      {
        legalHolds: [
          { id: 'h1', kind: 'tenant', tenant: 'a', reason: 'r', placedAt: '2025-11-01T00:00:00Z', state: 'placed' },
        ],
      },
      /^the legal hold h1 is 395 days old/,
    ],
  ])('asks the reviewer about %s', (_what, facts, open) => {
    expect(quarterlyReport({ ...quiet, ...facts }).open).toEqual([expect.stringMatching(open)]);
  });

  it('prints every section, with what is not known', () => {
    const hold: LegalHold = {
      id: 'h1',
      kind: 'tenant',
      tenant: 'acme',
      reason: 'case 7',
      placedAt: '2026-11-01T00:00:00Z',
      placedBy: 'arn:x',
      state: 'placed',
    };
    const text = quarterlyLines(
      quarterlyReport({
        ...quiet,
        file,
        acts: [act('replay', 'arn:x')],
        keys: [
          { id: 'p/crm', neededBy: 'connection acme', changedAt: '2026-11-21T00:00:00.000Z', ageDays: 10 },
          { id: 'p/hook', neededBy: 'x', unknown: 'AccessDeniedException' },
        ],
        grants: { unknown: 'AccessDenied' },
        retention: [{ store: 'ledger', kind: 'MAIL', content: 'mails', days: 400 }],
        legalHolds: [hold],
      }),
    ).join('\n');

    expect(text).toContain('p/crm (connection acme): 10 days old, since 2026-11-21');
    expect(text).toContain('p/hook (x): age not known: AccessDeniedException');
    expect(text).toContain('Unused grants\n  not known: AccessDenied');
    expect(text).toContain('ledger MAIL: mails, 400 days');
    expect(text).toContain('h1: tenant, case 7; by arn:x, 30 days ago');
    expect(text).toContain('replay: 1\n  by arn:x');
  });
});
