import fc from 'fast-check';
import { mintCursor, readCursor } from '../../../lambdas/domain/delivery/feed-cursor.ts';
import { readTokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';
import { mintViewToken } from '../../../lambdas/domain/planning/view-link.ts';

const keys = readTokenKeys(JSON.stringify({ current: 'k2', k1: 'an old key', k2: 'a key' }));
const positions = new Map([['acme', { after: 42, at: 1_790_000_000_000 }]]);

describe('mintCursor and readCursor', () => {
  it('keep the places of every tenant, whatever its name', () => {
    const place = fc.record({ after: fc.maxSafeNat(), at: fc.maxSafeNat() });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), place), { selector: ([name]) => name }), (entries) => {
        expect(readCursor(mintCursor(new Map(entries), keys), keys, undefined)).toEqual(new Map(entries));
      }),
    );
  });

  it('outlive a rotation of keys', () => {
    expect(readCursor(mintCursor(positions, { ...keys, current: 'k1' }), keys, 'acme')).toEqual(positions);
  });

  it('refuse a cursor that is cut or altered anywhere', () => {
    const text = mintCursor(positions, keys);
    for (let at = 0; at < text.length - 1; at += 1) {
      expect(readCursor(text.slice(0, at), keys, 'acme')).toBeUndefined();
      expect(readCursor(text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1), keys, 'acme')).toBe(
        undefined,
      );
    }
  });

  it.each<[string, string, string | undefined]>([
    ['of another tenant', mintCursor(positions, keys), 'other'],
    ['of all tenants for a key of one', mintCursor(new Map([...positions, ['b', { after: 1, at: 1 }]]), keys), 'acme'],
    ['signed by another key', mintCursor(positions, { current: 'k2', keys: { k2: 'another' } }), 'acme'],
    ['that is a link to a mail', mintViewToken({ integration: 'acme', eventId: 'evt_1' }, keys), undefined],
    ['that is no token', 'null', undefined],
    ['that is empty', '', undefined],
  ])('refuse a cursor %s', (_, text, tenant) => {
    expect(readCursor(text, keys, tenant)).toBeUndefined();
  });
});
