import fc from 'fast-check';
import { readAddressToken } from '../../../lambdas/domain/configuration/address-token.ts';
import { createRouter } from '../../../lambdas/domain/configuration/route.ts';
import { taggedAddress } from '../../../lambdas/domain/configuration/tagged-address.ts';
import { signTag, splitTag, type Tagged, verifyTag } from '../../../lambdas/domain/mail/address-tag.ts';

const keys = { current: 'k2', keys: { k1: 'an old key of ours', k2: 'a new key of ours' } };
const deal: Tagged = { kind: 'deal', tenant: 'acme', integration: 'deals', id: '12345' };

describe('a tag in an address', () => {
  it('verifies for what it was made, in any case, also after its key was replaced', () => {
    const text = signTag(deal, { ...keys, current: 'k1' });

    expect(text).toMatch(/^12345\.[a-z2-7]{12}$/);
    for (const spelled of [text, text.toUpperCase()]) expect(verifyTag(spelled, deal, keys)).toBe('12345');
  });

  it.each<[string, Partial<Tagged>]>([
    ['kind', { kind: 'ticket' }],
    ['tenant', { tenant: 'other' }],
    ['integration', { integration: 'sales' }],
    ['scope', { integration: undefined }],
  ])('verifies for no other %s', (_what, changes) => {
    expect(verifyTag(signTag(deal, keys), { ...deal, ...changes }, keys)).toBeUndefined();
  });

  it('does not move to another id, nor outlive its key', () => {
    const { tag } = splitTag(signTag(deal, keys))!;

    expect(verifyTag(`12346.${tag}`, deal, keys)).toBeUndefined();
    expect(verifyTag(`12345.${tag}`, deal, { current: 'k1', keys: { k1: keys.keys.k1 } })).toBeUndefined();
  });

  it('refuses a tag with another character', () => {
    const text = signTag(deal, keys);
    fc.assert(
      fc.property(fc.nat(11), fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), (at, letter) => {
        const place = text.length - 12 + at;
        const altered = text.slice(0, place) + letter + text.slice(place + 1);
        expect(verifyTag(altered, deal, keys) !== undefined).toBe(altered === text);
      }),
    );
  });
});

describe('the token of a mail’s addresses', () => {
  const integration = { tenant: 'acme', key: 'deals' };
  const read = (...tokens: Array<{ type: string; id: string }>) =>
    readAddressToken(tokens, integration, async () => keys);

  it('reads a signed token before any other token of an address', async () => {
    expect(await read({ type: 'tag', id: 'news' }, { type: 'deal', id: signTag(deal, keys) })).toEqual({
      type: 'deal',
      id: '12345',
      isSigned: true,
    });
  });

  it('names the record without being signed where its tag is not ours', async () => {
    expect(await read({ type: 'deal', id: '12345.abcdefghijkl' })).toEqual({ type: 'deal', id: '12345' });
    const tag = signTag({ ...deal, integration: 'other' }, keys);
    expect(await read({ type: 'deal', id: tag })).toEqual({ type: 'deal', id: '12345' });
  });

  it('a return path holds at each integration of its tenant, and at no other tenant', async () => {
    const subject = '0123456789abcdef0123';
    const text = signTag({ kind: 'bounce', tenant: 'acme', id: subject }, keys);

    expect(await read({ type: 'bounce', id: text })).toEqual({ type: 'bounce', id: subject, isSigned: true });
    expect(
      await readAddressToken([{ type: 'bounce', id: text }], { tenant: 'other', key: 'deals' }, async () => keys),
    ).toEqual({ type: 'bounce', id: subject });
  });

  it.each([
    ['nothing', []],
    ['a plain number', [{ type: 'deal', id: '12345' }]],
    ['a word of the tenant’s', [{ type: 'tag', id: 'spring.abcdefghijkl' }]],
  ])('needs no key for %s', async (_case, tokens) => {
    const token = await readAddressToken(tokens, integration, () => {
      throw new Error('read');
    });
    expect(token).toEqual(tokens[0]);
  });
});

describe('a signed address', () => {
  const all = [
    { key: 'deals', tenant: 'acme', addresses: ['deals@in.example', 'deal+{token}@in.example'] },
    { key: 'sales', tenant: 'acme', addresses: ['sales@in.example'] },
    { key: 'rest', tenant: 'acme', addresses: ['*@in.example'] },
  ];

  it.each([
    ['deals', /^deal\+12345\.[a-z2-7]{12}@in\.example$/],
    ['sales', /^sales\+deal-12345\.[a-z2-7]{12}@in\.example$/],
  ])('routes the address of %s to its integration, with a valid tag', async (key, shape) => {
    const integration = all.find((entry) => entry.key === key)!;
    const address = taggedAddress({ kind: 'deal', id: '12345' }, integration, all, keys)!;

    expect(address).toMatch(shape);
    const route = createRouter(all)(address.toUpperCase());
    expect(route?.integration).toBe(key);
    expect(await readAddressToken([route!.token!], integration, async () => keys)).toEqual({
      type: 'deal',
      id: '12345',
      isSigned: true,
    });
  });

  it.each(['', 'a b', 'x@y', '<script>', 'x'.repeat(60)])('is not made for the id "%s"', (id) => {
    expect(taggedAddress({ kind: 'deal', id }, all[0]!, all, keys)).toBeUndefined();
  });
});
