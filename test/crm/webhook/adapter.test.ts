import { generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { createWebhookAdapter } from '../../../lambdas/crm/webhook/adapter.ts';
import { signWebhook } from '../../../lambdas/crm/webhook/sign.ts';
import { secretsOf } from '../../../lambdas/domain/configuration/standard-webhooks.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';
import { aVendorContext } from '../a-vendor-context.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;

describe('webhook signature', () => {
  it("gives the specification's own vector", () => {
    const signed = signWebhook(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
    });

    expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is accepted by the reference library for any body, and refused when one byte changes', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const headers = signWebhook([secret], { id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1000), body });
        const webhook = new Webhook(secret);
        expect(() => webhook.verify(body, headers)).not.toThrow();
        expect(() => webhook.verify(`${body} `, headers)).toThrow();
      }),
    );
  });

  it('is accepted under the old and the new secret while one is rotated out', () => {
    const old = `whsec_${randomBytes(24).toString('base64')}`;
    const headers = signWebhook([secret, old], {
      id: 'msg_1',
      timestampSeconds: Math.floor(Date.now() / 1000),
      body: '{}',
    });

    for (const held of [secret, old]) expect(() => new Webhook(held).verify('{}', headers)).not.toThrow();
  });

  it('is one that anybody with the public key can check, by ed25519', () => {
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
    'is not made by what everybody knows or what is no key: %j',
    (stored) => {
      const sign = () => signWebhook(secretsOf(stored), { id: 'msg_1', timestampSeconds: 1, body: '{}' });

      expect(sign).toThrow(ConfigError);
    },
  );

  it('is made by the secrets alone, whatever separates and ends them', () => {
    const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

    expect(secretsOf(` ${secret},\n${old}\r\n`)).toEqual([secret, old]);
  });

  it('is refused when it is older than five minutes', () => {
    const headers = signWebhook([secret], {
      id: 'msg_1',
      timestampSeconds: Math.floor(Date.now() / 1000) - 301,
      body: '{}',
    });

    expect(() => new Webhook(secret).verify('{}', headers)).toThrow();
  });
});

describe('webhook adapter', () => {
  async function deliverTo(status: number, isCompressed = false) {
    const received: Array<{ headers: Record<string, string>; body: string }> = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const sent = Buffer.concat(chunks);
        const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8');
        received.push({ headers: request.headers as Record<string, string>, body });
        // Anybody's own server answers with a page.
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end(status < 300 ? undefined : '<!DOCTYPE html><html></html>');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const now = new Date();
    const event = anEvent({ text: 'Many words, '.repeat(1000) });
    const routed = routeEvent(event, aDelivery(event));
    const url = `http://127.0.0.1:${port}/hook`;
    const adapter = createWebhookAdapter(
      aVendorContext(createCrmHttp({ baseUrl: url, headers: {}, now: () => now, mayAnswerPages: true }), {
        secret,
        now: () => now,
        compress: isCompressed,
      }),
    );
    const steps = await adapter.steps(mapEvent(routed, anIntegration()), routed, now);
    const outcomes = steps.kind === 'ok' ? [await steps.value[0]!.write({}), await steps.value[0]!.write({})] : [];
    server.closeAllConnections();
    server.close();
    return { received, outcomes, routed };
  }

  it('sends the event signed, and the same id when it repeats', async () => {
    const { received, outcomes, routed } = await deliverTo(204);

    const verified = new Webhook(secret).verify(received[0]!.body, received[0]!.headers);
    expect(verified).toMatchObject({ type: 'email.received', data: JSON.parse(JSON.stringify(routed)) as object });
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(outcomes[0]).toMatchObject({ kind: 'ok' });
  });

  it('compresses long bodies for those who want it, and signs what they unpack', async () => {
    const { received } = await deliverTo(204, true);

    expect(received[0]!.headers['content-encoding']).toBe('gzip');
    expect(Number(received[0]!.headers['content-length'])).toBeLessThan(received[0]!.body.length / 4);
    expect(() => new Webhook(secret).verify(received[0]!.body, received[0]!.headers)).not.toThrow();
  });

  it.each([
    [410, 'misconfigured'],
    [401, 'misconfigured'],
    [429, 'throttled'],
    [500, 'unknown'],
    [404, 'unknown'],
    [422, 'rejected'],
  ])('takes %i as %s', async (status, kind) => {
    expect((await deliverTo(status)).outcomes[0]?.kind).toBe(kind);
  });
});
