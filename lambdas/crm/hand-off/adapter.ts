import { compact } from '../../compact.ts';
import type { CrmAdapter, DeliveredEnvelope, HandOffMessage, HandOffPort } from '../../domain/crm/crm-adapter.ts';
import type { EmailDelivered } from '../../domain/crm/email-delivered.ts';
import { andThen, ok } from '../../domain/crm/outcome.ts';
import { replayedId } from '../../domain/crm/replay-mark.ts';
import { type StageChange, stageChangeType, stageEventOf } from '../../domain/crm/stage-change.ts';
import type { SuppressionState } from '../../domain/crm/suppression-target.ts';
import { scopedId, sha256 } from '../../domain/mail/identity.ts';
import { accepted } from '../suppression-proofs.ts';
import type { VendorContext } from '../vendor-context.ts';
import { stepKeys } from '../vendor-kit.ts';
import { handOffDetail } from './message.ts';

/** An EventBridge bus of the account: a rule or a pipe leads on from there, to Kafka too. */
export const createEventBridgeAdapter = (context: VendorContext): CrmAdapter =>
  handOffAdapter(context.handOff('eventbridge', context.url));

/** An SQS queue of the account; a FIFO queue drops repetitions by itself, and keeps the order of each conversation. */
export const createSqsAdapter = (context: VendorContext): CrmAdapter =>
  handOffAdapter(context.handOff('sqs', context.url));

/**
 * Hands on the normalized event, with attributes beside it by which a rule may choose. A bus and a queue deliver at least
 * once, so each message has an id by which a consumer drops repetitions.
 */
const handOffAdapter = ({ put, region }: HandOffPort): CrmAdapter => ({
  calls: { unknown: 1, known: 1 },
  keepsNoDeals: true,
  suppressions: {
    async write(state) {
      return andThen(await put(suppressionMessage(state, region)), ({ id }) => accepted(id));
    },
  },
  announceStage: (change) => put(stageMessage(change, region)),
  announceDelivered: (delivered, envelope) => put(deliveredMessage(delivered, envelope, region)),
  takesReplays: true,
  async steps({ activity }, event, _now, replay) {
    const id = replay === undefined ? activity.externalId : replayedId(activity.externalId, replay);
    const detail = handOffDetail(event, compact({ id, region, replay: replay && { id: replay.id } }));
    const { integration, inbox, kind, intent, spam, virus, trust } = detail;
    const message = compact({
      id,
      // A FIFO queue would drop what it has taken within five minutes.
      deduplicationId: replay && sha256(id, replay.id),
      type: event.schema,
      group: `${integration}#${activity.threadKey}`,
      at: event.receivedAt,
      attributes: compact({
        integration,
        inbox,
        kind,
        intent,
        spam,
        virus,
        trust: String(trust),
        region,
        replay: replay?.id,
      }),
      detail,
    });
    return ok([{ name: 'activity', key: stepKeys.unique, write: () => put(message) }]);
  },
});

function deliveredMessage(
  delivered: EmailDelivered,
  { id: first, group, replay }: DeliveredEnvelope,
  region: string,
): HandOffMessage {
  const { integration, tenant, deliveredAt, crm } = delivered;
  const id = replay === undefined ? first : replayedId(first, replay);
  const attributes = compact({ integration, tenant, connection: crm.connection, region, replay: replay?.id });
  const marked = compact({ id, integration, region, replay: replay && { id: replay.id } });
  return compact({
    id,
    deduplicationId: replay && sha256(id, replay.id),
    type: delivered.schema,
    group,
    at: deliveredAt,
    attributes,
    detail: { ...marked, delivered },
  });
}

function stageMessage(change: StageChange, region: string) {
  const { id, tenant, connection, meaning, at } = change;
  const [record = ''] = Object.values(stageEventOf(change).record);
  const attributes = { tenant, connection, meaning };
  const detail = { id, ...attributes, region, change };
  return { id, type: stageChangeType(change), group: `${connection}#${record}`, at, attributes, detail };
}

function suppressionMessage(state: SuppressionState, region: string) {
  const { tenant, subject, version, suppressed, channels, reason, at } = state;
  const id = scopedId(tenant, 'suppressions', `${subject}#${version}`);
  const attributes = {
    tenant,
    kind: suppressed.length > 0 || channels !== undefined ? 'suppressed' : 'released',
    reason: reason ?? 'none',
  };
  return {
    id,
    type: 'recipient.suppressed/1',
    group: subject,
    at,
    attributes,
    detail: { id, ...attributes, region, state },
  };
}
