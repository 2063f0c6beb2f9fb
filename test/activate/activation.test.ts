import { activationId, previousOf, refusalOf } from '../../lambdas/activate/activation.ts';

describe('activationId', () => {
  it.each([undefined, 'theirs'])('remembers that %s was active before', (previous) => {
    expect(previousOf(activationId('postern-prod', previous))).toBe(previous);
  });

  it('gives another rule set another id', () => {
    expect(activationId('postern-prod', 'theirs')).not.toBe(activationId('postern-test', 'theirs'));
  });

  it('finds nothing in an id of another form', () => {
    expect(previousOf('some-id')).toBeUndefined();
  });
});

describe('refusalOf', () => {
  it.each([
    ['theirs', 'postern-prod', 'mode: existing, name: theirs'],
    ['postern-shared', 'postern-prod', 'set ruleSet: { mode: shared } for this stage'],
    ['postern-test', 'postern-shared', 'set ruleSet: { mode: shared, takeover: true }'],
    ['postern-test', 'postern-prod', 'give this stage another region or account'],
  ])('says what to write when %s is active and %s is ours', (current, ours, way) => {
    expect(refusalOf(current, ours)).toContain(`receipt rule set "${current}" is active. `);
    expect(refusalOf(current, ours)).toContain(way);
  });
});
