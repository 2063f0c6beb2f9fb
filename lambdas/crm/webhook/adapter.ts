import { gzipSync } from 'node:zlib';
import { compact } from '../../compact.ts';
import { secretsOf } from '../../domain/configuration/standard-webhooks.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { Outcome, Ref } from '../../domain/crm/outcome.ts';
import { scopedId } from '../../domain/mail/identity.ts';
import type { CrmHttp } from '../http.ts';
import { signWebhook } from './sign.ts';

/** Answers that say that this body will never be taken. */
const refusals = [400, 413, 415, 422];

/** Shorter bodies fit a packet or two as they are. */
const worthCompressing = 2_000;

/**
 * A signed webhook: the event, once per `webhook-id`. The receiver deduplicates on that id, which is the
 * specification's idempotency key, so a repetition is safe.
 *
 * @param isCompressed sends long bodies as gzip; the signature is over the JSON, as the specification has it
 * @throws ConfigError when a secret is no key
 */
export function createWebhookAdapter(
  http: CrmHttp,
  credentials: string,
  now: () => Date,
  isCompressed = false,
): CrmAdapter {
  const secrets = secretsOf(credentials);
  // A key that cannot sign is found now, not with the first mail.
  signWebhook(secrets, { id: 'msg_check', timestampSeconds: 0, body: '' });

  const send = async (id: string, message: object, at: Date): Promise<Outcome<Ref>> => {
    const body = JSON.stringify(message);
    const headers = signWebhook(secrets, { id, timestampSeconds: Math.floor(at.getTime() / 1000), body });
    const isLong = isCompressed && body.length > worthCompressing;
    const result = await http({
      method: 'POST',
      path: '',
      body: isLong ? gzipSync(body) : body,
      headers: { ...headers, ...compact({ 'content-encoding': isLong ? 'gzip' : undefined }) },
    });
    if (result.kind !== 'answer') return result;
    const { status } = result.answer;
    if (status >= 200 && status < 300) return { kind: 'ok', value: { id }, how: 'created' };
    if (status === 410) return { kind: 'misconfigured', code: 'HTTP 410', message: 'the receiver is gone' };
    if (refusals.includes(status))
      return { kind: 'rejected', code: `HTTP ${status}`, message: 'the receiver refused the event' };
    return { kind: 'unknown' };
  };

  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write(state) {
        const { tenant, subject, version, at } = state;
        const id = `msg_${scopedId(tenant, 'suppressions', `${subject}#${version}`)}`;
        const sent = await send(id, { type: 'recipient.suppressed', timestamp: at, data: state }, now());
        if (sent.kind !== 'ok') return sent;
        return { kind: 'ok', value: { by: 'accepted', answer: id }, how: 'updated' };
      },
    },
    async steps({ activity }, event, at) {
      const id = `msg_${activity.externalId}`;
      const body = { type: 'email.received', timestamp: event.receivedAt, data: event };
      const write = (): Promise<Outcome<Ref>> => send(id, body, at);
      return { kind: 'ok', value: [{ name: 'activity', key: { kind: 'unique' }, write }], how: 'unchanged' };
    },
  };
}
