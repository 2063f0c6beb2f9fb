import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { checkSignature } from '../../../lambdas/domain/intake/signatures.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const seconds = Math.floor(now.getTime() / 1000);
const body = '[{"email":"lea@example.org","event":"unsubscribe","timestamp":1795000000}]';
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);

describe('Standard Webhooks signature', () => {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const headersOf = (at: number, signed = body) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at * 1000), signed),
  });

  it('of the reference library holds, and not when one byte of the body changes', () => {
    expect(checkSignature('standard', headersOf(seconds), body, secret, now)).toEqual({ ok: true });
    fc.assert(
      fc.property(fc.nat(body.length - 1), (at) => {
        const check = checkSignature('standard', headersOf(seconds), flipped(body, at), secret, now);
        expect(check).toEqual({ ok: false, reason: 'wrong' });
      }),
    );
  });

  it('holds under the old and the new secret while one is rotated', () => {
    expect(checkSignature('standard', headersOf(seconds), body, `whsec_bmV3 ${secret}`, now)).toEqual({ ok: true });
  });

  it.each([-301, 301])('is stale %i seconds away', (age) => {
    expect(checkSignature('standard', headersOf(seconds + age), body, secret, now)).toEqual({
      ok: false,
      reason: 'stale',
    });
  });
});

describe('SendGrid signature', () => {
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

  it("is judged as SendGrid's own library judges it, for the body and for every altered one", () => {
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

  it('is stale after five minutes, wrong for another key, and missing without its headers', () => {
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

describe('Mailgun signature', () => {
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

  it('is the HMAC of timestamp and token', () => {
    expect(checkSignature('mailgun', {}, signed(seconds), key, now)).toEqual({ ok: true });
    expect(checkSignature('mailgun', {}, signed(seconds, 'abd'), key, now)).toEqual({ ok: false, reason: 'wrong' });
    expect(checkSignature('mailgun', {}, signed(seconds), 'another-key', now)).toEqual({ ok: false, reason: 'wrong' });
    expect(checkSignature('mailgun', {}, signed(seconds - 301), key, now)).toEqual({ ok: false, reason: 'stale' });
  });

  it.each(['', 'null', '[]', '{"signature":null}', 'no json'])('is missing in %j', (text) => {
    expect(checkSignature('mailgun', {}, text, key, now)).toEqual({ ok: false, reason: 'missing' });
  });
});

describe('Postmark credentials', () => {
  it('are the user and password of the webhook, for Postmark signs nothing', () => {
    const authorization = `Basic ${Buffer.from('postmark:secret').toString('base64')}`;

    expect(checkSignature('postmark', { authorization }, body, 'postmark:secret', now)).toEqual({ ok: true });
    expect(checkSignature('postmark', { authorization }, body, 'postmark:other', now)).toEqual({
      ok: false,
      reason: 'wrong',
    });
    expect(checkSignature('postmark', {}, body, 'postmark:secret', now)).toEqual({ ok: false, reason: 'missing' });
  });
});
