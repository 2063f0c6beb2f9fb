import { gzipSync } from 'node:zlib';
import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import { andThen, created, type Outcome, ok, type Ref } from '../../domain/crm/outcome.ts';
import { type ReplayMark, replayedId } from '../../domain/crm/replay-mark.ts';
import { stageEventOf } from '../../domain/crm/stage-change.ts';
import { scopedId } from '../../domain/mail/identity.ts';
import type { HttpAnswer } from '../http.ts';
import { accepted } from '../suppression-proofs.ts';
import type { VendorContext } from '../vendor-context.ts';
import { stepKeys } from '../vendor-kit.ts';
import { secretsOf, signWebhook } from './sign.ts';
import { signRequest } from './sign-request.ts';

/** Statuses with which a receiver refuses this body for good. */
const refusals = [400, 413, 415, 422];

/** Names the replay that a request belongs to, beside the same mark in the body. */
const replayHeader = 'postern-replay';

/** Shorter bodies, in UTF-16 code units, fit a packet or two as they are. */
const worthCompressing = 2_000;

/**
 * A signed webhook: the event, once per `webhook-id`. The receiver deduplicates on that id, which is the
 * specification's idempotency key, so a repetition is safe. A connection with `compress` sends long bodies as gzip; the
 * signature is over the JSON, as the specification has it. With `httpSignatures` the request is signed as a whole, too, and
 * the digest in that signature is of the bytes on the wire, as RFC 9530 has it.
 *
 * @throws ConfigError when a secret is no key
 */
export function createWebhookAdapter(context: VendorContext): CrmAdapter {
  const http = context.client({ mayAnswerPages: true });
  const secrets = secretsOf(context.secret);
  // A key that cannot sign is found now, not with the first mail.
  signWebhook(secrets, { id: 'msg_check', timestampSeconds: 0, body: '' });

  async function send(id: string, message: object, at: Date, replay?: ReplayMark): Promise<Outcome<Ref>> {
    const body = JSON.stringify(message);
    const timestampSeconds = Math.floor(at.getTime() / 1000);
    const isCompressed = context.compress && body.length > worthCompressing;
    const bytes = isCompressed ? gzipSync(body) : Buffer.from(body);
    const request = { url: context.url, id, body: bytes, timestampSeconds };
    const requestSignature = context.httpSignatures === true ? signRequest(secrets, request) : {};
    const headers = {
      ...signWebhook(secrets, { id, timestampSeconds, body }),
      ...requestSignature,
      ...compact({ 'content-encoding': isCompressed ? 'gzip' : undefined, [replayHeader]: replay?.id }),
    };
    const result = await http({ method: 'POST', path: '', body: bytes, headers });
    return result.kind === 'answer' ? outcomeOf(result.answer, id) : result;
  }

  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write(state) {
        const { tenant, subject, version, at } = state;
        const id = `msg_${scopedId(tenant, 'suppressions', `${subject}#${version}`)}`;
        const message = { type: 'recipient.suppressed', timestamp: at, data: state };
        return andThen(await send(id, message, context.now()), () => accepted(id));
      },
    },
    announceStage: (change) =>
      send(`msg_${change.id}`, { type: stageEventOf(change).type, timestamp: change.at, data: change }, context.now()),
    announceDelivered(delivered, { id, replay }) {
      const message = compact({
        type: 'email.delivered',
        timestamp: delivered.deliveredAt,
        replay: replay && { id: replay.id },
        data: delivered,
      });
      return send(`msg_${replay === undefined ? id : replayedId(id, replay)}`, message, context.now(), replay);
    },
    takesReplays: true,
    async steps({ activity: { externalId } }, event, at, replay) {
      const id = `msg_${replay === undefined ? externalId : replayedId(externalId, replay)}`;
      const message = compact({
        type: 'email.received',
        timestamp: event.receivedAt,
        replay: replay && { id: replay.id },
        data: event,
      });
      return ok([{ name: 'activity', key: stepKeys.unique, write: () => send(id, message, at, replay) }]);
    },
  };
}

function outcomeOf({ status }: HttpAnswer, id: string): Outcome<Ref> {
  if (status >= 200 && status < 300) return created(id);
  if (status === 410) return { kind: 'misconfigured', code: 'HTTP 410', message: 'the receiver is gone' };
  if (refusals.includes(status))
    return { kind: 'rejected', code: `HTTP ${status}`, message: 'the receiver refused the event' };
  return { kind: 'unknown' };
}
