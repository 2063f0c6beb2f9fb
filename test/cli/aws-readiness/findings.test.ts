import { findingsOf } from '../../../cli/aws-readiness/findings.ts';
import { codesOf, healthyFacts, healthyMail, healthyStorage } from './healthy-facts.ts';

describe('findingsOf', () => {
  it('finds nothing in a healthy account', () => {
    expect(findingsOf(healthyFacts())).toEqual([]);
  });

  it('puts problems first and remarks last, each in the order of the checks', () => {
    const { sending } = healthyMail();
    const facts = healthyFacts({
      clockSkewMs: 60_000,
      mail: healthyMail({ mx: { value: [] }, sending: { value: { ...sending!.value, suppressed: [] } } }),
      storage: healthyStorage({ keyState: { value: 'Disabled' } }),
      refusals: [{ kind: 'denied', asked: 'ses:GetAccount', reason: 'AccessDenied' }],
    });

    expect(codesOf(findingsOf(facts))).toEqual([
      'problem permission-missing',
      'problem mx-missing',
      'problem key-unusable',
      'remark clock-skew',
      'remark suppression-list-off',
    ]);
  });

  it('checks nothing of an account that was not asked', () => {
    const { mail: _mail, running: _running, storage: _storage, ...unasked } = healthyFacts({ caller: undefined });

    expect(findingsOf(unasked)).toEqual([]);
  });
});
