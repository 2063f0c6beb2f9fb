import { mintMailCursor, readMailCursor } from '../../../lambdas/domain/delivery/mail-cursor.ts';
import { readTokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';

const keys = readTokenKeys('{"current":"k1","k1":"a key"}');
const others = readTokenKeys('{"current":"k1","k1":"another key"}');

describe('the cursor of the list of mails', () => {
  it.each([undefined, 'acme'])('leads back to its place, for the tenant %s', (tenant) => {
    expect(readMailCursor(mintMailCursor('2026#m', tenant, keys), tenant, keys)).toBe('2026#m');
  });

  it('is none of another tenant, of another deployment, or altered', () => {
    const cursor = mintMailCursor('2026#m', 'acme', keys);

    expect(readMailCursor(cursor, 'beta', keys)).toBeUndefined();
    expect(readMailCursor(cursor, undefined, keys)).toBeUndefined();
    expect(readMailCursor(cursor, 'acme', others)).toBeUndefined();
    expect(readMailCursor(`${cursor.slice(0, -1)}x`, 'acme', keys)).toBeUndefined();
    expect(readMailCursor('', 'acme', keys)).toBeUndefined();
  });
});
