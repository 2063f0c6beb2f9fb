import { compact } from '../../compact.ts';
import type { CrmStep, StepName } from '../crm/crm-step.ts';
import type { Failure, Outcome, Ref } from '../crm/outcome.ts';
import { requestTimeoutMs, writeTimeoutMs } from '../crm/retry-policy.ts';
import type { Delivery, StepRecord, Steps } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { isShared, writeShared } from './shared-record.ts';

type Refs = Partial<Record<StepName, Ref>>;

/** A delivery whose lease this worker holds. */
export interface LeasedDelivery {
  readonly delivery: Delivery;
  /** By the ledger's clock. */
  readonly leaseUntil: Date;
}

export type StepsResult =
  /** Every step is done, all by this attempt or before; what the ledger does not know yet goes with the settling. */
  | { readonly kind: 'written'; readonly unsaved: Steps; readonly done: Steps }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly unsaved: Steps;
      /** Shared records that were taken from memory, and may be why. */
      readonly remembered: readonly string[];
    }
  /** An earlier write, whose end nobody knows, cannot be looked for before that time. */
  | { readonly kind: 'waiting'; readonly until: Date; readonly unsaved: Steps }
  /** Somebody else holds the delivery now, or this worker is out of time: stop at once. */
  | { readonly kind: 'lost' };

/**
 * The intents that go with the lease: those of all steps up to the first that cannot be repeated at any time.
 *
 * A write under a unique key may be repeated whenever its end is not known, so a run of them needs one intent.
 */
export function firstIntents(steps: readonly CrmStep[], { steps: records }: Delivery, at: string): Steps {
  const open = steps.filter(({ name }) => records[name]?.state !== 'done');
  // The claim of a shared record is its intent.
  if (isShared(open[0])) return {};
  return intentsOf(open.slice(0, runLength(open)), records, at);
}

/**
 * How many steps are written under one intent: a run of unique keys, or a single step of another kind. The activity has
 * an intent of its own, with which the records before it are saved: a crash then does not look for them again.
 */
function runLength(steps: readonly CrmStep[]): number {
  const other = steps.findIndex(({ name, key }) => key.kind !== 'unique' || name === 'activity');
  return other === -1 ? steps.length : Math.max(1, other);
}

/** A step that was tried before keeps its record until its fate is known: it tells when the write may have been. */
function intentsOf(steps: readonly CrmStep[], records: Steps, at: string): Steps {
  return Object.fromEntries(
    steps.flatMap(({ name }) =>
      records[name]?.state === 'intent' ? [] : [[name, { state: 'intent', at, since: at }]],
    ),
  );
}

/**
 * Walks the steps of a delivery: intent, write, done.
 *
 * The done of one step and the intent of the next are one write to the ledger, the first intents went with the
 * lease, and the last done goes with the settling, which leaves no gap between any of them.
 *
 * @param before the delivery as it was before this lease: an intent in it is a write whose end nobody knows
 */
