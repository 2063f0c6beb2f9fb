import type { Control } from '../domain/configuration/control.ts';
import { integrationOf } from '../domain/configuration/integrations.ts';
import { notifiable } from '../domain/crm/connection.ts';
import type { Delivery, DeliveryId } from '../domain/delivery/delivery.ts';
import type { ReplayedDelivery } from '../domain/delivery/redrive-report.ts';
import {
  examinedAt,
  newProgress,
  type ReplayOrder,
  type ReplayProgress,
  withResult,
} from '../domain/delivery/replay-job.ts';
import { refusalOf } from '../domain/delivery/replay-refusal.ts';
import { type ReplayScanPorts, scanReplay } from '../domain/delivery/replay-scan.ts';

export interface PreviewPorts {
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly scan: ReplayScanPorts;
  readonly now: () => Date;
}

/** The replay that would be made. */
interface ReplayPreview {
  readonly progress: ReplayProgress;
  /** The first deliveries that would go. */
  readonly first: readonly DeliveryId[];
  /** False where there are more events than one request looks at. */
  readonly isComplete: boolean;
}

const eventsPerRead = 100;
/** Events that one request looks at, and in ms how long. */
const mostExamined = 5_000;
const longestMs = 8_000;
/** Deliveries that the answer names. */
const mostNamed = 20;

/** Looks at the events of a replay, and says what would become of each delivery. Nothing is written or sent. */
export async function previewReplay(
  ports: PreviewPorts,
  order: Pick<ReplayOrder, 'tenants' | 'selection' | 'ranges'>,
): Promise<ReplayPreview> {
  const startedAt = ports.now().getTime();
  const first: DeliveryId[] = [];
  let progress = newProgress;
  for (;;) {
    const stretch = await scanReplay(ports.scan, order, progress.place, eventsPerRead);
    for (const delivery of stretch.events.flatMap(({ deliveries }) => deliveries)) {
      const result = await previewOf(ports, delivery, order.selection.delivered);
      progress = withResult(progress, result);
      const { eventId, integration } = delivery;
      if (result.result === 'would-replay' && first.length < mostNamed) first.push({ eventId, integration });
    }
    progress = { ...progress, place: stretch.place };
    if (stretch.isEnd) return { progress, first, isComplete: true };
    const isLong = ports.now().getTime() - startedAt > longestMs;
    if (examinedAt(order, progress.place) >= mostExamined || isLong) return { progress, first, isComplete: false };
  }
}

async function previewOf({ control }: PreviewPorts, delivery: Delivery, delivered: boolean): Promise<ReplayedDelivery> {
  const { eventId, integration } = delivery;
  const id = { eventId, integration };
  const refusal = refusalOf(delivery, { delivered });
  if (refusal !== undefined) return { ...id, result: 'refused', ...refusal };
  const configured = integrationOf(await control.integrations(), integration);
  const connection = configured && (await control.connection(configured.connection));
  if (connection === undefined)
    return { ...id, result: 'refused', code: 'no-connection', reason: 'its connection is not configured any more' };
  const isRepeated = delivery.state === 'done';
  if (isRepeated && !notifiable.includes(connection.vendor)) return { ...id, result: 'unchanged' };
  return { ...id, result: 'would-replay' };
}
