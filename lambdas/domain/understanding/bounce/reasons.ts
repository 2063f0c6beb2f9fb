import type { BounceReason } from '../../mail/bounce-reason.ts';
import { acceptsNoMail, hasMoved, hostUnknown, mailboxFull, suppressed, suspended } from './address-wording.ts';
import {
  authenticationFailure,
  blocked,
  closedToSender,
  content,
  filtered,
  policy,
  rateLimited,
  relayDenied,
  relayRefused,
  senderRejected,
  spam,
  virus,
} from './refusal-wording.ts';
import { helloRefused, repliesToMail, senderRefused } from './sender-wording.ts';
import { replyCodeIn, statusesIn } from './status.ts';
import {
  expired,
  mailerError,
  networkError,
  passingAccountTrouble,
  passingDnsTrouble,
  protocolError,
  securityError,
  systemError,
  tooLarge,
} from './transport-wording.ts';
import { isDeleted, userUnknown } from './unknown-user-wording.ts';
import { translatedReason } from './wording-by-language.ts';

/**
 * Wording of real mail hosts, by reason, in the order that decides: the narrow before the wide (hosts report a full
 * mailbox under "recipient rejected", a blocked host under "access denied"). Each is matched against lower-case text
 * with blanks collapsed; none can match more than a few dozen characters.
 */
const wording: ReadonlyArray<readonly [reason: BounceReason, pattern: RegExp]> = [
  ['senderrejected', senderRefused],
  ['blocked', helloRefused],
  ['mailboxfull', mailboxFull],
  ['toolarge', tooLarge],
  ['hasmoved', hasMoved],
  ['userunknown', isDeleted],
  ['suspended', suspended],
  ['relaydenied', relayRefused],
  ['authfailure', authenticationFailure],
  ['virus', virus],
  ['ratelimited', rateLimited],
  ['spam', spam],
  ['blocked', blocked],
  ['suppressed', suppressed],
  ['notaccept', acceptsNoMail],
  ['networkerror', passingDnsTrouble],
  ['systemerror', passingAccountTrouble],
  ['hostunknown', hostUnknown],
  ['userunknown', userUnknown],
];

/** Wider wording, behind that of other languages. */
const wideWording: typeof wording = [
  ['expired', expired],
  ['relaydenied', relayDenied],
  ['senderrejected', senderRejected],
  ['mailererror', mailerError],
  ['policy', policy],
  ['content', content],
  ['filtered', filtered],
  ['securityerror', securityError],
  ['networkerror', networkError],
  ['systemerror', systemError],
  ['protocolerror', protocolError],
];

/** Reasons of enhanced codes, with any words (RFC 3463 §3, RFC 7372, RFC 7505, vendors' lists). */
const byStatus: Readonly<Record<string, BounceReason>> = {
  '1.0': 'userunknown',
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'userunknown',
  '1.6': 'hasmoved',
  '1.7': 'senderrejected',
  '1.8': 'senderrejected',
  '1.10': 'notaccept',
  '2.0': 'other',
  '2.1': 'suspended',
  '2.2': 'mailboxfull',
  '2.3': 'toolarge',
  '2.4': 'mailererror',
  '3.0': 'systemerror',
  '3.1': 'systemerror',
  '3.2': 'notaccept',
  '3.3': 'systemerror',
  '3.4': 'toolarge',
  '3.5': 'systemerror',
  '4.0': 'networkerror',
  '4.1': 'networkerror',
  '4.2': 'networkerror',
  '4.3': 'systemerror',
  '4.4': 'hostunknown',
  '4.5': 'ratelimited',
  '4.6': 'content',
  '4.7': 'expired',
  '5.0': 'protocolerror',
  '5.1': 'protocolerror',
  '5.2': 'protocolerror',
  '5.3': 'ratelimited',
  '5.4': 'protocolerror',
  '5.5': 'protocolerror',
  '6.0': 'content',
  '6.3': 'content',
  '6.5': 'content',
  '7.0': 'policy',
  '7.1': 'policy',
  '7.2': 'senderrejected',
  '7.3': 'securityerror',
  '7.4': 'securityerror',
  '7.5': 'securityerror',
  '7.7': 'content',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.22': 'authfailure',
  '7.23': 'authfailure',
  '7.24': 'authfailure',
  '7.25': 'blocked',
  '7.26': 'authfailure',
  '7.27': 'senderrejected',
  '7.28': 'ratelimited',
};

