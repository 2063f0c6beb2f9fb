import { generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { secretsOf, signWebhook } from '../../../lambdas/crm/webhook/sign.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;

describe('signWebhook', () => {
  it('reproduces the vector of the specification', () => {
    const signed = signWebhook(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
    });

    expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('makes a signature that the reference library accepts for any body, and refuses when one byte changes', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const headers = signWebhook([secret], { id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1000), body });
        const webhook = new Webhook(secret);
        expect(() => webhook.verify(body, headers)).not.toThrow();
        expect(() => webhook.verify(`${body} `, headers)).toThrow();
      }),
    );
  });

  it('makes a signature by each secret, so that a receiver can rotate without a gap', () => {
    const old = `whsec_${randomBytes(24).toString('base64')}`;
    const headers = signWebhook([secret, old], {
      id: 'msg_1',
      timestampSeconds: Math.floor(Date.now() / 1000),
      body: '{}',
    });

    for (const key of [secret, old]) expect(() => new Webhook(key).verify('{}', headers)).not.toThrow();
  });

  it('makes an ed25519 signature that anybody with the public key can check', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const signed = { id: 'msg_1', timestampSeconds: 1_614_265_330, body: '{"test": 1}' };

    const [short, long] = [seed, Buffer.concat([seed, raw])].map(
      (bytes) => signWebhook([`whsk_${bytes.toString('base64')}`, secret], signed)['webhook-signature'],
    );

    const [asymmetric = '', hmac = ''] = short!.split(' ');
    const signature = Buffer.from(asymmetric.slice('v1a,'.length), 'base64');
    expect(asymmetric).toMatch(/^v1a,/);
    expect(hmac).toMatch(/^v1,/);
    expect(long).toBe(short);
    expect(verify(null, Buffer.from('msg_1.1614265330.{"test": 1}'), publicKey, signature)).toBe(true);
    expect(verify(null, Buffer.from('msg_1.1614265330.{"test": 2}'), publicKey, signature)).toBe(false);
    expect(() => signWebhook(['whsk_c2hvcnQ='], signed)).toThrow('ed25519');
  });

  it.each(['', ' ', ',\n', 'whsec_', 'whsec_bmV3 whsec_', 'whpk_bmV3', 'whsk_c2hvcnQ='])(
    'refuses a secret that everybody knows or that is no key: %j',
    (stored) => {
      const sign = () => signWebhook(secretsOf(stored), { id: 'msg_1', timestampSeconds: 1, body: '{}' });

      expect(sign).toThrow(ConfigError);
    },
  );

  it('takes the secrets alone, whatever separates and ends them', () => {
    const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

    expect(secretsOf(` ${secret},\n${old}\r\n`)).toEqual([secret, old]);
  });

  it('dates the signature, so that a receiver refuses one that is older than five minutes', () => {
    const headers = signWebhook([secret], {
      id: 'msg_1',
      timestampSeconds: Math.floor(Date.now() / 1000) - 301,
      body: '{}',
    });

    expect(() => new Webhook(secret).verify('{}', headers)).toThrow();
  });
});