export async function writeSteps(
  { ledger, now }: { readonly ledger: Pick<Ledger, 'saveSteps' | 'records'>; readonly now: () => Date },
  { delivery, leaseUntil }: LeasedDelivery,
  before: Delivery,
  steps: readonly CrmStep[],
): Promise<StepsResult> {
  const leasedAt = now().toISOString();
  const refs: Refs = {};
  let unsaved: Steps = {};
  let done: Steps = before.steps;
  /** Shared records that were taken from memory: true when the mail is written with them, doubtful until then. */
  const remembered = new Map<string, Steps>();
  for (const { name } of steps) {
    const record = before.steps[name];
    if (record?.state === 'done' && record.id !== undefined) refs[name] = { id: record.id };
  }
  let open = steps.filter(({ name }) => before.steps[name]?.state !== 'done');

  for (let isFirst = true; open.length > 0; isFirst = false) {
    const run = open.slice(0, runLength(open));
    open = open.slice(run.length);
    const [first] = run;
    if (isShared(first)) {
      const holder = `${delivery.eventId}#${delivery.integration}#${delivery.fence}`;
      const shared = await writeShared({ records: ledger.records, now }, first, refs, { holder, leaseUntil });
      if (shared.kind === 'lost') return shared;
      if (shared.kind === 'waiting') return { ...shared, unsaved };
      if (shared.kind === 'failed') return failed(shared.failure);
      const noted = unsaved;
      note(first.name, shared.value);
      if (shared.isRemembered) {
        remembered.set(first.record, { [first.name]: unsaved[first.name]! });
        unsaved = noted;
      }
      continue;
    }
    const isUnclear =
      first !== undefined && first.key.kind !== 'unique' && before.steps[first.name]?.state === 'intent';
    const earlier = isUnclear ? await findEarlier(first, refs, before, now()) : undefined;
    if (earlier?.kind === 'waiting') return { ...earlier, unsaved };
    if (earlier !== undefined && earlier.kind !== 'ok') return failed(earlier);
    // The lease brought the first intents; a write that is repeated needs a new one, for its end is unclear anew.
    const hasIntent = isFirst && !isUnclear;
    if (earlier === undefined && !hasIntent) {
      const at = now().toISOString();
      const intents = isUnclear ? { [first.name]: { ...before.steps[first.name]!, at } } : intentsOf(run, {}, at);
      if (!(await ledger.saveSteps(delivery, delivery.fence, { ...unsaved, ...intents }))) return { kind: 'lost' };
      unsaved = {};
    }
    for (const step of run) {
      // A request that outlives the lease could land after somebody else has looked and written.
      if (step.key.kind !== 'unique' && leaseUntil.getTime() - now().getTime() < writeTimeoutMs(step))
        return { kind: 'lost' };
      const outcome: Outcome<Ref | undefined> = earlier ?? (await step.write(refs));
      if (outcome.kind !== 'ok') {
        unsaved = { ...unsaved, [step.name]: afterFailure(step, outcome) };
        return failed(outcome);
      }
      note(step.name, outcome.value);
    }
  }
  return { kind: 'written', unsaved: Object.assign({}, unsaved, ...remembered.values()), done };

  function note(name: StepName, value: Ref | undefined): void {
    if (value !== undefined) refs[name] = value;
    const duplicates = value?.duplicates;
    const record: StepRecord = compact({
      state: 'done',
      at: now().toISOString(),
      id: value?.id,
      duplicates,
    });
    unsaved = { ...unsaved, [name]: record };
    done = { ...done, [name]: record };
  }

  /** What was refused may have been refused for a record that is gone. */
  function failed(failure: Failure): StepsResult {
    const doubtful = failure.kind === 'rejected' ? [...remembered.keys()] : [];
    return { kind: 'failed', failure, unsaved, remembered: doubtful };
  }

  function afterFailure({ name, key }: CrmStep, failure: Failure): StepRecord {
    const at = now().toISOString();
    const earlier = before.steps[name];
    if (failure.kind !== 'unknown') {
      // That a repetition was refused says nothing of the write that it repeated, unless we had looked for it.
      const isOpen = earlier?.state === 'intent' && key.kind === 'window';
      return isOpen ? earlier : { state: 'refused', at };
    }
    // The wait for an unclear write counts from its answer, the age of its key from its first intent.
    return { state: 'intent', at, since: earlier?.state === 'intent' ? (earlier.since ?? earlier.at) : leasedAt };
  }
}

/**
 * After an unclear earlier write, finds out before it is repeated, where the CRM has no unique key.
 *
 * An attempt that ended has noted when; one that died can have written until its lease was over.
 *
 * @returns undefined when the write has to be made
 */
async function findEarlier(
  step: CrmStep,
  refs: Refs,
  before: Delivery,
  now: Date,
): Promise<Outcome<Ref | undefined> | { readonly kind: 'waiting'; readonly until: Date } | undefined> {
  const { key } = step;
  const intent = before.steps[step.name];
  if (key.kind === 'unique' || intent === undefined) return undefined;
  const since = Date.parse(intent.since ?? intent.at);
  if (key.kind === 'window' && now.getTime() + requestTimeoutMs < since + key.windowMs) return undefined;
  const lastWriteAt = Math.max(
    Date.parse(intent.at),
    before.leaseUntil === undefined ? 0 : Date.parse(before.leaseUntil),
  );
  const until = new Date(lastWriteAt + key.visibilityLagMs);
  if (until > now) return { kind: 'waiting', until };
  const found = await step.find?.(refs);
  return found?.kind === 'ok' && found.value === undefined ? undefined : found;
}
