import type { SubjectMails } from '../../lambdas/aws/row-actions.ts';
import { compact } from '../../lambdas/compact.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { ownRoutesOf } from '../../lambdas/domain/configuration/route.ts';
import { holdSubjectOf, holdsOf, type LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import { isOwnAddress } from '../../lambdas/domain/mail/own-people.ts';
import { otherPeopleIn } from '../../lambdas/domain/mail/subject-mail.ts';
import { idsOfMail, type SubjectFindings, type SubjectMail, type UnreadSubjectMail } from './find-subject.ts';

/** How mails are treated that other people are in. */
export const sharedMailRules = ['pseudonymize', 'keep'] as const;
export type SharedMailRule = (typeof sharedMailRules)[number];

/** The fate of one mail in an erasure. */
export type MailFate =
  | { readonly kind: 'erase' }
  /** Other people are in it: the person is taken out. */
  | { readonly kind: 'pseudonymize' }
  | { readonly kind: 'keep'; readonly why: string };

export interface PlannedMail {
  readonly mail: SubjectMail;
  readonly fate: MailFate;
}

export interface PlannedUnread {
  readonly mail: UnreadSubjectMail;
  readonly fate: MailFate;
}

/** An erasure before it is carried out. */
export interface ErasurePlan {
  readonly mails: readonly PlannedMail[];
  readonly unread: readonly PlannedUnread[];
  /** Whether the consent ledger forgets the person; undefined: yes, otherwise the reason. */
  readonly keepsConsent?: string;
}

/** The person, the setting, and the facts by which mail is theirs, ours or held. */
export interface ErasureRules {
  readonly address: string;
  readonly tenant: string;
  readonly sharedMail: SharedMailRule;
  readonly holds: readonly LegalHold[];
  /** Those of all tenants. */
  readonly integrations: readonly Integration[];
}

/** Decides about every mail of a person. A legal hold beats everything, and another tenant's mail is not ours to delete. */
export function planErasure({ mails, unread }: SubjectFindings, rules: ErasureRules): ErasurePlan {
  const isOurs = ownAddressesOf(rules);
  return compact({
    mails: mails.map((mail) => ({ mail, fate: fateOf(mail, rules, isOurs) })),
    unread: unread.map((mail) => ({ mail, fate: fateOfUnread(mail, rules) })),
    keepsConsent: holdOnPerson(rules),
  });
}

function ownAddressesOf({ integrations, tenant }: ErasureRules): (address: string) => boolean {
  const isRoute = ownRoutesOf(integrations);
  const own = integrations.filter((integration) => integration.tenant === tenant);
  const ownDomains = own.flatMap(({ trust }) => trust?.ownDomains ?? []);
  return (address) => isRoute(address) || isOwnAddress(address, { ownDomains });
}

function fateOf(mail: SubjectMail, rules: ErasureRules, isOurs: (address: string) => boolean): MailFate {
  const held = heldBy(mail, rules.holds);
  if (held !== undefined) return { kind: 'keep', why: held };
  if (mail.deliveries.some(({ tenant }) => tenant !== rules.tenant))
    return { kind: 'keep', why: 'another tenant got the mail, too' };
  const isShared = mail.role === 'mentioned' || otherPeopleIn(mail.event, rules.address, isOurs).length > 0;
  if (!isShared) return { kind: 'erase' };
  if (rules.sharedMail === 'pseudonymize') return { kind: 'pseudonymize' };
  return { kind: 'keep', why: 'other people are in it, and the setting keeps such mail' };
}

/** The fate of a mail that could not be read; nobody knows who else is in it. */
export function fateOfUnread({ record }: UnreadSubjectMail, { holds }: Pick<ErasureRules, 'holds'>): MailFate {
  const arrival = record && holdSubjectOf({ ...record, mailFrom: record.receipt?.mailFrom, deliveries: [] });
  const held = arrival && reasonOf(holdsOf(holds, arrival));
  return held === undefined ? { kind: 'erase' } : { kind: 'keep', why: held };
}

/** The reason why a mail is held: the ids of the holds in force, of which a mail that several receipts brought may have some. */
export function heldBy({ event, mails, deliveries }: SubjectMail, holds: readonly LegalHold[]): string | undefined {
  const { receivedAt, envelope } = event;
  const recipients = envelope.rcptTo.map((address) => ({ address }));
  const arrivals = [
    { receivedAt, mailFrom: envelope.mailFrom, recipients },
    ...mails.map((mail) => ({
      receivedAt: mail.receivedAt,
      mailFrom: mail.receipt?.mailFrom,
      recipients: mail.recipients,
    })),
  ];
  return reasonOf(arrivals.flatMap((arrival) => holdsOf(holds, holdSubjectOf({ ...arrival, deliveries, event }))));
}

const reasonOf = (holds: readonly LegalHold[]): string | undefined =>
  holds.length === 0 ? undefined : `under legal hold ${[...new Set(holds.map(({ id }) => id))].join(', ')}`;

/** A hold on the person, or on the whole tenant, keeps their consent as it is, too. */
const holdOnPerson = ({ holds, address, tenant }: ErasureRules): string | undefined =>
  reasonOf(
    holds.filter(
      (hold) =>
        hold.state !== 'releasing' &&
        (hold.tenant ?? tenant) === tenant &&
        (hold.kind === 'tenant' || (hold.kind === 'address' && hold.address === address)),
    ),
  );

/** The mails of a plan by their ids, as rows name them. */
export function subjectMailsOf({ mails, unread }: ErasurePlan, alias: string): SubjectMails {
  const idsOf = (kind: MailFate['kind']): string[] => [
    ...mails.filter(({ fate }) => fate.kind === kind).flatMap(({ mail }) => idsOfMail(mail)),
    ...unread.filter(({ fate }) => fate.kind === kind).map(({ mail }) => mail.mailId),
  ];
  const kept = mails.filter(({ fate }) => fate.kind === 'keep');
  return {
    erased: new Set(idsOf('erase')),
    kept: new Set(idsOf('keep')),
    keptThreads: new Set(
      kept.flatMap(({ mail }) => mail.deliveries.flatMap(({ threadKey, aliases = [] }) => [threadKey, ...aliases])),
    ),
    alias,
  };
}
