import { keyLines, shownKey } from '../../../cli/api-keys/key-lines.ts';
import { anApiKey } from '../../helpers/api-keys.ts';

const now = new Date('2026-12-01T12:00:00.000Z');

describe('keyLines', () => {
  it('shows a key of all tenants without limits', () => {
    expect(keyLines(anApiKey(), now)).toEqual([
      '0123456789ab  valid  all tenants  billing',
      '  created 2026-11-01T00:00:00.000Z, never expires',
      '  scopes events:read',
    ]);
  });

  it('shows the tenant, the addresses, the limits and the end', () => {
    const key = anApiKey({
      tenant: 'acme',
      rotatedAt: '2026-11-02T00:00:00.000Z',
      expiresAt: '2026-11-03T00:00:00.000Z',
      allow: ['10.0.0.0/8', '::1'],
      limits: { perMinute: 6, perDay: 7 },
    });

    expect(keyLines(key, now)).toEqual([
      '0123456789ab  expired  acme  billing',
      '  created 2026-11-01T00:00:00.000Z, rotated 2026-11-02T00:00:00.000Z, expires 2026-11-03T00:00:00.000Z',
      '  scopes events:read',
      '  only from 10.0.0.0/8, ::1',
      '  at most 6 requests a minute, 7 requests a day',
    ]);
  });

  it('shows when a key was revoked', () => {
    expect(keyLines(anApiKey({ revokedAt: '2026-11-05T00:00:00.000Z' }), now).slice(0, 2)).toEqual([
      '0123456789ab  revoked  all tenants  billing',
      '  created 2026-11-01T00:00:00.000Z, revoked 2026-11-05T00:00:00.000Z',
    ]);
  });
});

describe('shownKey', () => {
  it('adds the state', () => {
    expect(shownKey(anApiKey(), now)).toEqual({ ...anApiKey(), state: 'valid' });
  });
});
