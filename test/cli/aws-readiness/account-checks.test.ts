import { accountFindings, refusalFindings } from '../../../cli/aws-readiness/account-checks.ts';
import type { Facts, Refusal } from '../../../cli/aws-readiness/facts.ts';
import { codesOf, deployment, healthyFacts } from './healthy-facts.ts';

describe('accountFindings', () => {
  it.each<{ title: string; changes: Partial<Facts>; codes: string[] }>([
    { title: 'accepts the account of the deployment', changes: {}, codes: [] },
    { title: 'accepts a clock that is a little off', changes: { clockSkewMs: 29_999 }, codes: [] },
    {
      title: 'remarks a clock that is half a minute off',
      changes: { clockSkewMs: -30_000 },
      codes: ['remark clock-skew'],
    },
    {
      title: 'reports a clock that AWS refuses',
      changes: { clockSkewMs: 300_000 },
      codes: ['problem clock-skew'],
    },
    {
      title: 'reports credentials that AWS does not accept',
      changes: { caller: { error: 'ExpiredToken' } },
      codes: ['problem credentials'],
    },
    {
      title: 'reports another account',
      changes: { caller: { account: '999999999999' } },
      codes: ['problem account-mismatch'],
    },
    {
      title: 'reports another region than the region of the key',
      changes: { deployment: { ...deployment, region: 'us-east-1' } },
      codes: ['problem region-mismatch'],
    },
  ])('$title', ({ changes, codes }) => {
    expect(codesOf(accountFindings(healthyFacts(changes)))).toEqual(codes);
  });

  it.each([
    [60_000, '60 s ahead of'],
    [-60_000, '60 s behind'],
  ])('says in which direction a clock is off by %d ms', (clockSkewMs, words) => {
    expect(accountFindings(healthyFacts({ clockSkewMs }))[0]!.what).toContain(words);
  });
});

describe('refusalFindings', () => {
  const codes = (...refusals: Refusal[]) => codesOf(refusalFindings({ deployment, refusals }));
  const denied: Refusal = { kind: 'denied', asked: 'ses:GetAccount', reason: 'AccessDenied' };

  it.each<[Refusal['kind'], string]>([
    ['denied', 'problem permission-missing'],
    ['unanswered', 'problem not-answered'],
    ['dns', 'remark dns-not-answered'],
  ])('reports a question that was %s', (kind, code) => {
    expect(codes({ ...denied, kind })).toEqual([code]);
  });

  it('reports a question once, however often it was refused', () => {
    expect(codes(denied, denied, { ...denied, asked: 'sns:GetTopicAttributes' })).toHaveLength(2);
  });

  it('names the policies that allow the question', () => {
    expect(refusalFindings({ deployment, refusals: [denied] })[0]!.todo).toContain(deployment.operatorPolicyArns[0]);
  });
});
