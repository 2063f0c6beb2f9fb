import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { createApiHandler } from '../../lambdas/api/handler.ts';
import { createIntake } from '../../lambdas/api/intake.ts';
import { signWebhook } from '../../lambdas/crm/webhook/sign.ts';
import { signRequest } from '../../lambdas/crm/webhook/sign-request.ts';
import type { IntakeSource } from '../../lambdas/domain/configuration/integration.ts';
import { signingKeyOf } from '../../lambdas/domain/configuration/webhook-key.ts';
import type { MembershipEvent } from '../../lambdas/domain/consent/intake/cdp-event.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { Log } from '../../lambdas/domain/mail/log.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const body = JSON.stringify({ type: 'unsubscribe', address: 'lea@example.org', at: now.toISOString(), id: 'u1' });

/** The API over one source of webhooks with a stored key; an error: the key cannot be read. */
function apiOver(stored: string | Error, format: IntakeSource['format'] = 'standard') {
  const lines: Array<{ readonly level: string; readonly message: string; readonly fields: unknown }> = [];
  const kept: MembershipEvent[] = [];
  const counts = { events: 0, failures: 0 };
  const tokens = new Map<string, string>();
  const line = (level: string) => (message: string, fields?: object) => void lines.push({ level, message, fields });
  const log: Log = { info: line('info'), warn: line('warn'), error: line('error') };
  const intake = createIntake({
    control: {
      integrations: async () => [],
      intake: async () => ({ tenant: 'acme', format, credentials: 'secret:postern/intake' }),
    },
    readCredentials: async () => {
      if (stored instanceof Error) throw stored;
      return stored;
    },
    take: async (events) => {
      counts.events += events.length;
      return events.length;
    },
    takeMemberships: async (memberships) => {
      kept.push(...memberships);
      return memberships.length;
    },
    keepToken: async (source, token, text) => {
      const key = `${source} ${token}`;
      const first = tokens.get(key) ?? text;
      tokens.set(key, first);
      return first === text;
    },
    signatureFailed: () => {
      counts.failures += 1;
    },
    log,
    now: () => now,
  });
  const unused = async () => {
    throw new Error('unused');
  };
  const handler = createApiHandler({
    unsubscribe: { show: unused, post: unused, showConfirmation: unused, confirm: unused },
    view: { show: unused, attachment: unused },
    eligibility: unused,
    intake,
    reconcile: { ack: async () => ({ statusCode: 200 }), list: async () => ({ statusCode: 200 }) },
    replays: { order: unused, show: unused },
    openApi: {},
    isPublic: () => true,
    listEvents: async () => ({ statusCode: 200 }),
    mails: undefined,
    events: { show: unused, trace: unused, explain: unused },
    content: { raw: unused, attachment: unused, html: unused },
    mintAddress: unused,
    holds: unused,
    authorize: unused,
    log,
  });
  const post = (headers: Record<string, string>, text = body) =>
    handler({
      routeKey: 'POST /v1/intake/{source}',
      pathParameters: { source: 'newsletter' },
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
      isBase64Encoded: false,
      rawPath: '/v1/intake/newsletter',
      requestContext: { requestId: 'request-1', http: { method: 'POST', path: '/v1/intake/newsletter' } },
    } as unknown as APIGatewayProxyEventV2);
  return { post, lines, counts, kept };
}

const signedBy = (key: string) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(now.getTime() / 1000),
  'webhook-signature': new Webhook(key).sign('msg_1', now, body),
});
const wrong = { ...signedBy(secret), 'webhook-signature': 'v1,AAAA' };

