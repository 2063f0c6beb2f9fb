import {
  absentPerson,
  accepted,
  barsOutreach,
  nothingToWrite,
  readBackProof,
  unlessTicked,
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

describe('unlessTicked', () => {
  it.each([
    [['marketing'], 'tick', undefined],
    [['sales'], 'tick', undefined],
    [['marketing', 'sales'], 'leave', undefined],
    [['sales'], 'leave', 'a no to sales alone is left to other systems (salesOptOut)'],
    [['sales', 'legal'], 'leave', 'a no to sales alone is left to other systems (salesOptOut)'],
    [['legal'], 'tick', 'the box'],
    [[], 'leave', 'the box'],
  ] as const)('writes nothing but where the only box fits: %j with %s', (suppressed, salesOptOut, answer) => {
    const expected = answer === undefined ? undefined : { value: { by: 'not-kept-here', answer } };

    const end = unlessTicked(suppressed, salesOptOut, 'the box');

    if (expected === undefined) expect(end).toBeUndefined();
    else expect(end).toMatchObject(expected);
  });
});
