import { compact } from '../../compact.ts';
import type { CrmStep, StepName } from '../crm/crm-step.ts';
import type { Failure, Outcome, Ref } from '../crm/outcome.ts';
import { requestTimeoutMs, writeTimeoutMs } from '../crm/retry-policy.ts';
import type { Delivery, StepRecord, Steps } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { isShared, type SharedStep, writeShared } from './shared-record.ts';

type Refs = Partial<Record<StepName, Ref>>;

/** A delivery that this worker has leased. */
interface LeasedDelivery {
  readonly delivery: Delivery;
  /** By the ledger's clock. */
  readonly leaseUntil: Date;
  /** When somebody may last have written it without a trace in the ledger, which was restored; absent: the ledger knows. */
  readonly doubtful?: Date | undefined;
}

export type StepsResult =
  /** Every step is done, by this attempt or before; what the ledger does not know yet is saved with the settling. */
  | { readonly kind: 'written'; readonly unsaved: Steps; readonly done: Steps; readonly hasProgress: boolean }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly unsaved: Steps;
      /** Whether the CRM has done a step of this walk. */
      readonly hasProgress: boolean;
      /** Shared records that came from memory, and may be the cause. */
      readonly remembered: readonly string[];
    }
  /** An earlier write with an unknown end cannot be looked up before that time. */
  | { readonly kind: 'waiting'; readonly until: Date; readonly unsaved: Steps; readonly hasProgress: boolean }
  /** Another worker holds the delivery now, or this worker is out of time: stop at once. */
  | { readonly kind: 'lost' };

/** Returns the intents that are written with the lease: those of the first run. */
export function firstIntents(steps: readonly CrmStep[], { steps: records }: Delivery, at: string): Steps {
  const open = steps.filter(({ name }) => records[name]?.state !== 'done');
  return intentsOf(open.slice(0, runLength(open, records)), records, at);
}

/**
 * How many steps are written under one save of their intents: those that may be repeated at any time, because the CRM has a
 * unique key or the ledger a claim, and the first that may not, or the activity. That step's end is saved before anything
 * else is written: after a crash it is what would have to be waited for and looked up.
 */
function runLength(steps: readonly CrmStep[], records: Steps): number {
  const last = steps.findIndex((step) => !isShared(step) && (step.key.kind !== 'unique' || step.name === 'activity'));
  if (last === -1) return steps.length;
  // An unclear step is looked up before it has an intent again.
  return isUnclear(steps[last]!, records) ? Math.max(1, last) : last + 1;
}

/** Whether an earlier attempt may have made a write that a repetition would make twice. */
const isUnclear = (step: CrmStep, records: Steps): boolean =>
  step.key.kind !== 'unique' && !isShared(step) && records[step.name]?.state === 'intent';

/**
 * A step that was tried before keeps its record until its fate is known: the record says when the write may have been. The
 * claim of a shared record replaces its intent.
 */
function intentsOf(steps: readonly CrmStep[], records: Steps, at: string): Steps {
  return Object.fromEntries(
    steps.flatMap((step) =>
      isShared(step) || records[step.name]?.state === 'intent' ? [] : [[step.name, { state: 'intent', at, since: at }]],
    ),
  );
}

interface WriteDependencies {
  readonly ledger: Pick<Ledger, 'saveSteps' | 'records'>;
  /** The ledger's clock. */
  readonly now: () => Date;
}

/** One walk through the steps of a delivery: its lease and its progress. */
interface StepWalk extends WriteDependencies, LeasedDelivery {
  /** The delivery as it was before this lease. */
  readonly before: Delivery;
  /** ISO 8601 UTC. */
  readonly leasedAt: string;
  /** The records of the steps that are done. */
  readonly refs: Refs;
  /** Steps with an intent of this attempt that were not tried. */
  readonly intended: Set<StepName>;
  /** Steps that the ledger does not know yet. */
  unsaved: Steps;
  done: Steps;
  /** Whether the CRM has done a step: a record from memory says nothing of the CRM. */
  hasProgress: boolean;
  /** Shared records that were taken from memory: true once the mail is written with them, doubtful until then. */
  readonly remembered: Map<string, Steps>;
}

/** How a walk ended before its last step. */
type Stop = Exclude<StepsResult, { kind: 'written' }>;

