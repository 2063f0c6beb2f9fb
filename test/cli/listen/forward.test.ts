import { Webhook } from 'standardwebhooks';
import { type Attempt, forward, isDelivered } from '../../../cli/listen/forward.ts';
import { messageOf } from '../../../cli/listen/webhook-request.ts';
import { checkHttpSignature } from '../../../lambdas/domain/consent/intake/http-signature.ts';
import { useHttpStandIn } from '../../helpers/http-stand-in.ts';
import { aListedEvent } from '../../helpers/listed-event.ts';

const server = useHttpStandIn();
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const event = aListedEvent();
const message = messageOf(event, { receivedAt: event.receivedAt, message: { subject: 'Grüße' }, delivery: {} });

async function deliver(retries: number, url = `${server.endpoint()}/hook?a=1`) {
  const attempts: Attempt[] = [];
  const waits: number[] = [];
  const result = await forward(
    {
      url,
      secrets: [secret],
      now: () => new Date(),
      wait: async (ms) => void waits.push(ms),
      signal: new AbortController().signal,
      onAttempt: (attempt) => attempts.push(attempt),
    },
    message,
    retries,
  );
  return { result, attempts, waits };
}

describe('forward', () => {
  it('delivers a message that the receiver can verify by either scheme', async () => {
    server.answer({ status: 204 });

    const { result } = await deliver(0);

    const [{ headers, body, url, method } = { headers: {}, body: '', url: '', method: '' }] = server.requests;
    const flat = headers as Record<string, string>;
    expect(isDelivered(result)).toBe(true);
    expect(new Webhook(secret).verify(body, flat)).toMatchObject({ data: { message: { subject: 'Grüße' } } });
    expect(
      await checkHttpSignature({ method, url: `${server.endpoint()}${url}`, headers: flat, body }, secret, new Date()),
    ).toMatchObject({ ok: true });
  });

  it('tries again after a failure, with the same id and a new signature', async () => {
    server.answer({ status: 500 }, { status: 503 }, { status: 200 });

    const { attempts, waits } = await deliver(3);

    expect(attempts.map(({ status, attempt }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 503],
      [3, 200],
    ]);
    expect(waits).toEqual([1000, 2000]);
    expect(new Set(server.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('gives up after its retries, and follows no redirect', async () => {
    server.answer({ status: 307, headers: { location: '/elsewhere' } });

    const { result, attempts } = await deliver(1);

    expect(result).toMatchObject({ status: 307, attempt: 2 });
    expect(isDelivered(result)).toBe(false);
    expect(attempts).toHaveLength(2);
    expect(server.requests.every(({ url }) => url.startsWith('/hook'))).toBe(true);
  });

  it('says why no answer came', async () => {
    const { result } = await deliver(0, 'http://127.0.0.1:1/hook');

    expect(result.status).toBeUndefined();
    expect(result.error).toMatch(/ECONNREFUSED|bad port|EPERM/);
  });
});