/** Statuses of a refused sender (RFC 3463 §3.2): their words may call the sender's address or domain unknown. */
const isSenderStatus = (code: string): boolean => /^[45]\.(?:1\.[78]|7\.27)$/.test(code);

/** Reads the reason from a diagnostic text and its status; `other` when neither names one. */
export function reasonOf(diagnostic: string, status: string | undefined): BounceReason {
  const text = normalized(diagnostic);
  const code = status ?? statusesIn(text)[0] ?? '';
  // A group that is closed to the sender may have any code: some hosts do not say whether it exists.
  if (closedToSender.test(text)) return 'filtered';
  const served = reasonInWords(serverWords(text), code);
  const framed = served === undefined || isWide(served) ? reasonInWords(text, code) : served;
  // "mail.local: unknown user" above "554 Service unavailable": the plain words are the reporter's own.
  const reason = weigh(framed !== undefined && isNarrow(framed) ? framed : (served ?? framed), code);
  if (!permanent.has(reason)) return reason;
  // Nothing that is refused before RCPT concerns the recipient.
  return isSenderStatus(code) || repliesToMail.test(text) ? 'senderrejected' : reason;
}

/** Blanks collapsed, lower case; the dotless Turkish capital keeps no combining dot. */
const normalized = (diagnostic: string): string =>
  diagnostic.slice(0, 2000).toLowerCase().replaceAll('\u0307', '').replace(/\s+/g, ' ').normalize('NFC');

/** A plain code beats words that only say that something was refused; a vague code (x.y.0) does not. */
function weigh(worded: BounceReason | undefined, code: string): BounceReason {
  const coded = byStatus[code.slice(2)];
  if (worded === undefined) return coded ?? 'other';
  const isPlain = coded !== undefined && coded !== 'other' && !code.endsWith('.0');
  // A passing code for a dead address has words that explain why it passes.
  const isPassing = code.startsWith('4') && coded !== undefined && permanent.has(coded);
  return isPlain && isWide(worded) && !isPassing ? coded : worded;
}

/**
 * The reason in words. Exchange Online answers for an address that its directory does not have: 5.4.1, access denied.
 *
 * @see https://learn.microsoft.com/exchange/mail-flow-best-practices/use-directory-based-edge-blocking
 */
function reasonInWords(text: string, code: string): BounceReason | undefined {
  if (code === '5.4.1' && text.includes('recipient address rejected: access denied')) return 'userunknown';
  // "Mailbox unavailable" is RFC 5321's text for any refusal: a code that speaks of policy or of now is plainer.
  const plain = /^(?:4|5\.7)/.test(code) ? text.replaceAll(/mailbox (?:is )?unavailable/g, '') : text;
  const find = (list: typeof wording) => list.find(([, pattern]) => pattern.test(plain))?.[0];
  return find(wording) ?? translatedReason(plain) ?? find(wideWording);
}

/** The words of the refusing host, from its reply code on, without the reporter's own frame. */
const serverWords = (text: string): string => {
  const start = text.search(/(?:^|[\s:>('"])[45]\d\d[ -]/);
  return start > 0 ? text.slice(start) : text;
};

const isNarrow = (reason: BounceReason): boolean => permanent.has(reason) || reason === 'mailboxfull';

const isWide = (reason: BounceReason): boolean =>
  ['policy', 'filtered', 'systemerror', 'networkerror', 'mailererror', 'protocolerror', 'securityerror'].includes(
    reason,
  );

/** Permanent reasons: the address or its host is gone for good. */
const permanent: ReadonlySet<BounceReason> = new Set(['userunknown', 'hasmoved', 'hostunknown', 'notaccept']);

/**
 * Whether the address is dead (`hard`) or may work another time (`soft`). Full mailboxes, blocks, policies and
 * expiries say nothing against the address, even under a 5xx code; nor does a failure without a reason.
 */
export function typeOf(
  reason: BounceReason,
  status: string | undefined,
  action: string | undefined,
  words = '',
): 'hard' | 'soft' {
  if (action === 'delayed' || !permanent.has(reason)) return 'soft';
  // A passing code (RFC 3463 §2) makes an address dead only when the words say so.
  const isPassing = (status ?? replyCodeIn(words) ?? '').startsWith('4');
  return isPassing && reasonInWords(normalized(words), status ?? '4') !== reason ? 'soft' : 'hard';
}
