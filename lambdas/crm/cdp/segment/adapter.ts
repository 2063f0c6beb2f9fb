import type { CrmAdapter } from '../../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome, Ref } from '../../../domain/crm/outcome.ts';
import type { SuppressionState } from '../../../domain/crm/suppression-target.ts';
import { scopedId } from '../../../domain/mail/identity.ts';
import type { CrmHttp } from '../../http.ts';

/** For so long Segment drops a repeated `messageId`, over all of its customers. */
const deduplicationMs = 24 * 3_600_000;

/**
 * Segment, and RudderStack, which takes the same calls: a suppression as state of the person (identify) with an event
 * beside it (track), and a mail as an event.
 *
 * The `messageId` is scoped by tenant and destination, because Segment deduplicates over all its customers. It answers
 * 200 also for what it will not take, and cannot be asked: an accepted write is all the proof there is.
 *
 * @param patientHttp for suppressions, which do not queue behind deliveries
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 */
export function createSegmentAdapter(
  http: CrmHttp,
  vendor: 'segment' | 'rudderstack',
  patientHttp: CrmHttp = http,
): CrmAdapter {
  const send = async (by: CrmHttp, batch: readonly object[]): Promise<Failure | undefined> => {
    const result = await by({ method: 'POST', path: '/v1/batch', body: { batch } });
    if (result.kind !== 'answer') return result;
    const { status } = result.answer;
    if (status >= 200 && status < 300) return undefined;
    return { kind: 'rejected', code: `HTTP ${status}`, message: `${vendor} refused the batch` };
  };

  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write(state) {
        const calls = callsOf(state, vendor);
        const failure = await send(patientHttp, calls);
        if (failure !== undefined) return failure;
        return { kind: 'ok', value: { by: 'accepted', answer: calls[0]!.messageId }, how: 'updated' };
      },
    },
    async steps({ contact, activity }) {
      const id = activity.externalId;
      const event = {
        type: 'track',
        event: 'Email Received',
        messageId: id,
        timestamp: activity.at,
        // A profile would be made of whom it does not know: From that is proven false names nobody.
        ...identityOf(contact?.onlyExisting ? undefined : contact?.email, undefined),
        properties: { event_id: activity.eventId, thread: activity.threadKey, kind: activity.kind },
      };
      const write = async (): Promise<Outcome<Ref>> =>
        (await send(http, [event])) ?? { kind: 'ok', value: { id }, how: 'created' };
      const key = { kind: 'window', windowMs: deduplicationMs, visibilityLagMs: 0 } as const;
      return { kind: 'ok', value: [{ name: 'activity', key, write }], how: 'unchanged' };
    },
  };
}

function callsOf(
  { tenant, subject, version, address, contactId, suppressed, reason, at, isWish }: SuppressionState,
  vendor: string,
) {
  const identity = identityOf(address, contactId);
  const id = scopedId(tenant, vendor, `${subject}#${version}`);
  const isSuppressed = suppressed.length > 0;
  const traits = {
    email: address,
    email_suppressed: isSuppressed,
    email_suppressed_for: suppressed,
    email_suppression_reason: reason ?? null,
    email_suppression_at: at,
  };
  const event = !isSuppressed ? 'Email Resubscribed' : isWish ? 'Email Unsubscribed' : 'Email Bounced';
  return [
    { type: 'identify', messageId: `${id}-i`, timestamp: at, ...identity, traits },
    {
      type: 'track',
      event,
      messageId: `${id}-t`,
      timestamp: at,
      ...identity,
      properties: { reason: reason ?? null, suppressed_for: suppressed },
    },
  ];
}

/** A person of ours by their id, anybody else by a hash, as Segment wants one of the two. */
const identityOf = (email: string | undefined, contactId: string | undefined) =>
  contactId === undefined ? { anonymousId: scopedId('postern', 'anonymous', email ?? '') } : { userId: contactId };
