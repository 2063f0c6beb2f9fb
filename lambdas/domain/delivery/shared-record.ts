import type { CrmStep, StepName } from '../crm/crm-step.ts';
import type { Failure, Outcome, Ref } from '../crm/outcome.ts';
import { writeTimeoutMs } from '../crm/retry-policy.ts';
import type { SharedRecords } from './ledger.ts';

type SharedResult =
  | { readonly kind: 'ok'; readonly value: Ref | undefined; readonly isRemembered: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'waiting'; readonly until: Date }
  | { readonly kind: 'lost' };

/** A step with a shared record that no key of the CRM protects. */
export type SharedStep = CrmStep & { readonly record: string };

/** Who wants a shared record. */
interface SharedHolder {
  readonly holder: string;
  readonly leaseUntil: Date;
  /** When somebody may last have made the record without a trace in the ledger; absent: the ledger knows. */
  readonly doubtful?: Date | undefined;
}

const laterOf = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

const nothing: Outcome<Ref | undefined> = { kind: 'ok', value: undefined, how: 'existing' };

/** Whether a step needs a claim. */
export const isShared = (step: CrmStep | undefined): step is SharedStep =>
  step?.record !== undefined && step.key.kind !== 'unique';

/**
 * Finds or makes a shared record under its claim: a remembered record is used, an unclear write is waited out, then the CRM
 * is asked, and only an absent record is made. Two deliveries that want the same record at the same time therefore make
 * one.
 */
export async function writeShared(
  { records, now }: { readonly records: SharedRecords; readonly now: () => Date },
  step: SharedStep,
  refs: Partial<Record<StepName, Ref>>,
  { holder, leaseUntil, doubtful }: SharedHolder,
): Promise<SharedResult> {
  const { record, key } = step;
  const claim = await records.claim(record, holder, now(), leaseUntil);
  if (claim.kind === 'known') return { kind: 'ok', value: { id: claim.id }, isRemembered: true };
  if (claim.kind === 'busy') return { kind: 'waiting', until: claim.until };
  const lagMs = key.kind === 'unique' ? 0 : key.visibilityLagMs;
  const unclearAt = laterOf(claim.unclearAt, doubtful);
  if (unclearAt !== undefined && unclearAt.getTime() + lagMs > now().getTime()) {
    await records.drop(record, holder, unclearAt);
    return { kind: 'waiting', until: new Date(unclearAt.getTime() + lagMs) };
  }
  const lookUp = (await step.find?.(refs)) ?? nothing;
  if (lookUp.kind !== 'ok') return fail(lookUp, unclearAt);
  if (lookUp.value !== undefined) return settle(lookUp.value);
  // A request that outlives the claim could land after another delivery has looked and written.
  if (leaseUntil.getTime() - now().getTime() < writeTimeoutMs(step)) {
    await records.drop(record, holder, unclearAt);
    return { kind: 'lost' };
  }
  const outcome = await step.write(refs);
  if (outcome.kind !== 'ok') return fail(outcome, outcome.kind === 'unknown' ? now() : undefined);
  return settle(outcome.value);

  async function settle(value: Ref | undefined): Promise<SharedResult> {
    if (value === undefined) await records.drop(record, holder);
    else if (!(await records.remember(record, holder, value.id, now()))) return { kind: 'lost' };
    return { kind: 'ok', value, isRemembered: false };
  }

  async function fail(failure: Failure, unclear: Date | undefined): Promise<SharedResult> {
    await records.drop(record, holder, unclear);
    return { kind: 'failed', failure };
  }
}
