import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { signWebhook } from '../../../../lambdas/crm/webhook/sign.ts';
import { intakeFormats } from '../../../../lambdas/domain/configuration/intake-formats.ts';
import { verifyingKeysOf } from '../../../../lambdas/domain/configuration/webhook-key.ts';
import { checkSignature } from '../../../../lambdas/domain/consent/intake/signatures.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const seconds = Math.floor(now.getTime() / 1000);
const body = '[{"email":"lea@example.org","event":"unsubscribe","timestamp":1795000000}]';
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);

describe('checkSignature, by Standard Webhooks', () => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const headersOf = (at: number, signed = body) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at * 1000), signed),
  });

  it('accepts a signature of the reference library, and not when one byte of the body changes', () => {
    expect(checkSignature('standard', headersOf(seconds), body, secret, now)).toEqual({
      ok: true,
      signature: 'v1',
      keyId: verifyingKeysOf(secret)[0]!.id,
    });
    fc.assert(
      fc.property(fc.nat(body.length - 1), (at) => {
        const check = checkSignature('standard', headersOf(seconds), flipped(body, at), secret, now);
        expect(check).toEqual({ ok: false, reason: 'wrong' });
      }),
    );
  });

  it('accepts the old and the new secret during a rotation', () => {
    expect(checkSignature('standard', headersOf(seconds), body, `whsec_bmV3 ${secret}`, now)).toMatchObject({
      ok: true,
    });
  });

  it('accepts the signature of a pair of ed25519 keys by its public half, and not when a byte of the body changes', () => {
    const pair = generateKeyPairSync('ed25519');
    const seed = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const publicHalf = `whpk_${pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')}`;
    const signing = { id: 'msg_1', timestampSeconds: seconds, body };
    const headers = signWebhook([`whsk_${seed.toString('base64')}`], signing);

    const check = (text: string, stored = publicHalf) => checkSignature('standard', headers, text, stored, now);

    expect(check(body)).toEqual({ ok: true, signature: 'v1a', keyId: verifyingKeysOf(publicHalf)[0]!.id });
    expect(check(body, `${secret} ${publicHalf}`)).toMatchObject({ ok: true, signature: 'v1a' });
    expect(check(flipped(body, 3))).toEqual({ ok: false, reason: 'wrong' });
    expect(check(body, secret)).toEqual({ ok: false, reason: 'wrong' });
  });

  it('does not take an HMAC under the public key of a pair for a signature', () => {
    const publicHalf = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const forged = signWebhook([`whsec_${publicHalf.toString('base64')}`], {
      id: 'msg_1',
      timestampSeconds: seconds,
      body,
    });
    const asPair = { ...forged, 'webhook-signature': forged['webhook-signature'].replace('v1,', 'v1a,') };
    for (const headers of [forged, asPair])
      expect(checkSignature('standard', headers, body, `whpk_${publicHalf.toString('base64')}`, now)).toEqual({
        ok: false,
        reason: 'wrong',
      });
  });

  it.each(['v1', 'v1,', 'v1a,', 'v2,AAAA', ' ', 'v1a', ','])('finds a signature of %j wrong', (signature) => {
    const headers = { ...headersOf(seconds), 'webhook-signature': signature };

    expect(checkSignature('standard', headers, body, secret, now)).toEqual({ ok: false, reason: 'wrong' });
  });

  it.each([-301, 301])('finds a signature stale %i seconds away', (age) => {
    expect(checkSignature('standard', headersOf(seconds + age), body, secret, now)).toEqual({
      ok: false,
      reason: 'stale',
    });
  });
});

