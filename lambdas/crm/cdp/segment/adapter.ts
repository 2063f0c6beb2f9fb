import { compact } from '../../../compact.ts';
import type { CrmAdapter } from '../../../domain/crm/crm-adapter.ts';
import { andThen, created, none, type Outcome, ok } from '../../../domain/crm/outcome.ts';
import { type StageChange, stageEventOf } from '../../../domain/crm/stage-change.ts';
import type { SuppressionState } from '../../../domain/crm/suppression-target.ts';
import { scopedId } from '../../../domain/mail/identity.ts';
import type { CrmHttp } from '../../http.ts';
import { accepted } from '../../suppression-proofs.ts';
import { basic, type VendorContext } from '../../vendor-context.ts';
import type { Activity, Contact } from '../../vendor-records.ts';
import {
  anonymousIdOf,
  type CdpIdentitySettings,
  type CdpPerson,
  channelsOf,
  previousIdOf,
  userIdBy,
} from '../identity.ts';

/** How long Segment drops a repeated `messageId`, over all of its customers, in ms. */
const deduplicationMs = 24 * 3_600_000;
const activityKey = { kind: 'window', windowMs: deduplicationMs, visibilityLagMs: 0 } as const;

type SegmentVendor = 'segment' | 'rudderstack';

/**
 * Segment: a suppression as state of the person (identify) with an event beside it (track), and a mail as an event.
 *
 * The `messageId` is scoped by tenant and destination, because Segment deduplicates over all its customers. It answers
 * 200 also for events that it drops, and cannot be asked: an accepted write is all the proof there is. An alias call is for
 * destinations behind the CDP, which do not join profiles by themselves.
 *
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 * @see https://www.twilio.com/docs/segment/connections/spec/alias
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
        const calls = suppressionCalls(id, state, context);
        return andThen(await send(suppressionHttp, vendor, calls), () => accepted(identifyId(id)));
      },
    },
    announceStage: (change) => send(suppressionHttp, vendor, stageCalls(vendor, change, context)),
    async steps({ contact, activity }) {
      const write = async () =>
        andThen(await send(http, vendor, [mailCall(activity, contact, context)]), () => created(activity.externalId));
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

/**
 * A mail as an event of its person. The address in the context lets the CDP join the event with the profile of that address,
 * also before any call has named the person's id.
 */
function mailCall(activity: Activity, contact: Contact | undefined, settings: CdpIdentitySettings) {
  // A CDP makes a profile of an unknown person: a From that is proven false names nobody.
  const email = contact?.onlyExisting ? undefined : contact?.email;
  return compact({
    type: 'track',
    event: 'Email Received',
    messageId: activity.externalId,
    timestamp: activity.at,
    ...(email === undefined ? { anonymousId: anonymousIdOf('') } : identityOf({ email }, settings)),
    context: email === undefined ? undefined : { traits: { email } },
    properties: { event_id: activity.eventId, thread: activity.threadKey, kind: activity.kind },
  });
}

/**
 * One event for each person, for their profile. The CRM's id of a contact is their own; which ids it has for the people of a
 * deal is not known.
 */
function stageCalls(vendor: SegmentVendor, change: StageChange, settings: CdpIdentitySettings) {
  const { id, tenant, people, contact: contactId, stage, meaning, at } = change;
  const { event, record } = stageEventOf(change);
  return people.map((email) => ({
    type: 'track',
    event,
    messageId: scopedId(tenant, vendor, `${id}#${email}`),
    timestamp: at,
    ...identityOf({ email, contactId }, settings),
    context: { traits: { email } },
    properties: { ...record, stage, meaning },
  }));
}

/** A state without a bar of mail is a return of the person, unless it is there for another channel. */
function eventName({ isSuppressed, isWish, hasChannels }: Record<'isSuppressed' | 'isWish' | 'hasChannels', boolean>) {
  if (isSuppressed) return isWish ? 'Email Unsubscribed' : 'Email Bounced';
  return hasChannels ? 'Channel Refused' : 'Email Resubscribed';
}

const identifyId = (id: string): string => `${id}-i`;

/** The calls of a state in their order: an alias from the id of the choice before, the traits, and the event. */
function suppressionCalls(id: string, state: SuppressionState, settings: CdpIdentitySettings): readonly object[] {
  const { address, contactId, suppressed, channels, reason, at, isWish } = state;
  const person = { email: address, contactId };
  const identity = identityOf(person, settings);
  const previous = previousIdOf(settings, person);
  const isSuppressed = suppressed.length > 0;
  const traits = {
    email: address,
    email_suppressed: isSuppressed,
    email_suppressed_for: suppressed,
    email_suppression_reason: reason ?? null,
    email_suppression_at: at,
    channels_suppressed: channelsOf(channels),
  };
  const event = eventName({ isSuppressed, isWish, hasChannels: channels !== undefined });
  const properties = { reason: reason ?? null, suppressed_for: suppressed };
  return [
    ...(previous === undefined ? [] : [{ type: 'alias', messageId: `${id}-a`, timestamp: at, ...previous }]),
    { type: 'identify', messageId: identifyId(id), timestamp: at, ...identity, traits },
    { type: 'track', event, messageId: `${id}-t`, timestamp: at, ...identity, properties },
  ];
}

/** Both ids of a person, where there is a user id: a call that names both joins the two profiles. */
const identityOf = (person: CdpPerson, { userId }: CdpIdentitySettings) =>
  compact({ userId: userIdBy(userId, person), anonymousId: anonymousIdOf(person.email) });
