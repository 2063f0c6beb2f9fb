import { lagKindOf, signals } from '../../../lambdas/domain/consent/signals.ts';

describe('lagKindOf', () => {
  it.each([
    ['unsubscribe', ['unsubscribe', 'opt-out', 'negative']],
    ['bounce', ['hard-bounce', 'soft-bounce']],
    ['complaint', ['complaint']],
  ] as const)('puts under the promise %s the signals %j', (kind, expected) => {
    expect(signals.filter((signal) => lagKindOf(signal) === kind)).toEqual(expected);
  });

  it('puts every other signal under consent', () => {
    const others = ['opt-in', 'taken-back', 'unconfirmed', 'delivered', 'heard', 'lifted', 'address-rule', 'crm-stage'];

    expect(signals.filter((signal) => lagKindOf(signal) === 'consent')).toEqual(others);
  });
});
