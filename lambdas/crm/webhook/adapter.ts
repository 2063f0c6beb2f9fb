import type { Outcome, Ref } from '../../domain/outcome.ts';
import type { CrmAdapter } from '../../domain/ports.ts';
import type { CrmHttp } from '../http.ts';
import { secretsOf, signWebhook } from './sign.ts';

/** Answers that say that this body will never be taken. */
const refusals = [400, 413, 415, 422];

/**
 * A signed webhook: the event, once per `webhook-id`. The receiver deduplicates on that id, which is the
 * specification's idempotency key, so a repetition is safe.
 */
export function createWebhookAdapter(http: CrmHttp, credentials: string): CrmAdapter {
  const secrets = secretsOf(credentials);
  return {
    calls: { unknown: 1, known: 1 },
    async steps({ activity }, event, now) {
      const id = `msg_${activity.externalId}`;
      const write = async (): Promise<Outcome<Ref>> => {
        const body = JSON.stringify({ type: 'email.received', timestamp: event.receivedAt, data: event });
        const headers = signWebhook(secrets, { id, timestampSeconds: Math.floor(now.getTime() / 1000), body });
        const result = await http({ method: 'POST', path: '', body, headers });
        if (result.kind !== 'answer') return result;
        const { status } = result.answer;
        if (status >= 200 && status < 300) return { kind: 'ok', value: { id }, how: 'created' };
        if (status === 410) return { kind: 'misconfigured', code: 'HTTP 410', message: 'the receiver is gone' };
        if (refusals.includes(status))
          return { kind: 'rejected', code: `HTTP ${status}`, message: 'the receiver refused the event' };
        return { kind: 'unknown' };
      };
      return { kind: 'ok', value: [{ name: 'activity', key: { kind: 'unique' }, write }], how: 'unchanged' };
    },
  };
}
