import { createRouter } from '../../../lambdas/domain/configuration/route.ts';
import { returnPathId, taggedAddress } from '../../../lambdas/domain/configuration/tagged-address.ts';

const keys = { current: 'k1', keys: { k1: 'a key of the tests' } };
const of = (...addresses: string[]) => ({ key: 'sales', tenant: 'acme', addresses });
const make = (integration: ReturnType<typeof of>, id = '123', others: Array<ReturnType<typeof of>> = []) =>
  taggedAddress({ kind: 'deal', id }, integration, [integration, ...others], keys);

describe('taggedAddress', () => {
  it.each<[string, string[], RegExp]>([
    ['the address of its kind', ['sales@in.example', 'deal@in.example'], /^deal\+123\.[a-z2-7]{12}@in\.example$/],
    ['the place of a pattern', ['deal-{deal}@in.example'], /^deal-123\.[a-z2-7]{12}@in\.example$/],
    ['a plus tag that names the kind', ['sales@in.example'], /^sales\+deal-123\.[a-z2-7]{12}@in\.example$/],
  ])('uses %s', (_case, addresses, shape) => {
    const address = make(of(...addresses)) ?? '';

    expect(address).toMatch(shape);
    expect(createRouter([of(...addresses)])(address)?.token?.type).toBe('deal');
  });

  it.each<[string, string | undefined]>([
    ['an id with characters that no address takes', make(of('sales@in.example'), 'a b')],
    ['an id that is too long for a local part', make(of('sales@in.example'), 'x'.repeat(60))],
    ['an integration without addresses', make(of())],
    ['a catch-all, which reads no record from an address', make(of('*@in.example'))],
    [
      'an address that another integration takes',
      make(of('*@in.example'), '123', [{ ...of('deal@in.example'), key: 'other' }]),
    ],
  ])('makes none for %s', (_case, address) => {
    expect(address).toBeUndefined();
  });
});

describe('returnPathId', () => {
  it('takes half of the keyed hash', () => {
    expect(returnPathId('0123456789abcdef0123456789abcdef01234567')).toBe('0123456789abcdef0123');
  });
});
