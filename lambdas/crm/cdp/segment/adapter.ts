import type { CrmAdapter } from '../../../domain/crm/crm-adapter.ts';
import { andThen, created, none, type Outcome, ok } from '../../../domain/crm/outcome.ts';
import type { StageChange } from '../../../domain/crm/stage-change.ts';
import type { SuppressionState } from '../../../domain/crm/suppression-target.ts';
import { scopedId } from '../../../domain/mail/identity.ts';
import type { CrmHttp } from '../../http.ts';
import { accepted } from '../../suppression-proofs.ts';
import { basic, type VendorContext } from '../../vendor-context.ts';
import type { Activity, Contact } from '../../vendor-records.ts';

/** How long Segment drops a repeated `messageId`, over all of its customers, in ms. */
const deduplicationMs = 24 * 3_600_000;
const activityKey = { kind: 'window', windowMs: deduplicationMs, visibilityLagMs: 0 } as const;

type SegmentVendor = 'segment' | 'rudderstack';

/**
 * Segment: a suppression as state of the person (identify) with an event beside it (track), and a mail as an event.
 *
 * The `messageId` is scoped by tenant and destination, because Segment deduplicates over all its customers. It answers
 * 200 also for events that it drops, and cannot be asked: an accepted write is all the proof there is.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 */
export const createSegmentAdapter = (context: VendorContext): CrmAdapter => segmentLike(context, 'segment');

/** RudderStack takes the calls of Segment. */
export const createRudderstackAdapter = (context: VendorContext): CrmAdapter => segmentLike(context, 'rudderstack');

function segmentLike(context: VendorContext, vendor: SegmentVendor): CrmAdapter {
  // The write key is the user of a Basic authentication without a password.
  const http = context.client({ headersFrom: (secret) => basic(`${secret}:`) });
  const suppressionHttp = context.throttleWaiting(http);
  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write(state) {
        const id = scopedId(state.tenant, vendor, `${state.subject}#${state.version}`);
        const [identify, track] = suppressionCalls(id, state);
        return andThen(await send(suppressionHttp, vendor, [identify, track]), () => accepted(identify.messageId));
      },
    },
    announceStage: (change) => send(suppressionHttp, vendor, stageCalls(vendor, change)),
    async steps({ contact, activity }) {
      const write = async () =>
        andThen(await send(http, vendor, [mailCall(activity, contact)]), () => created(activity.externalId));
      return ok([{ name: 'activity', key: activityKey, write }]);
    },
  };
}

async function send(http: CrmHttp, vendor: SegmentVendor, batch: readonly object[]): Promise<Outcome<undefined>> {
  const result = await http({ method: 'POST', path: '/v1/batch', body: { batch } });
  if (result.kind !== 'answer') return result;
  const { status } = result.answer;
  if (status >= 200 && status < 300) return none();
  return { kind: 'rejected', code: `HTTP ${status}`, message: `${vendor} refused the batch` };
}

const mailCall = (activity: Activity, contact: Contact | undefined) => ({
  type: 'track',
  event: 'Email Received',
  messageId: activity.externalId,
  timestamp: activity.at,
  // A CDP makes a profile of an unknown person: a From that is proven false names nobody.
  ...identityOf(contact?.onlyExisting ? undefined : contact?.email, undefined),
  properties: { event_id: activity.eventId, thread: activity.threadKey, kind: activity.kind },
});

/** One event for each person of the deal, for their profile. */
const stageCalls = (vendor: SegmentVendor, { id, tenant, people, deal, stage, meaning, at }: StageChange) =>
  people.map((email) => ({
    type: 'track',
    event: 'Deal Stage Changed',
    messageId: scopedId(tenant, vendor, `${id}#${email}`),
    timestamp: at,
    ...identityOf(email, undefined),
    properties: { deal, stage, meaning },
  }));

function suppressionCalls(id: string, state: SuppressionState) {
  const { address, contactId, suppressed, reason, at, isWish } = state;
  const identity = identityOf(address, contactId);
  const isSuppressed = suppressed.length > 0;
  const traits = {
    email: address,
    email_suppressed: isSuppressed,
    email_suppressed_for: suppressed,
    email_suppression_reason: reason ?? null,
    email_suppression_at: at,
  };
  const event = !isSuppressed ? 'Email Resubscribed' : isWish ? 'Email Unsubscribed' : 'Email Bounced';
  const properties = { reason: reason ?? null, suppressed_for: suppressed };
  return [
    { type: 'identify', messageId: `${id}-i`, timestamp: at, ...identity, traits },
    { type: 'track', event, messageId: `${id}-t`, timestamp: at, ...identity, properties },
  ] as const;
}

/** A known person by our id, anybody else by a hash, as Segment wants one of the two. */
const identityOf = (email: string | undefined, contactId: string | undefined) =>
  contactId === undefined ? { anonymousId: scopedId('postern', 'anonymous', email ?? '') } : { userId: contactId };
