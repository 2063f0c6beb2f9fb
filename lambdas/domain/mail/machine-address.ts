import { domainOf, isMailable, normalizeAddress } from './address.ts';
import { anyOf } from './any-of.ts';

/** Local parts that say that nobody reads them, whatever stands behind or, for `noreply`, before. */
const unread = new RegExp(
  `^(?:[^@]{1,64}[-_.+])?${anyOf`
    no[-_.]?reply
    do[-_.]?not[-_.]?reply
    non?[-_.]?rispondere|ne[-_.]?pas[-_.]?repondre|nao[-_.]?responda|no[-_.]?responder|nicht[-_.]?antworten|keine[-_.]?antwort
  `}(?:[-+_.d][^@]*)?@|^${anyOf`
    mailer-?daemon|bounces?
    auto-?mailer
  `}(?:[-+_.d][^@]*)?@`,
  'i',
);

/** Whether an address says by its name that nobody reads it, as `no-reply@` and `mailer-daemon@` do. */
export const isUnreadAddress = (address: string): boolean => unread.test(address);

/** Local parts of programs that hand on what visitors of a page, or users of a service, have typed. */
const formMailer = new RegExp(
  String.raw`^${anyOf`
    wordpress|wp|woocommerce|drupal|joomla|typo3|apache2?|nginx|nobody|www(?:-data|-run)?|http(?:d|pd)?|php(?:mailer)?
    (?:(?:web|contact|online|kontakt|lead|inquiry|enquiry)[-_.]?)?(?:forms?|formular|formmail(?:er)?|submissions?)
    form[-_.]?(?:submissions?|responses?|notifications?|results?)|(?:new[-_.]?)?(?:leads?|submissions?|inquir(?:y|ies)|enquir(?:y|ies))
    web(?:site|mailer|server|form)|site[-_.]?mailer|mailer|sendmail|robot|system
    (?:[^@]{1,40}[-_.])?notifications?|notify|notifier|messages?|messaging|invitations?|automated|auto
  `}(?:\+[^@]*)?@`,
  'i',
);

/** Whether the name of an address is that of a program that writes for people: a form, a shop, a document service. */
export const isFormMailer = (address: string): boolean => formMailer.test(address);

/** Addresses in which mail software has wrapped another one, with the mailbox that wrote and its domain, where both are known. */
const wrappers: readonly RegExp[] = [
  // SRS: the forwarder's hash and day, then the sender's domain and name. SRS1 has passed a second forwarder.
  /^srs0[-+=][^=@]{1,32}=[^=@]{1,8}=(?<domain>[^=@]{1,253})=(?<local>[^@]{1,256})@/i,
  /^srs1[-+=][^=@]{1,32}=[^=@]{1,253}=[-+=][^=@]{1,32}=[^=@]{1,8}=(?<domain>[^=@]{1,253})=(?<local>[^@]{1,256})@/i,
  // BATV: prvs=<key, day and hash>=<name>, and the older order with the name first.
  /^(?:ms)?prvs\d?=[0-9a-z]{6,24}=(?<local>[^@=]{1,256})@(?<domain>[^@]{1,253})$/i,
  /^prvs=(?<local>[^@=/]{1,256})\/[0-9a-z]{6,24}@(?<domain>[^@]{1,253})$/i,
  /^btv1==[0-9a-z]{6,24}==(?<local>[^@=]{1,256})@(?<domain>[^@]{1,253})$/i,
];

/**
 * The author's address inside an SRS or BATV address; undefined where the address wraps none.
 *
 * @see https://www.open-spf.org/srs/ (Sender Rewriting Scheme)
 * @see https://datatracker.ietf.org/doc/html/draft-levine-smtp-batv-01 (Bounce Address Tag Validation)
 */
export function unwrapAddress(address: string): string | undefined {
  // Cheaper than five patterns, and true of every wrapper.
  if (!address.includes('=')) return undefined;
  for (const wrapper of wrappers) {
    const { local, domain } = wrapper.exec(address)?.groups ?? {};
    const inner = local === undefined || domain === undefined ? undefined : normalizeAddress(`${local}@${domain}`);
    if (inner !== undefined && isMailable(inner) && domainOf(inner) !== undefined) return inner;
  }
  return undefined;
}

/** Local parts that only return paths and translated addresses have, whoever writes them. */
const wrapped = new RegExp(
  `^${anyOf`
    [^@]{0,256}=[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,10}
    (?:srs[01]|(?:ms)?prvs\d?|btv1)[-+=][^@]*
    [^@]{0,256}\+(?:srs|caf_|bnc[a-z0-9])[^@]*
    imcea(?:ex|smtp|invalid|fax|notes)[-_][^@]*
    (?:[^@]{1,64}[-.+])?(?:bounces?|bounced|bounce-?mc|bnc|verp|return-?path)[-+._=][^@]*
    [^@]{1,64}[-.+]bounces?
    [0-9a-f]{16,32}-[0-9a-f]{8}-[0-9a-f-]{20,40}(?:-0{6})?
  `}@`,
  'iu',
);

/** Local parts of the envelope senders of list servers (Majordomo, ezmlm, Mailman, LISTSERV), which some firms also give to people. */
const listServer = /^(?:owner-[^@]+@|[^@]{1,256}-(?:(?:owner|request|errors|admin)@|return-\d))/i;

/** Hosts that take nothing but bounces. */
const bounceHost = /@(?:[^@]{1,200}\.)?(?:bounces?|bounce-[a-z0-9-]{1,60}|bnc|verp|return-?paths?|mail-return)\./i;

/** Local parts under which a service takes the answers to one of its conversations, or to all of them. */
const replyToken = new RegExp(
  `^${anyOf`
    reply[-+_.=][^@]{6,}
    (?:[^@]{1,64}[-+_.])?hit-reply(?:[-+_.=][^@]*)?
    (?:conversation|thread|ticket|case|issue|incoming|inbound|comments?|notifications?|task)[-+_.=](?=[^@]{0,40}\d)[0-9a-z_=.+-]{8,}
  `}@`,
  'i',
);

/** Hosts of services that give each conversation an address of its own. */
const replyHost =
  /@(?:[^@]{1,200}\.)?(?:(?:reply|replies|reply-to|inbound|incoming|usertalk)\.[^@]{1,255}|(?:guest|host|user)\.airbnb\.com|(?:facebookmail|intercom-mail|discoursemail|groups\.facebook)\.com)$/i;

/** A token has digits, or is too long for a name. */
const tokenLike = /^(?:(?=[^@]{0,256}\d)[^@]{12,}|[^@]{40,})@/;

/** Hosts whose every address leads to one person, whatever their names begin with. */
const personalHost = /@(?:[a-z0-9-]{1,63}\.)?craigslist\.org$/i;

/** RFC 5321 §4.5.3.1 has less; longer ones are not looked at. */
const maxLength = 320;

/**
 * Whether an address stands for a transaction rather than for somebody: a return path (VERP, SRS, BATV, the sending
 * services), or the address of one conversation at a service. Nobody is to be known by it.
 *
 * @param address in the form of a header or an envelope
 */
export function isTransactionAddress(address: string): boolean {
  if (address.length > maxLength) return false;
  if (wrapped.test(address) || bounceHost.test(address)) return true;
  if (personalHost.test(address)) return false;
  return replyToken.test(address) || (replyHost.test(address) && tokenLike.test(address));
}

/** Whether an envelope sender is a list server's or another program's, so that it does not name the author. */
export const isMachineReturnPath = (address: string): boolean =>
  isTransactionAddress(address) || isUnreadAddress(address) || listServer.test(address);