describe('createIntake', () => {
  it('takes a request that is signed by RFC 9421, and logs request, key and version', async () => {
    const api = apiOver(secret);
    const url = 'https://api.example/v1/intake/newsletter';
    const timestampSeconds = now.getTime() / 1000;
    const signed = signRequest([secret], { url, id: 'msg_1', body: Buffer.from(body), timestampSeconds });
    const headers = { ...signed, host: 'api.example', 'webhook-id': 'msg_1' };

    expect(await api.post(headers)).toMatchObject({ statusCode: 202 });
    expect(await api.post({ ...headers, host: 'other.example' })).toMatchObject({ statusCode: 401 });
    expect(await api.post(headers, `${body} `)).toMatchObject({ statusCode: 401 });

    const { id: keyId } = signingKeyOf(secret);
    expect(api.counts).toMatchObject({ events: 1, failures: 2 });
    expect(api.lines).toMatchObject([
      { message: 'intake.taken', fields: { requestId: 'request-1', signature: 'rfc9421', keyId } },
      { level: 'warn', message: 'intake.signature', fields: { requestId: 'request-1', reason: 'wrong' } },
      { level: 'warn', message: 'intake.signature', fields: { requestId: 'request-1', reason: 'wrong' } },
    ]);
  });

  it('takes a signature of Standard Webhooks by the public key of a pair', async () => {
    const pair = generateKeyPairSync('ed25519');
    const half = (key: Buffer) => key.subarray(-32).toString('base64');
    const api = apiOver(`whpk_${half(pair.publicKey.export({ format: 'der', type: 'spki' }))}`);
    const privateKey = `whsk_${half(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))}`;

    const answer = await api.post(
      signWebhook([privateKey], { id: 'msg_1', timestampSeconds: now.getTime() / 1000, body }),
    );

    expect(answer).toMatchObject({ statusCode: 202 });
    expect(api.lines).toMatchObject([{ fields: { signature: 'v1a', keyId: signingKeyOf(privateKey).id } }]);
  });

  it.each(['', '\n', ' ', ','])('accepts a signature by a key that is stored with %j behind it', async (rest) => {
    const { post, counts } = apiOver(secret + rest);

    expect(await post(signedBy(secret))).toMatchObject({ statusCode: 202 });
    expect(counts).toEqual({ events: 1, failures: 0 });
  });

  it.each(['', '\n', 'whsec_', 'whsec_bmV3\n', 'whpk_bmV3'])(
    'answers 500 and names the source when the stored key %j is none, whatever the signature',
    async (stored) => {
      for (const headers of [signedBy(secret), wrong, {}]) {
        const { post, lines, counts } = apiOver(stored);

        expect(await post(headers)).toMatchObject({ statusCode: 500 });

        const fields = { source: 'newsletter', format: 'standard', credentials: 'secret:postern/intake' };
        expect(lines).toContainEqual({
          level: 'error',
          message: 'intake.key',
          fields: { ...fields, reason: 'unusable' },
        });
        expect(lines.map(({ message }) => message)).not.toContain('intake.signature');
        expect(counts).toEqual({ events: 0, failures: 1 });
      }
    },
  );

  it('answers the same way, and names the source, when no key is stored', async () => {
    const { post, lines } = apiOver(new ConfigError('credentials secret:postern/intake are not set'));

    expect(await post(signedBy(secret))).toMatchObject({ statusCode: 500 });

    expect(lines[0]).toMatchObject({ message: 'intake.key', fields: { source: 'newsletter', reason: 'missing' } });
  });

  it('answers 401 to a wrong signature under a usable key', async () => {
    const { post, lines, counts } = apiOver(secret);

    expect(await post(wrong)).toMatchObject({ statusCode: 401 });

    expect(lines).toMatchObject([{ message: 'intake.signature', fields: { source: 'newsletter', reason: 'wrong' } }]);
    expect(counts).toEqual({ events: 0, failures: 1 });
  });

  it('accepts a token of Mailgun again with the same body, which is a repetition, and with no other body', async () => {
    const { post, lines, counts } = apiOver('a-signing-key', 'mailgun');
    const timestamp = String(now.getTime() / 1000);
    const signed = (token: string, recipient: string) =>
      JSON.stringify({
        signature: {
          timestamp,
          token,
          signature: createHmac('sha256', 'a-signing-key')
            .update(timestamp + token)
            .digest('hex'),
        },
        'event-data': { event: 'unsubscribed', recipient, timestamp: now.getTime() / 1000, id: recipient },
      });
    const statuses: unknown[] = [];
    for (const [token, recipient] of [
      ['t1', 'lea'],
      ['t1', 'lea'],
      ['t1', 'ceo'],
      ['t2', 'ceo'],
    ] as const) {
      const answer = (await post({}, signed(token, `${recipient}@example.org`))) as { statusCode?: number };
      statuses.push(answer.statusCode);
    }

    expect(statuses).toEqual([202, 202, 401, 202]);
    expect(counts).toEqual({ events: 3, failures: 1 });
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'intake.signature',
        fields: { source: 'newsletter', format: 'mailgun', reason: 'replayed', requestId: 'request-1' },
      }),
    );
  });

  it('answers 413 to more than 1 MiB before it reads the source, and accepts the longest batch of SendGrid', async () => {
    const { post, lines } = apiOver(secret);

    expect(await post(signedBy(secret), 'x'.repeat(1_048_577))).toMatchObject({ statusCode: 413 });
    expect(lines).toEqual([{ level: 'warn', message: 'api.too-large', fields: { route: 'POST /v1/intake/{source}' } }]);
    expect(await post(signedBy(secret), 'x'.repeat(768 * 1024))).toMatchObject({ statusCode: 401 });
  });

  it('keeps the segment of a signed call of Segment, and logs neither the address nor the segment', async () => {
    const key = 'a shared secret of Segment';
    const call = JSON.stringify({
      type: 'track',
      event: 'Audience Entered',
      messageId: 'm1',
      properties: { audience_key: 'first_time_shopper', first_time_shopper: true },
      context: { traits: { email: 'lea@example.org' } },
    });
    const { post, lines, counts, kept } = apiOver(key, 'segment');

    const answer = await post({ 'x-signature': createHmac('sha1', key).update(call).digest('hex') }, call);

    expect([answer.statusCode, JSON.parse(answer.body ?? '')]).toEqual([202, { accepted: 1 }]);
    expect(kept).toMatchObject([{ address: 'lea@example.org', segment: 'first_time_shopper', state: 'in' }]);
    expect(counts).toEqual({ events: 0, failures: 0 });
    expect(JSON.stringify(lines)).not.toMatch(/lea@|shopper/);
  });
});
