import {
  absentPerson,
  accepted,
  barsOutreach,
  nothingToWrite,
  readBackProof,
} from '../../lambdas/crm/suppression-proofs.ts';

describe('suppression proofs', () => {
  it.each([
    ['an absent person', absentPerson('no'), 'unchanged', { by: 'read-back', answer: 'no', isAbsent: true }],
    ['nothing to write', nothingToWrite('no'), 'unchanged', { by: 'not-kept-here', answer: 'no' }],
    ['an accepted write', accepted('id'), 'updated', { by: 'accepted', answer: 'id' }],
    ['a read-back', readBackProof('2'), 'updated', { by: 'read-back', answer: '2' }],
  ])('distinguish %s from the others', (_what, outcome, how, value) => {
    expect(outcome).toStrictEqual({ kind: 'ok', value, how });
  });
});

describe('barsOutreach', () => {
  it.each([
    [[], false],
    [['legal'], false],
    [['sales'], true],
    [['marketing'], true],
    [['marketing', 'sales', 'legal'], true],
  ] as const)('tells whether %j ends mail of our own accord: %j', (suppressed, expected) => {
    expect(barsOutreach(suppressed)).toBe(expected);
  });
});
