import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { createVerifier, httpbis } from 'http-message-signatures';
import { Webhook } from 'standardwebhooks';
import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { createWebhookAdapter } from '../../../lambdas/crm/webhook/adapter.ts';
import { isDigestOf } from '../../../lambdas/domain/configuration/content-digest.ts';
import type { ReplayMark } from '../../../lambdas/domain/crm/replay-mark.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';
import { aVendorContext } from '../a-vendor-context.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;

describe('createWebhookAdapter', () => {
  async function deliverTo(status: number, isCompressed = false, httpSignatures = false, replay?: ReplayMark) {
    const received: Array<{ headers: Record<string, string>; body: string; bytes: Buffer; url: string }> = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
        received.push({ headers: request.headers as Record<string, string>, body, bytes, url: request.url! });
        // A customer's own server may answer with a page.
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end(status < 300 ? undefined : '<!DOCTYPE html><html></html>');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const now = new Date();
    const event = anEvent({ text: 'Many words, '.repeat(1000) });
    const routed = routeEvent(event, aDelivery(event));
    const url = `http://127.0.0.1:${port}/hook?from=postern`;
    const adapter = createWebhookAdapter(
      aVendorContext(createCrmHttp({ baseUrl: url, headers: {}, now: () => now, mayAnswerPages: true }), {
        secret,
        now: () => now,
        compress: isCompressed,
        url,
        httpSignatures,
      }),
    );
    const steps = await adapter.steps(mapEvent(mailContextOf(routed), anIntegration()), routed, now, replay);
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

  it('marks a replay in the body and in a header, under the same id or a new one', async () => {
    const first = await deliverTo(204);
    const same = await deliverTo(204, false, false, { id: 'rpl_1', messageId: 'same' });
    const renamed = await deliverTo(204, false, false, { id: 'rpl_1', messageId: 'new' });

    const [original, replay, other] = [first, same, renamed].map(({ received }) => received[0]!);
    expect(original!.headers).not.toHaveProperty('postern-replay');
    expect(original!.body).not.toContain('replay');
    expect(new Webhook(secret).verify(replay!.body, replay!.headers)).toMatchObject({ replay: { id: 'rpl_1' } });
    expect(replay!.headers['postern-replay']).toBe('rpl_1');
    expect(replay!.headers['webhook-id']).toBe(original!.headers['webhook-id']);
    expect(other!.headers['webhook-id']).not.toBe(original!.headers['webhook-id']);
    expect(new Set(renamed.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('compresses long bodies where the connection wants it, and signs the JSON', async () => {
    const { received } = await deliverTo(204, true);

    expect(received[0]!.headers['content-encoding']).toBe('gzip');
    expect(Number(received[0]!.headers['content-length'])).toBeLessThan(received[0]!.body.length / 4);
    expect(() => new Webhook(secret).verify(received[0]!.body, received[0]!.headers)).not.toThrow();
  });

  it.each([false, true])(
    'signs the request as it is sent where the connection wants it; compressed: %p',
    async (gzip) => {
      const { received } = await deliverTo(204, gzip, true);

      for (const { headers, bytes, url } of received) {
        const isValid = await httpbis.verifyMessage(
          {
            keyLookup: async () => ({ verify: createVerifier(Buffer.from(secret.slice(6), 'base64'), 'hmac-sha256') }),
            requiredFields: ['@method', '@authority', '@path', '@query', 'content-digest', 'webhook-id'],
            maxAge: 300,
            tolerance: 1,
          },
          { method: 'POST', url: `http://${headers.host}${url}`, headers },
        );
        expect(isValid).toBe(true);
        expect(isDigestOf(headers['content-digest']!, bytes)).toBe(true);
        expect(() => new Webhook(secret).verify(received[0]!.body, headers)).not.toThrow();
      }
    },
  );

  it('signs by Standard Webhooks alone where the connection does not want more', async () => {
    const { received } = await deliverTo(204);

    expect(Object.keys(received[0]!.headers)).not.toEqual(expect.arrayContaining(['signature-input']));
    expect(received[0]!.headers).not.toHaveProperty('content-digest');
  });

  it.each([
    [410, 'misconfigured'],
    [401, 'misconfigured'],
    [429, 'throttled'],
    [500, 'unknown'],
    [404, 'unknown'],
    [422, 'rejected'],
  ])('takes a status of %i for %s', async (status, kind) => {
    expect((await deliverTo(status)).outcomes[0]?.kind).toBe(kind);
  });

  it('sends the records of a delivered mail as an event of their own, with the id of the delivery', async () => {
    const bodies: string[] = [];
    const ids: string[] = [];
    const adapter = createWebhookAdapter(
      aVendorContext(
        async ({ body, headers }) => {
          bodies.push(String(body));
          ids.push(String(headers?.['webhook-id']));
          return { kind: 'answer', answer: { status: 204 } as never };
        },
        { secret },
      ),
    );
    const delivered = { deliveredAt: '2026-11-20T09:00:02.000Z', crm: { connection: 'hub', contactId: 'c1' } } as never;

    await adapter.announceDelivered!(delivered, { id: 'd1', group: 'g' });
    await adapter.announceDelivered!(delivered, { id: 'd1', group: 'g', replay: { id: 'rpl_1', messageId: 'same' } });

    expect(JSON.parse(bodies[0]!)).toEqual({
      type: 'email.delivered',
      timestamp: '2026-11-20T09:00:02.000Z',
      data: delivered,
    });
    expect(JSON.parse(bodies[1]!)).toMatchObject({ type: 'email.delivered', replay: { id: 'rpl_1' } });
    expect(ids).toEqual(['msg_d1', 'msg_d1']);
  });
});
