import { mintToken, readToken } from '../../../lambdas/domain/consent/token.ts';
import { readTokenKeys } from '../../../lambdas/domain/mail/signed-text.ts';
import { attachmentAnswer, mayView, mintViewToken, readViewToken } from '../../../lambdas/domain/planning/view-link.ts';

const keys = readTokenKeys(JSON.stringify({ current: 'k2', k1: 'an old key', k2: 'a key' }));
const token = { integration: 'sales', eventId: 'evt_0123456789abcdef0123456789abcdef' };

describe('mintViewToken, readViewToken and mayView', () => {
  it('name one mail at one integration, and outlive a rotation of keys', () => {
    expect(readViewToken(mintViewToken(token, keys), keys)).toEqual(token);
    expect(readViewToken(mintViewToken(token, { ...keys, current: 'k1' }), keys)).toEqual(token);
  });

  it('refuse a link that is cut, altered anywhere, or signed by another key', () => {
    const text = mintViewToken(token, keys);
    for (let at = 0; at < text.length; at += 1) {
      expect(readViewToken(text.slice(0, at), keys)).toBeUndefined();
      const other = text[at] === 'A' ? 'B' : 'A';
      const altered = text.slice(0, at) + other + text.slice(at + 1);
      // The last character of base64url holds bits that no byte has.
      if (at < text.length - 1) expect(readViewToken(altered, keys)).toBeUndefined();
    }
    expect(readViewToken(mintViewToken(token, { current: 'k2', keys: { k2: 'another' } }), keys)).toBeUndefined();
  });

  it('refuse a link to unsubscribe, and the other way round', () => {
    const leave = mintToken({ kind: 'unsubscribe', tenant: 'acme', subject: 'x', purposes: ['marketing'] }, keys);

    expect(readViewToken(leave, keys)).toBeUndefined();
    expect(readToken(mintViewToken(token, keys), keys)).toBeUndefined();
  });

  const now = new Date('2026-11-20T10:00:00Z');
  const delivery = { fate: 'delivered', receivedAt: '2026-11-01T10:00:00.000Z' };
  const integration = { links: { days: 30 }, mode: 'live' } as const;
  it.each([
    ['a delivered mail', { integration, delivery }, true],
    ['one that is still under way', { integration, delivery: { receivedAt: delivery.receivedAt } }, true],
    ['one that was kept out', { integration, delivery: { ...delivery, fate: 'quarantined' } }, false],
    ['one that was filtered', { integration, delivery: { ...delivery, fate: 'filtered' } }, false],
    ['one that is too old', { integration: { ...integration, links: { days: 19 } }, delivery }, false],
    ['one whose integration shows mail no more', { integration: { mode: 'live' as const }, delivery }, false],
    ['one whose integration is off', { integration: { ...integration, mode: 'off' as const }, delivery }, false],
    ['one whose integration is gone', { integration: undefined, delivery }, false],
    ['one that never went there', { integration, delivery: undefined }, false],
  ])('show a mail or not, by the state at the time of the click: %s', (_name, question, expected) => {
    expect(mayView({ ...question, now })).toBe(expected);
  });
});

describe('attachmentAnswer', () => {
  const attachment = {
    contentType: 'image/png',
    detectedType: 'image/png',
    size: 1,
    sha256: 'x',
    inline: false,
    key: 'k',
    reasons: [],
  };
  const file = { wants: 'file', isWarned: false, isScanning: false } as const;
  it.each([
    ['clean', file, {}, 'give'],
    ['suspicious', file, {}, 'warn'],
    ['suspicious', { ...file, isWarned: true }, {}, 'give'],
    ['unscanned', file, {}, 'warn'],
    ['blocked', { ...file, isWarned: true }, {}, 'refuse'],
    ['clean', { wants: 'picture', isWarned: false, isScanning: false }, {}, 'show'],
    ['clean', { wants: 'picture', isWarned: false, isScanning: false }, { detectedType: 'image/svg+xml' }, 'absent'],
    ['suspicious', { wants: 'picture', isWarned: true, isScanning: false }, {}, 'absent'],
    ['blocked', { wants: 'macro-free', isWarned: false, isScanning: false }, { macroFreeKey: 'c' }, 'give'],
    ['blocked', { wants: 'macro-free', isWarned: false, isScanning: false }, {}, 'absent'],
    ['unscanned', { ...file, isScanning: true }, {}, 'wait'],
    ['unscanned', { ...file, isWarned: true, isScanning: true }, {}, 'wait'],
    ['blocked', { ...file, isScanning: true }, {}, 'refuse'],
    ['unscanned', { wants: 'picture', isWarned: false, isScanning: true }, {}, 'wait'],
    ['blocked', { wants: 'macro-free', isWarned: false, isScanning: true }, { macroFreeKey: 'c' }, 'wait'],
  ] as const)(
    'answers a click on an attachment of verdict %s, asking for %j of %j: %s',
    (verdict, asked, changes, expected) => {
      expect(attachmentAnswer({ ...attachment, verdict, ...changes }, asked)).toBe(expected);
    },
  );

  it('finds no attachment where there is none', () => {
    expect(attachmentAnswer(undefined, file)).toBe('absent');
  });
});
