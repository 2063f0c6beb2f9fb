import type { Connection } from '../../../lambdas/domain/crm/connection.ts';
import type { CrmAdapter, CrmRegistry, RateLimits } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../../lambdas/domain/crm/crm-records.ts';
import type { CrmStep, StepKey } from '../../../lambdas/domain/crm/crm-step.ts';
import type { Outcome, Ref } from '../../../lambdas/domain/crm/outcome.ts';
import type { OptOutPage, SuppressionProof, SuppressionState } from '../../../lambdas/domain/crm/suppression-target.ts';
import type { SuppressionTargets } from '../../../lambdas/suppress/suppression-targets.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SimulatedLambda, Worker } from './lambda.ts';

/** How a connection of the simulation recognizes a repeated write; each connection is named after it. */
export const capabilities = ['unique', 'lookup', 'list-by-parent', 'window', 'no-keys'] as const;
export type Capability = (typeof capabilities)[number];

/** A request that timed out may still take effect within this time, in ms. */
const lateCommitMs = 15_000;
/** A committed record appears in searches within this time, in ms. */
const indexLagMs = 15_000;
/** The vendor remembers an idempotency key for this long, in ms. */
const keyWindowMs = 600_000;

const activityKeys: Readonly<Record<Capability, StepKey>> = {
  unique: { kind: 'unique' },
  lookup: { kind: 'lookup', visibilityLagMs: lateCommitMs + indexLagMs },
  'list-by-parent': { kind: 'lookup', visibilityLagMs: lateCommitMs },
  window: { kind: 'window', windowMs: keyWindowMs, visibilityLagMs: lateCommitMs + indexLagMs },
  'no-keys': { kind: 'lookup', visibilityLagMs: lateCommitMs + indexLagMs },
};

export interface StoredRecord {
  readonly connection: string;
  readonly type: 'contact' | 'company' | 'activity';
  readonly key: string;
  readonly id: string;
  readonly subject?: string;
  readonly threadKey?: string;
  readonly committedAt: number;
  /** Epoch ms from which searches return it. */
  readonly visibleAt: number;
}

interface CrmOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: Faults;
  readonly lambda: SimulatedLambda;
  readonly trace: (text: string) => void;
}

/**
 * The CRMs of the simulation, one per connection, behind the port of the vendors' adapters. They keep every committed
 * record, even if the answer to the write is lost.
 */
export class SimulatedCrm {
  readonly records: StoredRecord[] = [];
  /** Number of activity records. */
  activities = 0;
  /** Subjects that the CRM rejects until a person has corrected the cause. */
  readonly poisoned = new Set<string>();
  /** Outages by connection, in epoch ms: the CRM gives no answer, or refuses our credentials. */
  readonly outages = new Map<
    string,
    { readonly from: number; readonly until: number; readonly kind: 'down' | 'misconfigured' }
  >();
  /** Duration of a call in addition to the simulation's own latency, in ms. */
  serviceMs = 0;
  /** For a mutation test: adapters claim that a write is visible at once. */
  isWaitDenied = false;
  limits: RateLimits | undefined;
  private readonly byKey = new Map<string, StoredRecord[]>();
  private readonly options: CrmOptions;

  constructor(options: CrmOptions) {
    this.options = options;
  }

  /** Suppression state of each address at each connection: the last write. */
  readonly suppressions = new Map<string, SuppressionState>();

  /** People who opted out at a connection itself, by a checkbox in the CRM. */
  readonly boxes: Array<{ readonly connection: string; readonly address: string; readonly at: number }> = [];

  private async optOutsSince(worker: Worker, connection: string, since: Date): Promise<Outcome<OptOutPage>> {
    const { scheduler } = this.options;
    const outcome = await this.call(worker, connection, 'crm.opt-outs', () => ({
      kind: 'ok',
      value: undefined,
      how: 'existing',
    }));
    if (outcome.kind !== 'ok') return outcome;
    const optOuts = this.boxes
      .filter((box) => box.connection === connection && box.at >= since.getTime())
      .map(({ address, at }) => ({ address, at: new Date(at).toISOString(), id: `${address} ${at}` }));
    return { kind: 'ok', value: { optOuts, until: new Date(scheduler.now) }, how: 'existing' };
  }