/**
 * Walks the steps of a delivery: intent, write, done.
 *
 * The done of one step and the intent of the next are one write to the ledger, the first intents are written with the
 * lease, and the last done is written with the settling, which leaves no gap between any of them.
 *
 * @param before the delivery as it was before this lease: an intent in it is a write with an unknown end
 */
export async function writeSteps(
  dependencies: WriteDependencies,
  lease: LeasedDelivery,
  before: Delivery,
  steps: readonly CrmStep[],
): Promise<StepsResult> {
  let open = steps.filter(({ name }) => before.steps[name]?.state !== 'done');
  const walk: StepWalk = {
    ...dependencies,
    ...lease,
    before,
    leasedAt: dependencies.now().toISOString(),
    refs: refsOf(steps, before.steps),
    // The lease brought the first intents.
    intended: intendedBy(open.slice(0, runLength(open, before.steps)), before),
    unsaved: {},
    done: before.steps,
    hasProgress: false,
    remembered: new Map(),
  };
  while (open.length > 0) {
    const run = open.slice(0, runLength(open, before.steps));
    open = open.slice(run.length);
    const stop = await writeRun(walk, run);
    if (stop !== undefined)
      return 'unsaved' in stop ? { ...stop, unsaved: { ...untriedOf(walk), ...stop.unsaved } } : stop;
  }
  const { done, hasProgress } = walk;
  return { kind: 'written', unsaved: Object.assign({}, walk.unsaved, ...walk.remembered.values()), done, hasProgress };
}

/** The steps of a run that have their intents once these are saved. */
const intendedBy = (run: readonly CrmStep[], { steps: records }: Delivery): Set<StepName> =>
  new Set(run.filter((step) => !isShared(step) && !isUnclear(step, records)).map(({ name }) => name));

/** The records of the steps that an earlier attempt has done. */
function refsOf(steps: readonly CrmStep[], records: Steps): Refs {
  return Object.fromEntries(
    steps.flatMap(({ name }) => {
      const record = records[name];
      return record?.state === 'done' && record.id !== undefined ? [[name, { id: record.id }]] : [];
    }),
  );
}

/** Finds or makes the shared record of a step. A record from memory stays out of the ledger until the mail is written. */
async function writeSharedStep(walk: StepWalk, step: SharedStep): Promise<Stop | undefined> {
  const { ledger, now, refs, delivery, leaseUntil, doubtful, unsaved, hasProgress } = walk;
  const holder = `${delivery.eventId}#${delivery.integration}#${delivery.fence}`;
  const shared = await writeShared({ records: ledger.records, now }, step, refs, { holder, leaseUntil, doubtful });
  if (shared.kind === 'lost') return shared;
  if (shared.kind === 'waiting') return { ...shared, unsaved, hasProgress };
  if (shared.kind === 'failed') return failed(walk, shared.failure);
  const record = noteDone(walk, step.name, shared.value);
  if (shared.isRemembered) {
    walk.remembered.set(step.record, { [step.name]: record });
    walk.unsaved = unsaved;
  } else walk.hasProgress = true;
  return undefined;
}

/** Writes a run of steps under one save of their intents. */
async function writeRun(walk: StepWalk, run: readonly CrmStep[]): Promise<Stop | undefined> {
  const { refs, before, now, intended } = walk;
  const unclear = run.find((step) => isUnclear(step, before.steps));
  const earlier = unclear && (await findEarlier(unclear, refs, before, now()));
  if (earlier?.kind === 'waiting') return { ...earlier, unsaved: walk.unsaved, hasProgress: walk.hasProgress };
  if (earlier !== undefined && earlier.kind !== 'ok') return failed(walk, earlier);
  // A write that is repeated needs a new intent, because its end is unclear anew.
  const needsIntent = earlier === undefined && run.some((step) => !isShared(step) && !intended.has(step.name));
  if (needsIntent && !(await saveIntents(walk, run, unclear))) return { kind: 'lost' };
  for (const step of run) {
    const stop = isShared(step) ? await writeSharedStep(walk, step) : await writeOwnStep(walk, step, earlier);
    if (stop !== undefined) return stop;
  }
  return undefined;
}

/**
 * Writes a record of this delivery alone.
 *
 * @param earlier the record that an earlier attempt has made, where one was found
 */
