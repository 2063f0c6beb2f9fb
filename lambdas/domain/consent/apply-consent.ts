import { compact } from '../../compact.ts';
import type { Control } from '../configuration/control.ts';
import type { Log } from '../mail/log.ts';
import type { AppliedChanges } from './applied-changes.ts';
import { type ConsentChange, changeOfSubject, isEffective } from './change.ts';
import type { ConsentLedger, HistoryEntry } from './consent-ledger.ts';
import { type ConsentSettings, consentSettingsOf } from './consent-settings.ts';
import type { ConsentMetrics } from './metrics.ts';
import { lagKindOf } from './signals.ts';
import { confirmationTarget, sesTarget, type TargetProgress } from './suppression-target.ts';

/** Queues the news for one target: a message per target and person. */
export type SendToTarget = (progress: TargetProgress) => Promise<void>;

interface ApplyDependencies {
  readonly consent: ConsentLedger;
  readonly ledger: AppliedChanges;
  readonly control: Pick<Control, 'integrations'>;
  readonly sendToTarget: SendToTarget;
  readonly metrics: ConsentMetrics;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Signals that hold for all addresses of a person, because the person gave them; a signal of a mail server holds for one
 * address. Taking a refusal back by the link of one address leaves a refusal by the link of another.
 */
const ofPerson: ReadonlyArray<ConsentChange['signal']> = [
  'unsubscribe',
  'opt-out',
  'negative',
  'complaint',
  'opt-in',
  'unconfirmed',
];

/**
 * Makes a change effective, then informs every target.
 *
 * Effective means: in our own consent ledger, which answers questions of eligibility; that is one transaction and waits for
 * nobody. Only then does each target get a message of its own, so that the outage of one delays no other. A repetition
 * changes nothing and sends again the news that a target has not received.
 */
export function createApplyConsent(dependencies: ApplyDependencies) {
  const { consent, ledger, control, sendToTarget, metrics, log, now } = dependencies;

  const applyOne = async (
    change: ConsentChange,
    { policy, connections, confirmation }: ConsentSettings,
  ): Promise<readonly string[]> => {
    const { how, waiting, peers, record } = await consent.apply(change, policy, [
      ...connections,
      sesTarget,
      ...(confirmation ? [confirmationTarget] : []),
    ]);
    const kind = lagKindOf(change.signal);
    if (how === 'now' && isEffective(change))
      metrics.lag(kind, 'ledger', Math.max(0, now().getTime() - Date.parse(change.receivedAt)));
    const { changeId, signal, source, standing } = change;
    log.info('consent.applied', compact({ changeId, signal, source, how, standing: standing || undefined }));
    for (const progress of waiting) await sendToTarget(progress);
    // A change that was taken back is news for nobody.
    return record.state.lifted?.includes(changeId) ? [] : peers;
  };

  /** Applies a statement at one address of a person to another of their addresses. */
  const applyToPeer = async (statement: HistoryEntry, subject: string, settings: ConsentSettings): Promise<void> => {
    const { changeId, delivery, ...rest } = statement;
    // A statement that may be somebody else's holds for no other address.
    if (ofPerson.includes(statement.signal) && statement.standing === undefined)
      await applyOne(changeOfSubject({ ...rest, subject }), settings);
  };

  return async function applyConsent(change: ConsentChange): Promise<void> {
    const settings = consentSettingsOf(await control.integrations(), change.tenant);
    const peers = await applyOne(change, settings);
    for (const peer of isEffective(change) ? peers : []) {
      const { address, schema, ...statement } = change;
      await applyToPeer(statement, peer, settings);
      if (change.contactId === undefined) continue;
      // Two addresses turn out to be one person: earlier statements at each hold for the other, too. A repeated change does
      // this again, because its first worker may have died before it.
      for (const entry of standing(await consent.history(change.tenant, peer)))
        await applyToPeer(entry, change.subject, settings);
      for (const entry of standing(await consent.history(change.tenant, change.subject)))
        await applyToPeer(entry, peer, settings);
    }
    const { delivery } = change;
    if (delivery !== undefined)
      await ledger.noteApplied(delivery, change.changeId, delivery.of, fateReason(change, delivery.of), now());
  };
}

/** The entries of a history that were not taken back. */
function standing(history: readonly HistoryEntry[]): HistoryEntry[] {
  const lifted = new Set(history.flatMap(({ lifts = [] }) => lifts));
  return history.filter(({ changeId }) => !lifted.has(changeId));
}

/** The reason of the fate of a mail that is about consent. */
function fateReason({ signal, standing }: ConsentChange, of: number): string {
  const results = {
    unproven: 'suppressed, unproven',
    hint: 'for review, without effect',
    noted: 'noted, without effect',
  };
  return `${signal}: ${of} ${standing === undefined ? 'suppressed' : results[standing]}`;
}

export type ApplyConsent = ReturnType<typeof createApplyConsent>;