  /** The suppression targets of one worker: every connection, and the sending account. */
  targetsFor(worker: Worker): SuppressionTargets {
    return {
      targetFor: async (name) => ({
        kind: 'ok',
        how: 'existing',
        value: { write: (state) => this.suppress(worker, name, state) },
      }),
    };
  }

  private async suppress(
    worker: Worker,
    connection: string,
    state: SuppressionState,
  ): Promise<Outcome<SuppressionProof>> {
    const commit = (): Outcome<Ref> => {
      this.suppressions.set(`${connection} ${state.address}`, state);
      return { kind: 'ok', value: { id: 'suppression' }, how: 'updated' };
    };
    const outcome = await this.call(worker, connection, 'crm.suppress', () =>
      this.uncertain(connection, 'suppression', commit),
    );
    return outcome.kind === 'ok' ? { ...outcome, value: { by: 'read-back', answer: 'it says so' } } : outcome;
  }

  /** Commits a write that may be lost, late, or done without an answer. */
  private uncertain(connection: string, name: string, commit: () => Outcome<Ref>): Outcome<Ref> {
    const { scheduler, random, faults, trace } = this.options;
    const unclear = (what: string): Outcome<never> => {
      trace(`${connection}: ${what}`);
      return { kind: 'unknown' };
    };
    if (faults.strikes('crm-lost-request')) return unclear(`${name} is lost on its way`);
    if (faults.strikes('crm-late-commit')) {
      scheduler.after(random() * lateCommitMs, () => {
        trace(`${connection}: a late ${name} takes effect`);
        commit();
      });
      return unclear(`${name} will take effect later`);
    }
    const outcome = commit();
    return faults.strikes('crm-lost-answer') ? unclear(`the answer to ${name} is lost`) : outcome;
  }

  /** Returns the registry of one worker; its calls end when the worker dies. */
  registryFor(worker: Worker): CrmRegistry {
    return {
      adapterFor: async (connection) => ({ kind: 'ok', how: 'existing', value: this.adapterOf(worker, connection) }),
    };
  }

  private adapterOf(worker: Worker, { credentials }: Connection): CrmAdapter {
    const connection = credentials.slice('secret:'.length);
    const capability = capabilities.find((name) => connection.startsWith(name)) ?? 'unique';
    const declared = activityKeys[capability];
    const key: StepKey =
      this.isWaitDenied && declared.kind !== 'unique' ? { ...declared, visibilityLagMs: 0 } : declared;
    const recordKey: StepKey = capability === 'no-keys' ? key : { kind: 'unique' };
    return {
      calls: { unknown: 3, known: 1 },
      suppressions: {
        write: (state) => this.suppress(worker, connection, state),
        optedOutSince: (since) => this.optOutsSince(worker, connection, since),
      },
      ...(this.limits && { limits: this.limits }),
      ...(connection.endsWith('a') && {
        check: () =>
          this.call(worker, connection, 'crm.check', () => ({ kind: 'ok', value: undefined, how: 'unchanged' })),
      }),
      steps: async ({ contact, company, activity }: CrmRecords) => {
        const steps: Array<CrmStep | undefined> = [
          contact && this.step(worker, connection, 'contact', contact.email, recordKey),
          company && this.step(worker, connection, 'company', company.domain, recordKey),
          this.step(worker, connection, 'activity', activity.externalId, key, activity),
        ];
        return { kind: 'ok', how: 'unchanged', value: steps.filter((step) => step !== undefined) };
      },
    };
  }