async function writeOwnStep(
  walk: StepWalk,
  step: CrmStep,
  earlier: Outcome<Ref | undefined> | undefined,
): Promise<Stop | undefined> {
  if (step.key.kind !== 'unique' && !outlastsWrite(walk, step)) return { kind: 'lost' };
  walk.intended.delete(step.name);
  const outcome = earlier ?? (await step.write(walk.refs));
  if (outcome.kind === 'ok') {
    noteDone(walk, step.name, outcome.value);
    walk.hasProgress = true;
    return undefined;
  }
  walk.unsaved = { ...walk.unsaved, [step.name]: recordAfterFailure(walk, step, outcome) };
  return failed(walk, outcome);
}

/**
 * Takes back this attempt's intents of steps that were not tried, so that no attempt waits for such a write. An intent of an
 * earlier attempt stays: that write may have been made.
 */
const untriedOf = ({ before, intended, now }: StepWalk): Steps =>
  Object.fromEntries(
    [...intended].flatMap((name) =>
      before.steps[name]?.state === 'intent' ? [] : [[name, { state: 'refused', at: now().toISOString() }]],
    ),
  );

/** Whether the lease outlives a write: one that outlived it could land after another worker has looked and written. */
const outlastsWrite = ({ leaseUntil, now }: StepWalk, step: CrmStep): boolean =>
  leaseUntil.getTime() - now().getTime() >= writeTimeoutMs(step);

/** Saves the intents of a run, together with what was done before it. False: the lease was lost. */
async function saveIntents(walk: StepWalk, run: readonly CrmStep[], unclear: CrmStep | undefined): Promise<boolean> {
  const { ledger, now, delivery, before, unsaved } = walk;
  const at = now().toISOString();
  const record = unclear && before.steps[unclear.name];
  const intents = unclear && record ? { [unclear.name]: { ...record, at } } : intentsOf(run, {}, at);
  for (const name of intendedBy(run, before)) walk.intended.add(name);
  walk.unsaved = {};
  return ledger.saveSteps(delivery, delivery.fence, { ...unsaved, ...intents });
}

/** Notes that a step is done, and the record that later steps refer to. */
function noteDone(walk: StepWalk, name: StepName, value: Ref | undefined): StepRecord {
  if (value !== undefined) walk.refs[name] = value;
  const at = walk.now().toISOString();
  const { id, duplicates, alternatives, note } = value ?? {};
  const record: StepRecord = compact({ state: 'done', at, id: id || undefined, duplicates, alternatives, note });
  walk.unsaved = { ...walk.unsaved, [name]: record };
  walk.done = { ...walk.done, [name]: record };
  return record;
}

/** A write that the CRM rejects may refer to a remembered record that is gone. */
function failed({ unsaved, remembered, hasProgress }: StepWalk, failure: Failure): Stop {
  const doubtful = failure.kind === 'rejected' ? [...remembered.keys()] : [];
  return { kind: 'failed', failure, unsaved, hasProgress, remembered: doubtful };
}

function recordAfterFailure({ before, leasedAt, now }: StepWalk, { name, key }: CrmStep, failure: Failure): StepRecord {
  const at = now().toISOString();
  const earlier = before.steps[name];
  if (failure.kind !== 'unknown') {
    // A rejected repetition says nothing about the write that it repeated, unless that was looked for first.
    const isOpen = earlier?.state === 'intent' && key.kind === 'window';
    return isOpen ? earlier : { state: 'refused', at };
  }
  // The wait for an unclear write counts from its answer, the age of its key from its first intent.
  return { state: 'intent', at, since: earlier?.state === 'intent' ? (earlier.since ?? earlier.at) : leasedAt };
}

/**
 * Looks for an earlier write with an unknown end, before it is repeated where the CRM has no unique key.
 *
 * An attempt that ended has noted when; one that died may have written until its lease was over.
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
  const leaseEnd = before.leaseUntil === undefined ? 0 : Date.parse(before.leaseUntil);
  const lastWriteAt = Math.max(Date.parse(intent.at), leaseEnd);
  const until = new Date(lastWriteAt + key.visibilityLagMs);
  if (until > now) return { kind: 'waiting', until };
  const lookUp = await step.find?.(refs);
  return lookUp?.kind === 'ok' && lookUp.value === undefined ? undefined : lookUp;
}
