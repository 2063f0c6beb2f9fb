import fc from 'fast-check';
import {
  apiKeyIdIn,
  apiKeyStateOf,
  apiKeyText,
  compactApiKey,
  judgeApiKey,
  newApiKey,
  revokedApiKey,
  rotatedApiKey,
} from '../../../lambdas/domain/configuration/api-key.ts';
import { anApiKey } from '../../helpers/api-keys.ts';

const secretOf = (byte: number): string => apiKeyText('0123456789ab', Buffer.alloc(32, byte));
const [first, second, third] = [secretOf(1), secretOf(2), secretOf(3)];
const at = (time: string): Date => new Date(time);
const now = at('2026-12-01T12:00:00.000Z');

describe('judgeApiKey', () => {
  it('takes exactly the text that was handed out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = apiKeyText('0123456789ab', Buffer.from(bytes));
        const stored = newApiKey(anApiKey(), text);

        expect(apiKeyIdIn(text)).toBe('0123456789ab');
        expect(judgeApiKey(stored, text, now)).toBe('valid');
        expect(judgeApiKey(stored, `${text.slice(0, -1)}${text.endsWith('A') ? 'E' : 'A'}`, now)).toBe('unknown');
      }),
    );
  });

  it.each([
    ['2026-12-01T12:00:00.001Z', 'valid'],
    ['2026-12-01T12:00:00.000Z', 'expired'],
    ['2026-12-01T13:00:00.000+01:00', 'expired'],
    ['2020-01-01T00:00:00.000Z', 'expired'],
    ['not a time', 'expired'],
  ])('takes a key that expires at %s as %s', (expiresAt, state) => {
    expect(judgeApiKey(newApiKey(anApiKey({ expiresAt }), first), first, now)).toBe(state);
    expect(apiKeyStateOf(anApiKey({ expiresAt }), now)).toBe(state);
  });

  it('takes both secrets until the end of the overlap, and then the new one', () => {
    const stored = rotatedApiKey(newApiKey(anApiKey(), first), second, now.toISOString(), '2026-12-02T12:00:00.000Z');

    for (const text of [first, second]) expect(judgeApiKey(stored, text, now)).toBe('valid');
    expect(judgeApiKey(stored, first, at('2026-12-02T12:00:00.000Z'))).toBe('replaced');
    expect(judgeApiKey(stored, second, at('2026-12-02T12:00:00.000Z'))).toBe('valid');
  });

  it('ends the first secret with the second rotation, whatever its overlap was', () => {
    const once = rotatedApiKey(newApiKey(anApiKey(), first), second, now.toISOString(), '2027-01-01T00:00:00.000Z');
    const twice = rotatedApiKey(once, third, now.toISOString(), '2027-01-01T00:00:00.000Z');

    expect([first, second, third].map((text) => judgeApiKey(twice, text, now))).toEqual(['unknown', 'valid', 'valid']);
  });

  it('ends every secret of a key that is revoked, and keeps the time of the first revocation', () => {
    const rotated = rotatedApiKey(newApiKey(anApiKey(), first), second, now.toISOString(), '2027-01-01T00:00:00.000Z');
    const revoked = revokedApiKey(revokedApiKey(rotated, now.toISOString()), '2027-01-01T00:00:00.000Z');

    expect(judgeApiKey(revoked, second, now)).toBe('revoked');
    expect(judgeApiKey(revoked, first, now)).toBe('unknown');
    expect(revoked.key.revokedAt).toBe(now.toISOString());
  });

  it.each(['', 'pst_', 'pst_0123456789ab_', `${first} `, first.toUpperCase(), first.slice(1), `x${first}`])(
    'finds no id in %j',
    (text) => {
      expect(apiKeyIdIn(text)).toBeUndefined();
    },
  );
});

describe('compactApiKey', () => {
  it('leaves out limits and addresses that are not set', () => {
    expect(compactApiKey(anApiKey({ allow: [], limits: {} }))).toEqual(anApiKey());
    expect(compactApiKey(anApiKey({ limits: { perDay: 1 } }))).toEqual(anApiKey({ limits: { perDay: 1 } }));
  });
});
