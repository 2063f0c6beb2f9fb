import type { CrmAdapter } from '../../../domain/crm-adapter.ts';
import { scopedId } from '../../../domain/identity.ts';
import type { CrmHttp } from '../../http.ts';

/**
 * mParticle: a suppression as attributes of the person and an event, in one batch. It knows no idempotency key, so what
 * is sent is state, which may come twice.
 *
 * @see https://docs.mparticle.com/developers/apis/http/
 */
export function createMparticleAdapter(http: CrmHttp): CrmAdapter {
  return {
    calls: { unknown: 1, known: 1 },
    suppressions: {
      async write({ tenant, subject, version, address, contactId, suppressed, reason, at }) {
        const id = scopedId(tenant, 'mparticle', `${subject}#${version}`);
        const isSuppressed = suppressed.length > 0;
        const batch = {
          environment: 'production',
          source_request_id: id,
          user_identities: { email: address, ...(contactId !== undefined && { customer_id: contactId }) },
          user_attributes: {
            email_suppressed: isSuppressed,
            email_suppressed_for: suppressed.join(','),
            email_suppression_reason: reason ?? '',
            email_suppression_at: at,
          },
          events: [
            {
              event_type: 'custom_event',
              data: {
                event_name: isSuppressed ? 'Email Suppressed' : 'Email Resubscribed',
                custom_event_type: 'other',
                source_message_id: id,
                timestamp_unixtime_ms: Date.parse(at),
              },
            },
          ],
        };
        const result = await http({ method: 'POST', path: '/v2/bulkevents', body: [batch] });
        if (result.kind !== 'answer') return result;
        const { status } = result.answer;
        if (status < 200 || status >= 300)
          return { kind: 'rejected', code: `HTTP ${status}`, message: 'mParticle refused the batch' };
        return { kind: 'ok', value: { by: 'accepted', answer: id }, how: 'updated' };
      },
    },
    async steps() {
      return {
        kind: 'misconfigured',
        code: 'suppressions-only',
        message:
          'mParticle has no idempotency key: name it under consent.targets, not as the connection of an integration',
      };
    },
  };
}
