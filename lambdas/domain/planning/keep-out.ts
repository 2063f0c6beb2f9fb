import type { Integration } from '../configuration/integration.ts';
import { treatmentOf } from '../configuration/kinds.ts';
import type { Fate } from '../delivery/delivery.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { brakeWindowOf, type CountInWindow } from './brake.ts';
import type { MailContext } from './mail-context.ts';
import { isOwnConfirmation } from './own-confirmation.ts';

interface KeepOutDependencies {
  readonly countInWindow: CountInWindow;
  /** The keyed hash of addresses. */
  readonly subjectFor: SubjectHash;
}

/** Why a mail stays out of the CRM. */
interface KeptOut {
  readonly fate: Fate;
  readonly reason: string;
  /** The service that asks to confirm a forwarding address. */
  readonly forwarding?: string;
}

const forwardingReason = 'a forwarding confirmation: postern doctor shows its link';

/**
 * Judges whether a mail stays out before its CRM is asked anything: the integration trusts the sender too little, we
 * wrote it ourselves, it only asks an operator to confirm a forwarding address, the integration filters its kind, or its
 * sender has written too much. The first reason counts.
 */
export async function keepOut(
  mail: MailContext,
  integration: Integration,
  { countInWindow, subjectFor }: KeepOutDependencies,
): Promise<KeptOut | undefined> {
  const { event, kind } = mail;
  const { trust, brake, kinds } = integration;
  if (trust?.action === 'quarantine' && (event.trust?.score ?? 100) < trust.below)
    return { fate: 'quarantined', reason: `trust ${event.trust?.score} is below ${trust.below}` };
  if (isOwnConfirmation(event, integration)) return { fate: 'filtered', reason: 'our own mail' };
  const { forwarding } = event.classification;
  if (forwarding !== undefined) return { fate: 'filtered', reason: forwardingReason, forwarding: forwarding.service };
  if (treatmentOf(kind, kinds) === 'filter') return { fate: 'filtered', reason: `kind ${kind}` };
  const window = brakeWindowOf(mail, integration, subjectFor);
  if (brake === undefined || window === undefined) return undefined;
  const count = await countInWindow(window, event.eventId, brake.mails);
  const reason = `brake: more than ${brake.mails} mails of one sender in ${brake.minutes} minutes`;
  return count > brake.mails ? { fate: 'quarantined', reason } : undefined;
}