  private step(
    worker: Worker,
    connection: string,
    type: StoredRecord['type'],
    key: string,
    stepKey: StepKey,
    activity?: CrmRecords['activity'],
  ): CrmStep {
    return {
      name: type,
      key: stepKey,
      ...(type !== 'activity' && { record: `${connection} ${type} ${key}` }),
      write: () => this.write(worker, { connection, type, key, ...activity }, stepKey),
      find: () => this.find(worker, connection, type, key),
    };
  }

  private write(
    worker: Worker,
    {
      connection,
      type,
      key,
      subject,
      threadKey,
    }: Pick<StoredRecord, 'connection' | 'type' | 'key' | 'subject' | 'threadKey'>,
    stepKey: StepKey,
  ): Promise<Outcome<Ref | undefined>> {
    const { scheduler, random } = this.options;
    const commit = (): Outcome<Ref> => {
      const existing = this.existing(`${connection} ${type} ${key}`, stepKey);
      if (existing !== undefined) return { kind: 'ok', value: { id: existing.id }, how: 'existing' };
      const record: StoredRecord = {
        connection,
        type,
        key,
        id: `${type}-${this.records.length + 1}`,
        ...(subject !== undefined && { subject }),
        ...(threadKey !== undefined && { threadKey }),
        committedAt: scheduler.now,
        visibleAt: scheduler.now + random() * indexLagMs,
      };
      this.records.push(record);
      if (type === 'activity') this.activities += 1;
      const bucket = `${connection} ${type} ${key}`;
      this.byKey.set(bucket, [...(this.byKey.get(bucket) ?? []), record]);
      return { kind: 'ok', value: { id: record.id }, how: 'created' };
    };
    const name = `crm.write ${type}`;
    return this.call(worker, connection, name, () => {
      if (subject !== undefined && this.poisoned.has(subject))
        return { kind: 'rejected', code: 'INVALID', message: 'a field is refused' };
      return this.uncertain(connection, name, commit);
    });
  }

  private find(worker: Worker, connection: string, type: string, key: string): Promise<Outcome<Ref | undefined>> {
    const { scheduler } = this.options;
    const isIndexed = !connection.startsWith('list-by-parent');
    return this.call(worker, connection, `crm.find ${type}`, () => {
      const match = this.byKey
        .get(`${connection} ${type} ${key}`)
        ?.find(({ visibleAt }) => !isIndexed || visibleAt <= scheduler.now);
      return { kind: 'ok', how: 'existing', value: match && { id: match.id } };
    });
  }

  /** Returns the record that an account of this capability would reuse instead of creating another. */
  private existing(bucket: string, key: StepKey): StoredRecord | undefined {
    const records = this.byKey.get(bucket);
    if (key.kind === 'unique') return records?.[0];
    if (key.kind !== 'window') return undefined;
    return records?.find(({ committedAt }) => committedAt > this.options.scheduler.now - key.windowMs);
  }

  private async call(
    worker: Worker,
    connection: string,
    name: string,
    effect: () => Outcome<Ref | undefined>,
  ): Promise<Outcome<Ref | undefined>> {
    const { scheduler, random, faults, lambda } = this.options;
    if (this.serviceMs > 0) await lambda.pause(worker, this.serviceMs);
    if (faults.strikes('crm-slow')) await lambda.pause(worker, 1000 + random() * 12_000);
    return lambda.call(worker, name, () => {
      const outage = this.outages.get(connection);
      if (outage !== undefined && scheduler.now >= outage.from && scheduler.now < outage.until) {
        return outage.kind === 'down'
          ? { kind: 'unknown' }
          : { kind: 'misconfigured', code: 'HTTP 401', message: 'credentials refused' };
      }
      if (faults.strikes('crm-daily-limit')) {
        const retryAt = new Date(scheduler.now + random() * 3_600_000);
        return { kind: 'throttled', scope: 'daily', retryAt };
      }
      if (faults.strikes('crm-throttled')) {
        const retryAt = new Date(scheduler.now + 500 + random() * 10_000);
        return { kind: 'throttled', scope: 'burst', retryAt };
      }
      return effect();
    });
  }
}
