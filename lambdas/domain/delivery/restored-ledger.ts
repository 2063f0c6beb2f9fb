import type { CrmStep } from '../crm/crm-step.ts';
import type { Delivery, StepRecord } from './delivery.ts';
import { isShared } from './shared-record.ts';

/** A delivery that may have been written without a trace in the ledger, because the ledger is a copy from before. */
interface Doubt {
  /** When the functions were stopped for the restore: what the ledger says of a step since then is true. */
  readonly restoredUntil: Date;
  /** When a write may last have been made. */
  readonly lastWriteAt: Date;
}

/**
 * Whether the ledger may lack a write of a delivery. Undefined: it knows of every write.
 *
 * @param restoredUntil when the functions were stopped; undefined: the ledger was never restored
 */
export function doubtOf(
  { receivedAt }: Pick<Delivery, 'receivedAt'>,
  restoredUntil: Date | undefined,
  now: Date,
): Doubt | undefined {
  const received = new Date(receivedAt);
  if (restoredUntil === undefined || received >= restoredUntil) return undefined;
  // A time in the future is a mistake: mail must not wait until then for a write to show.
  return { restoredUntil, lastWriteAt: restoredUntil > now ? received : restoredUntil };
}

/**
 * The delivery as if each write that cannot be repeated had been tried, and its end were unknown: then it is looked up at the CRM
 * before it is made. Steps with a claim are looked up in any case, and those under a unique key can be repeated.
 */
export function withDoubtfulSteps(delivery: Delivery, steps: readonly CrmStep[], doubt: Doubt | undefined): Delivery {
  if (doubt === undefined) return delivery;
  const unclear = steps.flatMap((step) => {
    const record = step.key.kind === 'unique' || isShared(step) ? undefined : doubtfulRecord(delivery, step, doubt);
    return record === undefined ? [] : [[step.name, record] as const];
  });
  return unclear.length === 0
    ? delivery
    : { ...delivery, steps: { ...delivery.steps, ...Object.fromEntries(unclear) } };
}

function doubtfulRecord(
  { steps, receivedAt }: Delivery,
  { name }: CrmStep,
  { restoredUntil, lastWriteAt }: Doubt,
): StepRecord | undefined {
  const known = steps[name];
  if (known?.state === 'done' || (known !== undefined && new Date(known.at) >= restoredUntil)) return undefined;
  const lastAt = lastWriteAt.toISOString();
  if (known?.state !== 'intent') return { state: 'intent', at: lastAt, since: receivedAt };
  return { ...known, at: known.at > lastAt ? known.at : lastAt, since: known.since ?? known.at };
}
