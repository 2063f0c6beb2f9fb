import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { ContactFields } from '../../../lambdas/domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { type Failure, failureReason } from '../../../lambdas/domain/crm/outcome.ts';
import type { Steps } from '../../../lambdas/domain/delivery/delivery.ts';
import { type KnownPerson, withKnown } from '../../../lambdas/domain/delivery/known-person.ts';
import type { SharedRecords } from '../../../lambdas/domain/delivery/ledger.ts';
import { doubtOf, withDoubtfulSteps } from '../../../lambdas/domain/delivery/restored-ledger.ts';
import { firstIntents, writeSteps } from '../../../lambdas/domain/delivery/write-steps.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import type { Token } from '../../../lambdas/domain/mail/token.ts';
import type { ResolvedMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import type { TaskRule } from '../../../lambdas/domain/mapping/rules/rule.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anIntegration } from '../../helpers/builders.ts';
import { memorySteps } from '../../helpers/memory-ledger.ts';

export interface WalkOptions {
  readonly adapter: CrmAdapter;
  readonly records: SharedRecords;
  readonly now: () => Date;
  /** Lets time pass, here and at the vendor. */
  readonly passes: (ms: number) => void | Promise<void>;
  /** The sender as the ledger remembers it. */
  readonly known?: KnownPerson;
  readonly token?: Token;
  /** The key of another conversation. */
  readonly threadKey?: string;
  readonly integration?: Partial<Integration>;
  readonly mapping?: ResolvedMapping;
  /** The page of the whole mail. */
  readonly url?: string;
  /** A task that a rule adds for a person. */
  readonly task?: TaskRule;
  /** The fields of the contact that were looked up. */
  readonly contactFields?: ContactFields;
  /** When the functions were stopped for a restore of the ledger, of which the walk begins with an empty one. */
  readonly restoredUntil?: Date;
  /** The most attempts. */
  readonly attempts?: number;
}

export type Walked =
  | { readonly kind: 'written'; readonly steps: Steps; readonly failures: readonly Failure[] }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly failures: readonly Failure[] };

const leaseMs = 60_000;

/** Delivers one event by the write protocol of the sink: again and again, until it is written or refused for good. */
export async function walk(event: EmailReceived, options: WalkOptions): Promise<Walked> {
  const { adapter, records, now, passes, token, integration = {}, mapping, url, task, attempts = 12, known } = options;
  const { contactFields = {}, threadKey, restoredUntil } = options;
  const routed = routeEvent(event, aDelivery(event, { ...(token && { token }), ...(threadKey && { threadKey }) }));
  const ledger = memorySteps(records);
  const failures: Failure[] = [];
  for (let fence = 1; fence <= attempts; fence += 1) {
    const mail = mailContextOf(routed, integration.trust);
    const mapped = mapEvent(mail, anIntegration(integration), mapping, {
      url,
      contact: { fields: contactFields },
      task,
    });
    const planned = await adapter.steps(mapped, routed, now());
    if (planned.kind !== 'ok') {
      failures.push(planned);
      if (isFinal(planned)) return { kind: 'failed', failure: planned, failures };
      await passes(waitOf(planned, now()));
      continue;
    }
    const loaded = { ...aDelivery(event), attempts: 0, fence, steps: ledger.load() };
    const doubt = doubtOf(loaded, restoredUntil, now());
    const before = withKnown(withDoubtfulSteps(loaded, planned.value, doubt), known);
    ledger.keep(firstIntents(planned.value, before, now().toISOString()));
    const leaseUntil = new Date(now().getTime() + leaseMs);
    const lease = { delivery: before, leaseUntil, doubtful: doubt?.lastWriteAt };
    const result = await writeSteps({ ledger, now }, lease, before, planned.value);
    if (result.kind === 'written') return { kind: 'written', steps: { ...ledger.load(), ...result.unsaved }, failures };
    if (result.kind === 'lost') {
      await passes(1000);
      continue;
    }
    ledger.keep(result.unsaved);
    if (result.kind === 'waiting') {
      await passes(Math.max(0, result.until.getTime() - now().getTime()) + 1);
      continue;
    }
    failures.push(result.failure);
    for (const record of result.remembered) await records.forget(record);
    if (isFinal(result.failure) && result.remembered.length === 0)
      return { kind: 'failed', failure: result.failure, failures };
    await passes(waitOf(result.failure, now()));
  }
  throw new Error(`given up after ${attempts} attempts: ${failures.map(failureReason).join('; ')}`);
}

const isFinal = ({ kind }: Failure): boolean => kind === 'rejected' || kind === 'ambiguous' || kind === 'misconfigured';

const waitOf = (failure: Failure, now: Date): number =>
  failure.kind === 'throttled' ? Math.max(0, failure.retryAt.getTime() - now.getTime()) : 1000;
