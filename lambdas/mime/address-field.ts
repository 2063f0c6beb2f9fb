import addressparser from 'nodemailer/lib/addressparser';
import { compact } from '../compact.ts';
import { isMailable, type Mailbox } from '../domain/mail/address.ts';
import { cleanLine, withoutEnd, withoutStart } from '../domain/mail/text.ts';
import { decodeWords } from './encoded-words.ts';

/** One mailbox of a plain name and a plain address, as most are: it has one reading only. */
const plainAddress = String.raw`([^\s<>@",;:()[\]\\]+@[^\s<>@",;:()[\]\\]+)`;
const plainName = String.raw`"?([^"<>@,;:()[\]\\]*[^"<>@,;:()[\]\\\s])"?`;
const usualMailbox = new RegExp(String.raw`^(?:${plainName}\s*)?<${plainAddress}>$|^${plainAddress}$`);

/** The author as a From field names them, which may be a name alone, as of a device: then nobody can answer. */
export interface Author {
  readonly from?: Mailbox;
  /** Absent beside an address: the name is the mailbox's. */
  readonly fromName?: string;
}

/** The mailboxes of a field, its groups (RFC 5322 §3.4) flattened: the mail went to their members. */
export function mailboxesOf(value: string | undefined): Mailbox[] {
  if (value === undefined) return [];
  const strict = strictMailboxesOf(value);
  const repaired = strict.length > 0 ? undefined : repairedMailbox(value);
  return repaired ? [repaired] : strict;
}

/** The author that a From field names. A field that no reader takes for a mailbox still may hold an address or a name. */
export function authorOf(value: string | undefined): Author {
  if (value === undefined) return {};
  const [from] = mailboxesOf(value);
  if (from !== undefined) return { from };
  const local = localMailbox(value);
  if (local !== undefined) return { from: local };
  return compact({ fromName: cleanName(withoutEnd(decodeWords(value), /[\s<>@;,:]/)) });
}

function strictMailboxesOf(value: string): Mailbox[] {
  const usual = usualMailbox.exec(value);
  if (usual) return mailboxOf(usual[1] ?? '', usual[2] ?? usual[3] ?? '');
  return addressparser(value, { flatten: true }).flatMap(({ name, address }) => mailboxOf(name, address ?? ''));
}

/**
 * Whether a value names one domain in every place where a reader may look for it: in a group, a comment, a route, behind
 * a comma or a bracket too many. A name in quotes without a bracket may show another, for it is a name to everybody.
 */
