import type { CrmAdapter, HandOffPort } from '../../domain/crm/crm-adapter.ts';
import type { Outcome, Ref } from '../../domain/crm/outcome.ts';
import type { SuppressionState } from '../../domain/crm/suppression-target.ts';
import { scopedId } from '../../domain/mail/identity.ts';
import { handOffDetail } from './message.ts';

/**
 * An EventBridge bus or an SQS queue of the account: the normalized event with what a rule may choose by beside it. From a
 * bus a rule or a pipe leads on, to Kafka too. Both deliver at least once, so each message has an id by which a
 * consumer drops repetitions; a FIFO queue does it itself, and keeps the order of each conversation.
 */
export function createHandOffAdapter({ put, region }: HandOffPort): CrmAdapter {
  return {
    calls: { unknown: 1, known: 1 },
    keepsNoDeals: true,
    suppressions: {
      async write(state: SuppressionState) {
        const { tenant, subject, version, suppressed, reason } = state;
        const id = scopedId(tenant, 'suppressions', `${subject}#${version}`);
        const attributes = {
          tenant,
          kind: suppressed.length > 0 ? 'suppressed' : 'released',
          reason: reason ?? 'none',
        };
        const answer = await put({
          id,
          type: 'recipient.suppressed/1',
          group: subject,
          at: state.at,
          attributes,
          detail: { id, ...attributes, region, state },
        });
        if (answer.kind !== 'ok') return answer;
        return { kind: 'ok', value: { by: 'accepted', answer: answer.value.id }, how: 'updated' };
      },
    },
    async steps({ activity }, event) {
      const detail = handOffDetail(event, { id: activity.externalId, region });
      const { integration, inbox, kind, intent, spam, virus, trust } = detail;
      const write = (): Promise<Outcome<Ref>> =>
        put({
          id: detail.id,
          type: event.schema,
          group: `${integration}#${activity.threadKey}`,
          at: event.receivedAt,
          attributes: { integration, inbox, kind, intent, spam, virus, trust: String(trust), region },
          detail,
        });
      return { kind: 'ok', value: [{ name: 'activity', key: { kind: 'unique' }, write }], how: 'unchanged' };
    },
  };
}
