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

/** Where the news for each target goes: a message per target and person. */
export type SendToTarget = (progress: TargetProgress) => Promise<void>;

export interface ApplyDependencies {
  readonly consent: ConsentLedger;
  readonly ledger: AppliedChanges;
  readonly control: Pick<Control, 'integrations'>;
  readonly sendToTarget: SendToTarget;
  readonly metrics: ConsentMetrics;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * What a person said themselves holds for all their addresses; what a mail server said, for the one. What they take back by
 * the link of one address leaves what they refused by the link of another.
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
 * Makes a change effective, then lets every target hear of it.
 *
 * Effective means: in our own consent ledger, from which eligibility is answered; that is one transaction and waits for
 * nobody. Only then does each target get a message of its own, so that the outage of one delays no other. A repetition
 * changes nothing and sends again what a target has not heard.
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
    // What was taken back is news for nobody.
    return record.state.lifted?.includes(changeId) ? [] : peers;
  };

  /** What was said to one address of a person, said to another of theirs. */
  const tellPeer = async (said: HistoryEntry, subject: string, settings: ConsentSettings): Promise<void> => {
    const { changeId, delivery, ...rest } = said;
    // Who may be somebody else says nothing of a person's other addresses.
    if (ofPerson.includes(said.signal) && said.standing === undefined)
      await applyOne(changeOfSubject({ ...rest, subject }), settings);
  };

  return async (change: ConsentChange): Promise<void> => {
    const settings = consentSettingsOf(await control.integrations(), change.tenant);
    const peers = await applyOne(change, settings);
    for (const peer of isEffective(change) ? peers : []) {
      const { address, schema, ...said } = change;
      await tellPeer(said, peer, settings);
      if (change.contactId === undefined) continue;
      // Two addresses turn out to be one person: what each of them said before, the other has said, too. Also of a change
      // that comes again, whose first worker may have died before this.
      for (const entry of standing(await consent.history(change.tenant, peer)))
        await tellPeer(entry, change.subject, settings);
      for (const entry of standing(await consent.history(change.tenant, change.subject)))
        await tellPeer(entry, peer, settings);
    }
    const { delivery } = change;
    if (delivery !== undefined)
      await ledger.noteApplied(delivery, change.changeId, delivery.of, fateReason(change, delivery.of), now());
  };
}

/** What of a history was not taken back. */
function standing(history: readonly HistoryEntry[]): HistoryEntry[] {
  const lifted = new Set(history.flatMap(({ lifts = [] }) => lifts));
  return history.filter(({ changeId }) => !lifted.has(changeId));
}

/** Why a mail that is about consent has come to its end. */
function fateReason({ signal, standing }: ConsentChange, of: number): string {
  const came = { unproven: 'suppressed, unproven', hint: 'for review, without effect', noted: 'noted, without effect' };
  return `${signal}: ${of} ${standing === undefined ? 'suppressed' : came[standing]}`;
}

export type ApplyConsent = ReturnType<typeof createApplyConsent>;