describe('checkSignature, with a stored key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' });
  const secret = randomBytes(24).toString('base64');
  const hmac = (key: Buffer | string, text: string, encoding: 'base64' | 'hex') =>
    createHmac('sha256', key).update(text).digest(encoding);

  /** The request of a sender that signs by this key. */
  const signedBy = {
    standard: (key: string) => {
      const bytes = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
      const signature = `v1,${hmac(bytes, `msg_1.${seconds}.${body}`, 'base64')}`;
      const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
      return { headers, text: body };
    },
    sendgrid: (_key: string) => {
      const signature = createSign('sha256')
        .update(seconds + body)
        .sign(privateKey, 'base64');
      const headers = {
        'x-twilio-email-event-webhook-signature': signature,
        'x-twilio-email-event-webhook-timestamp': String(seconds),
      };
      return { headers, text: body };
    },
    mailgun: (key: string) => {
      const signature = { timestamp: String(seconds), token: 'abc', signature: hmac(key, `${seconds}abc`, 'hex') };
      return { headers: {}, text: JSON.stringify({ signature, 'event-data': {} }) };
    },
    postmark: (key: string) => ({
      headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}` },
      text: body,
    }),
    segment: (key: string) => ({
      headers: { 'x-signature': createHmac('sha1', key).update(body).digest('hex') },
      text: body,
    }),
    rudderstack: (key: string) => ({ headers: { authorization: key }, text: body }),
    mparticle: (key: string) => ({ headers: { authorization: key }, text: body }),
  } as const;
  const good = {
    standard: `whsec_${secret}`,
    sendgrid: spki,
    mailgun: 'a-signing-key',
    postmark: 'hook:secret',
    segment: 'a shared secret of Segment',
    rudderstack: 'Bearer 0123456789',
    mparticle: 'Basic dXNlcjpwYXNzd29yZA==',
  };
  const formats = intakeFormats;

  it.each(
    formats.flatMap((format) =>
      ['\n', '\r\n', ' ', '\t\n '].flatMap((blanks) => [
        [format, good[format] + blanks] as const,
        [format, blanks + good[format]] as const,
      ]),
    ),
  )('reads the key of %s without the blanks around it: %j', (format, stored) => {
    const { headers, text } = signedBy[format](good[format]);

    expect(checkSignature(format, headers, text, stored, now)).toMatchObject({ ok: true });
  });

  it.each([
    ...formats.flatMap((format) => ['', ' ', '\n', '\t \r\n'].map((stored) => [format, stored, stored] as const)),
    ...formats.map((format) => [format, '\n', ''] as const),
    ['standard', ',', ''],
    ['standard', ' , ,\n', ''],
    ['standard', 'whsec_', 'whsec_'],
    ['standard', 'whsec_\n', 'whsec_'],
    ['standard', 'whsec_ whsec_,', 'whsec_'],
    ['standard', 'whsec_bmV3', 'whsec_bmV3'],
    ['standard', `whsec_${Buffer.alloc(23, 1).toString('base64')}`, `whsec_${Buffer.alloc(23, 1).toString('base64')}`],
    ['standard', `whpk_${Buffer.alloc(32).toString('base64')}`, `whpk_${Buffer.alloc(32).toString('base64')}`],
    ['standard', `whpk_${Buffer.alloc(31, 1).toString('base64')}`, `whpk_${Buffer.alloc(31, 1).toString('base64')}`],
    ['standard', `whsk_${Buffer.alloc(32, 1).toString('base64')}`, `whsk_${Buffer.alloc(32, 1).toString('base64')}`],
    ['mailgun', 'short', 'short'],
    ['mailgun', ' short \n', 'short'],
    ['segment', 'only 15 letters', 'only 15 letters'],
    ['rudderstack', 'Bearer short', 'Bearer short'],
    ['mparticle', 'Basic', 'Basic'],
    ['postmark', ':', ':'],
    ['postmark', 'user:', 'user:'],
    ['postmark', 'user:\n', 'user:'],
    ['postmark', 'no colon', 'no colon'],
  ] as const)('finds the key of %s unusable, whoever signs by it: %j', (format, stored, signedWith) => {
    const { headers, text } = signedBy[format](signedWith);

    expect(checkSignature(format, headers, text, stored, now)).toEqual({ ok: false, reason: 'unusable-key' });
    expect(checkSignature(format, {}, '', stored, now)).toEqual({ ok: false, reason: 'unusable-key' });
  });

  it.each([
    ['no base64 of a key', 'no key'],
    ['an RSA key', rsa.toString('base64')],
    ['a key that was cut', spki.slice(0, 40)],
    ['the private half', privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')],
  ])('finds the key of sendgrid unusable when it is %s', (_what, stored) => {
    const { headers, text } = signedBy.sendgrid(stored);

    expect(checkSignature('sendgrid', headers, text, stored, now)).toEqual({ ok: false, reason: 'unusable-key' });
  });

  it.each([' ', ',', '\n', ', ', '\n\n', ' whsec_', ',whsec_,', ' whsec_bmV3', '\nbmV3'])(
    'accepts the key of Standard Webhooks and no empty or short piece beside it: %j',
    (rest) => {
      const stored = `whsec_${secret}${rest}`;

      const [own, empty, short] = [`whsec_${secret}`, '', 'whsec_bmV3'].map((key) => {
        const { headers, text } = signedBy.standard(key);
        return checkSignature('standard', headers, text, stored, now);
      });

      expect(own).toMatchObject({ ok: true });
      expect(empty).toEqual({ ok: false, reason: 'wrong' });
      expect(short).toEqual({ ok: false, reason: 'wrong' });
    },
  );
});

describe('checkSignature, with a Mailgun signature that is no text', () => {
  it.each([
    { timestamp: '1', token: 't', signature: 5 },
    { timestamp: 1, token: 't', signature: 'abc' },
    { timestamp: '1', token: { a: 1 }, signature: 'abc' },
    'abc',
    null,
  ])('takes the body for one without a signature: %j', (signature) => {
    const body = JSON.stringify({ signature });

    expect(checkSignature('mailgun', {}, body, 'a-signing-key', now)).toEqual({ ok: false, reason: 'missing' });
  });
});

describe('checkSignature, by SendGrid', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const sign = (timestamp: string, signed: string): string =>
    createSign('sha256')
      .update(timestamp + signed)
      .sign(privateKey, 'base64');
  const headersOf = (timestamp: number) => ({
    'x-twilio-email-event-webhook-signature': sign(String(timestamp), body),
    'x-twilio-email-event-webhook-timestamp': String(timestamp),
  });

  it("judges as SendGrid's own library does, for the body and for every altered one", () => {
    const oracle = new EventWebhook();
    const theirKey = oracle.convertPublicKeyToECDSA(key);
    const headers = headersOf(seconds);
    const signature = headers['x-twilio-email-event-webhook-signature'];
    for (const text of [body, flipped(body, 0), flipped(body, 20), `${body}\n`]) {
      const theirs = oracle.verifySignature(theirKey, text, signature, String(seconds));
      expect(checkSignature('sendgrid', headers, text, key, now).ok).toBe(theirs);
    }
    expect(checkSignature('sendgrid', headers, body, key, now)).toEqual({ ok: true });
  });

  it('finds a signature stale after five minutes, wrong for another key, and missing without its headers', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey;
    const otherKey = other.export({ format: 'der', type: 'spki' }).toString('base64');

    expect(checkSignature('sendgrid', headersOf(seconds - 301), body, key, now)).toEqual({
      ok: false,
      reason: 'stale',
    });
    expect(checkSignature('sendgrid', headersOf(seconds), body, otherKey, now)).toEqual({ ok: false, reason: 'wrong' });
    expect(checkSignature('sendgrid', {}, body, key, now)).toEqual({ ok: false, reason: 'missing' });
  });
});

describe('checkSignature, by Mailgun', () => {
  const key = 'a-signing-key';
  const signed = (timestamp: number, token = 'abc') =>
    JSON.stringify({
      signature: {
        timestamp: String(timestamp),
        token,
        signature: createHmac('sha256', key).update(`${timestamp}abc`).digest('hex'),
      },
      'event-data': {},
    });

  it('accepts the HMAC of timestamp and token', () => {
    expect(checkSignature('mailgun', {}, signed(seconds), key, now)).toEqual({ ok: true });
    expect(checkSignature('mailgun', {}, signed(seconds, 'abd'), key, now)).toEqual({ ok: false, reason: 'wrong' });
    expect(checkSignature('mailgun', {}, signed(seconds), 'another-key', now)).toEqual({ ok: false, reason: 'wrong' });
    expect(checkSignature('mailgun', {}, signed(seconds - 301), key, now)).toEqual({ ok: false, reason: 'stale' });
  });

  it.each(['', 'null', '[]', '{"signature":null}', 'no json'])('finds no signature in %j', (text) => {
    expect(checkSignature('mailgun', {}, text, key, now)).toEqual({ ok: false, reason: 'missing' });
  });
});

describe('checkSignature, by Postmark', () => {
  it('compares the user and password of the webhook, because Postmark signs nothing', () => {
    const authorization = `Basic ${Buffer.from('postmark:secret').toString('base64')}`;

    expect(checkSignature('postmark', { authorization }, body, 'postmark:secret', now)).toEqual({ ok: true });
    expect(checkSignature('postmark', { authorization }, body, 'postmark:other', now)).toEqual({
      ok: false,
      reason: 'wrong',
    });
    expect(checkSignature('postmark', {}, body, 'postmark:secret', now)).toEqual({ ok: false, reason: 'missing' });
  });
});

describe('checkSignature, of CDPs', () => {
  const key = 'a shared secret of Segment';
  const sign = (text: string) => ({ 'x-signature': createHmac('sha1', key).update(text).digest('hex') });

  it('refuses a changed body of Segment, and a batch, of which only the first call is signed', () => {
    const first = '{"type":"track"}';
    const check = (text: string, signed: string) => checkSignature('segment', sign(signed), text, key, now);

    expect(check(first, first)).toEqual({ ok: true });
    expect(check(`[${first},${first}]`, first)).toEqual({ ok: false, reason: 'wrong' });
    expect(check(flipped(first, 3), first)).toEqual({ ok: false, reason: 'wrong' });
  });

  it.each(['rudderstack', 'mparticle'] as const)('refuses another header, and none, of %s', (format) => {
    const stored = 'Bearer 0123456789abcdef';
    const check = (authorization?: string) => checkSignature(format, { authorization }, body, stored, now);

    expect(check(stored)).toEqual({ ok: true });
    expect(check(`${stored}0`)).toEqual({ ok: false, reason: 'wrong' });
    expect(check()).toEqual({ ok: false, reason: 'missing' });
  });
});
