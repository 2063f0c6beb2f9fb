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
import { type CdpIdentitySettings, type CdpPerson, channelsOf, userIdBy } from '../identity.ts';

/** One person and the events about them. */
interface Batch {
  readonly source_request_id: string;
  readonly user_identities?: Readonly<Record<string, string>>;
  readonly user_attributes?: Readonly<Record<string, string | boolean>>;
  readonly events: readonly object[];
}

/** mParticle remembers no idempotency key, and cannot be asked: a repetition waits for nothing. */
const activityKey = { kind: 'lookup', visibilityLagMs: 0 } as const;

/**
 * mParticle: a suppression as attributes of the person and an event in one batch, and a mail as an event. It knows no
 * idempotency key: a suppression is state, which may come twice, and the event of a mail is repeated
 * only where its answer was lost, under the same `source_message_id`.
 *
 * @see https://docs.mparticle.com/developers/apis/http/
 */
export function createMparticleAdapter(context: VendorContext): CrmAdapter {
  const http = context.client({ headersFrom: basic });
  const suppressionHttp = context.throttleWaiting(http);
  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write(state) {
        const id = scopedId(state.tenant, 'mparticle', `${state.subject}#${state.version}`);
        return andThen(await send(suppressionHttp, suppressionBatch(id, state, context)), () => accepted(id));
      },
    },
    async announceStage(change) {
      for (const email of change.people) {
        const sent = await send(suppressionHttp, stageBatch(change, email, context));
        if (sent.kind !== 'ok') return sent;
      }
      return none();
    },
    async steps({ contact, activity }) {
      const write = async () =>
        andThen(await send(http, mailBatch(activity, contact, context)), () => created(activity.externalId));
      return ok([{ name: 'activity', key: activityKey, write }]);
    },
  };
}

async function send(http: CrmHttp, batch: Batch): Promise<Outcome<undefined>> {
  const body = [{ environment: 'production', ...batch }];
  const result = await http({ method: 'POST', path: '/v2/bulkevents', body });
  if (result.kind !== 'answer') return result;
  const { status } = result.answer;
  if (status >= 200 && status < 300) return none();
  return { kind: 'rejected', code: `HTTP ${status}`, message: 'mParticle refused the batch' };
}

function suppressionBatch(
  id: string,
  { address, contactId, suppressed, channels, reason, at }: SuppressionState,
  settings: CdpIdentitySettings,
): Batch {
  const isSuppressed = suppressed.length > 0;
  return {
    source_request_id: id,
    user_identities: identitiesOf({ email: address, contactId }, settings),
    user_attributes: {
      email_suppressed: isSuppressed,
      email_suppressed_for: suppressed.join(','),
      email_suppression_reason: reason ?? '',
      email_suppression_at: at,
      channels_suppressed: channelsOf(channels).join(','),
    },
    events: [eventOf(eventName(isSuppressed, channels !== undefined), id, at)],
  };
}

/** The event of one person. */
function stageBatch(change: StageChange, email: string, settings: CdpIdentitySettings): Batch {
  const { id, tenant, stage, meaning, at } = change;
  const { event, record } = stageEventOf(change);
  const own = scopedId(tenant, 'mparticle', `${id}#${email}`);
  return {
    source_request_id: own,
    user_identities: identitiesOf({ email, contactId: change.contact }, settings),
    events: [eventOf(event, own, at, { ...record, stage, meaning })],
  };
}

/** A state without a bar of mail is a return of the person, unless it is there for another channel. */
function eventName(isSuppressed: boolean, hasChannels: boolean): string {
  if (isSuppressed) return 'Email Suppressed';
  return hasChannels ? 'Channel Refused' : 'Email Resubscribed';
}

function mailBatch(
  { externalId, eventId, threadKey, kind, at }: Activity,
  contact: Contact | undefined,
  settings: CdpIdentitySettings,
): Batch {
  const attributes = { event_id: eventId, thread: threadKey, kind };
  return compact({
    source_request_id: externalId,
    // mParticle makes a profile of an unknown person: a From that is proven false names nobody.
    user_identities: contact && !contact.onlyExisting ? identitiesOf({ email: contact.email }, settings) : undefined,
    events: [eventOf('Email Received', externalId, at, attributes)],
  });
}

/** The address and, by choice, the customer's id: a batch that names both joins their profiles by the account's IDSync strategy. */
const identitiesOf = (person: CdpPerson, { userId }: CdpIdentitySettings) =>
  compact({ email: person.email, customer_id: userIdBy(userId, person) });

const eventOf = (name: string, id: string, at: string, attributes?: Readonly<Record<string, string>>) => ({
  event_type: 'custom_event',
  data: compact({
    event_name: name,
    custom_event_type: 'other',
    source_message_id: id,
    timestamp_unixtime_ms: Date.parse(at),
    custom_attributes: attributes,
  }),
});