export function isOneMailbox(value: string): boolean {
  // Most fields are a plain name and one address.
  if (usualMailbox.test(value) && value.indexOf('@') === value.lastIndexOf('@')) return true;
  const [mailbox, ...others] = strictMailboxesOf(value);
  if (mailbox === undefined || others.length > 0) return false;
  const unnamed = value.replace(/^"(?:[^"\\<>]|\\[^<>])*"\s*(?=<[^<>]*>$)/, '');
  const [, ...domains] = unnamed
    .split('@')
    .map((part) => /^[^\s<>(),;:"'\\]*/.exec(part.trimStart())![0].toLowerCase());
  const own = mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1).toLowerCase();
  return (
    domains.length > 0 &&
    domains.every((domain) => domain === own) &&
    !/@[^@<>]*\(/.test(unnamed.replace(/\s\([^()]*\)$/, ''))
  );
}

function mailboxOf(rawName: string, rawAddress: string): Mailbox[] {
  // RFC 2047 §5 forbids encoded words in an address: no mail goes to their decoded form.
  const address = cleanAddress(rawAddress);
  const name = cleanName(decodeWords(rawName));
  return isMailable(address) && !address.includes('=?') && isDomain(address.slice(address.lastIndexOf('@') + 1))
    ? [compact({ name: name !== address ? name : undefined, address })]
    : [];
}

/** Whether nothing of the text around an address hangs on its domain; an address literal has its own brackets. */
const isDomain = (domain: string): boolean => !/[&"'?=/[\]]/.test(domain) || /^\[[^[\]]+\]$/.test(domain);

/**
 * An address without the characters that nobody sees and no mail system knows, and without the dot of the root behind
 * its domain. A blank belongs to it only between quotes.
 */
function cleanAddress(raw: string): string {
  if (/^[!-~]*[!--/-~]$/.test(raw)) return raw;
  const line = (cleanLine(raw) ?? '').replace(/[\u00ad\u200b-\u200f\u2060]/g, '');
  const visible = /^"[^"]*"@\S+$/.test(line) ? line : line.replace(/\s/g, '');
  return withoutEnd(visible, /\./);
}

/** A name without the quotes that a client put around it, such as Outlook around one that it did not find. */
function cleanName(raw: string): string | undefined {
  const line = cleanLine(raw);
  // A bracket too many belongs to the address.
  const name = line?.endsWith('>') && !line.includes('<') ? withoutEnd(line, /[\s>]/) : line;
  if (!name || /^['"<>.,;: ]*$/.test(name)) return undefined;
  if (!/^['"\u2018\u201c]/.test(name)) return name;
  const inner = /^(?:'([^']+)'|"([^"]+)"|\u2018([^\u2018\u2019]+)\u2019|\u201c([^\u201c\u201d]+)\u201d)$/.exec(name);
  return inner ? cleanLine(inner.slice(1).find((text) => text !== undefined)) : name;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'", apos: "'" };

/** Words that may hold addresses, and the domain of an address. */
const wordWithAt = /[^\s<>()[\]",;:\u00a0\uff1c\uff1e\uff20]+/gu;
const domainHere = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*/uy;

/** Every address in a text: an `@` between words without blanks. */
function addressesIn(text: string): string[] {
  return (text.match(wordWithAt) ?? []).flatMap((word) => {
    const found: string[] = [];
    let start = 0;
    for (let at = word.indexOf('@'); at >= 0; at = word.indexOf('@', start)) {
      domainHere.lastIndex = at + 1;
      const end = at > start && domainHere.test(word) ? domainHere.lastIndex : at + 1;
      if (end > at + 1) found.push(word.slice(start, end));
      start = end;
    }
    return found;
  });
}

/** The longest value that is searched for an address. */
const maxRepaired = 1000;

/**
 * The one address in a value that holds no well-formed mailbox, with its name: between encoded words that wrap the whole
 * mailbox, behind `mailto:` or an open parenthesis, between HTML entities, in a form for East Asian screens.
 *
 * Undefined where there are several, because any of them may be the author's.
 */
function repairedMailbox(value: string): Mailbox | undefined {
  if (value.length > maxRepaired) return undefined;
  const text = decodeWords(value)
    .replace(/&(lt|gt|quot|amp|apos|#39);/gi, (_whole, name: string) => entities[name.toLowerCase()]!)
    .replaceAll('\uff20', '@')
    .replaceAll('\uff1c', '<')
    .replaceAll('\uff1e', '>')
    .replaceAll('\uff08', '(')
    .replaceAll('\uff09', ')');
  const found = new Set(addressesIn(text).map((address) => cleanAddress(withoutStart(address, /'/))));
  const [address, ...others] = found;
  if (address === undefined || others.length > 0 || !isMailable(address)) return undefined;
  const before = text.slice(0, text.indexOf(address));
  const behind = text.slice(text.lastIndexOf(address) + address.length);
  const name = nameBefore(before) ?? nameBefore(behind);
  return compact({ name: name !== address ? name : undefined, address });
}

/** The name in the text beside an address, without the marks between them. */
function nameBefore(text: string): string | undefined {
  const words = text.replace(/[<[(\s]?mailto:\s?/gi, ' ').replace(/[<>[\]]/g, ' ');
  const bare = withoutEnd(withoutStart(words, /[\s",;:=]/), /[\s",;:=(]/);
  return cleanName(/^\(([^()]*)\)$/.exec(bare)?.[1] ?? bare);
}

/** A mailbox of the sender's own host, without a domain: between brackets, or before a name in a comment. */
function localMailbox(value: string): Mailbox | undefined {
  const [, named, inBrackets, bare, comment] =
    /^([^<>@]*)<([^\s<>@"(),;:[\]\\]{1,64})>$|^([^\s<>@"(),;:[\]\\]{1,64}) ?\(([^()@]{1,200})\)$/.exec(value) ?? [];
  const address = cleanAddress(inBrackets ?? bare ?? '');
  if (address === '') return undefined;
  const name = cleanName(withoutEnd(withoutStart(decodeWords(named ?? comment ?? ''), /[\s"]/), /[\s"]/));
  return compact({ name: name !== address ? name : undefined, address });
}
