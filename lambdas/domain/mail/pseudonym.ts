import { compact } from '../../compact.ts';
import type { EmailReceived } from './event.ts';
import { isAddress, type NamedMailbox, subjectRoleIn } from './subject-mail.ts';
import { mapTexts, replaceName, textAddress } from './text-address.ts';

/** The text in place of the name of a person who was erased. */
export const erasedName = 'Erased person';
const erasedNotice = 'The words of this mail were erased at the request of their author.';

/** The person to take out of an event, and what stands in their place. */
interface Pseudonym {
  /** Normalized. */
  readonly address: string;
  readonly names: readonly string[];
  /** An address where no mail arrives. */
  readonly alias: string;
}

/**
 * The event without the person: their address and names are replaced wherever a text has them. Where they wrote the mail,
 * the words, the subject, the headers and the files go, too; words of others stay.
 */
export function withoutSubject(event: EmailReceived, { address, names, alias }: Pseudonym): EmailReceived {
  const { replace } = textAddress(address);
  // A longer name first: it may hold a shorter one.
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  const isSubject = isAddress(address);
  const kept = subjectRoleIn(event, address) === 'author' ? withoutWords(event) : event;
  const anonymous = mapMailboxes(kept, (mailbox) =>
    isSubject(mailbox.address) ? { name: erasedName, address: alias } : mailbox,
  );
  return mapTexts(anonymous, (text) => longestFirst.reduce(withoutName, replace(text, alias)));
}

/** The mail without what its author wrote and sent. */
function withoutWords({
  message,
  body,
  classification,
  envelope,
  authentication,
  ...event
}: EmailReceived): EmailReceived {
  // The ids of the event are made of the Message-ID and the address: whoever has one could guess the other.
  const { messageId: _id, subject: _subject, headers: _headers, forwarded: _forwarded, ...rest } = message;
  const { alignedDomain: _domain, arcSealer: _sealer, ...verdicts } = authentication;
  const { kind, confidence, reasons } = classification;
  return {
    ...event,
    envelope: compact({ ...envelope, companyDomain: undefined }),
    message: { ...rest, headers: [] },
    body: compact({ wrappers: body.wrappers, notice: erasedNotice }),
    attachments: [],
    authentication: verdicts,
    classification: { kind, confidence, reasons },
  };
}

const withoutName = (text: string, name: string): string =>
  // A name of a letter or two is in too many other words.
  [...name.trim()].length < 3 ? text : replaceName(text, name.trim(), erasedName);

const mapMailboxes = <T>(value: T, replace: (mailbox: NamedMailbox) => NamedMailbox): T => mapped(value, replace) as T;

function mapped(value: unknown, replace: (mailbox: NamedMailbox) => NamedMailbox): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  const isMailbox = Object.keys(value).every((name) => ['name', 'address', 'companyDomain'].includes(name));
  if (isMailbox && 'address' in value) return replace(value as NamedMailbox);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, replace)]));
}
