import { compact } from '../../../compact.ts';
import type { CrmAdapter } from '../../../domain/crm/crm-adapter.ts';
import type { Failure, Outcome, Ref } from '../../../domain/crm/outcome.ts';
import { scopedId } from '../../../domain/mail/identity.ts';
import type { CrmHttp } from '../../http.ts';

/** The part of a batch that says who it is about and what happened. */
interface Batch {
  readonly source_request_id: string;
  readonly user_identities?: Readonly<Record<string, string>>;
  readonly user_attributes?: Readonly<Record<string, string | boolean>>;
  readonly events: readonly object[];
}

/**
 * mParticle: a suppression as attributes of the person and an event in one batch, and a mail as an event. It knows no
 * idempotency key: what is sent of a suppression is state, which may come twice, and of a mail an event that is repeated
 * only where its answer was lost, under the same `source_message_id`.
 *
 * @param patientHttp for suppressions, which do not queue behind deliveries
 * @see https://docs.mparticle.com/developers/apis/http/
 */
export function createMparticleAdapter(http: CrmHttp, patientHttp: CrmHttp = http): CrmAdapter {
  const send = async (by: CrmHttp, batch: Batch): Promise<Failure | undefined> => {
    const body = [{ environment: 'production', ...batch }];
    const result = await by({ method: 'POST', path: '/v2/bulkevents', body });
    if (result.kind !== 'answer') return result;
    const { status } = result.answer;
    if (status >= 200 && status < 300) return undefined;
    return { kind: 'rejected', code: `HTTP ${status}`, message: 'mParticle refused the batch' };
  };

  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write({ tenant, subject, version, address, contactId, suppressed, reason, at }) {
        const id = scopedId(tenant, 'mparticle', `${subject}#${version}`);
        const isSuppressed = suppressed.length > 0;
        const failure = await send(patientHttp, {
          source_request_id: id,
          user_identities: compact({ email: address, customer_id: contactId }),
          user_attributes: {
            email_suppressed: isSuppressed,
            email_suppressed_for: suppressed.join(','),
            email_suppression_reason: reason ?? '',
            email_suppression_at: at,
          },
          events: [eventOf(isSuppressed ? 'Email Suppressed' : 'Email Resubscribed', id, at)],
        });
        return failure ?? { kind: 'ok', value: { by: 'accepted', answer: id }, how: 'updated' };
      },
    },
    async steps({ contact, activity }) {
      const id = activity.externalId;
      const about = { event_id: activity.eventId, thread: activity.threadKey, kind: activity.kind };
      const write = async (): Promise<Outcome<Ref>> => {
        const failure = await send(
          http,
          compact({
            source_request_id: id,
            // A profile would be made of whom it does not know: From that is proven false names nobody.
            user_identities: contact && !contact.onlyExisting ? { email: contact.email } : undefined,
            events: [eventOf('Email Received', id, activity.at, about)],
          }),
        );
        return failure ?? { kind: 'ok', value: { id }, how: 'created' };
      };
      // Nothing is remembered there, and nothing can be looked up.
      const key = { kind: 'lookup', visibilityLagMs: 0 } as const;
      return { kind: 'ok', value: [{ name: 'activity', key, write }], how: 'unchanged' };
    },
  };
}

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
