import { compact } from '../../../compact.ts';
import type { ContactFields } from '../../crm/contact-fields.ts';
import type { FieldValue } from '../../crm/crm-records.ts';
import { domainOf } from '../../mail/address.ts';
import type { RoutedEvent } from '../../mail/event.ts';
import { isFreeMail } from '../../mail/free-mail.ts';
import type { MappingField } from '../mapping-schema.ts';
import type { Conditions, Rule, TaskRule } from './rule.ts';

/** Facts for the rules beside the mail. */
export interface RuleContext {
  /** Whether mail of the sender, who is proven, was delivered to the connection before. */
  readonly isKnown: boolean;
  /** Whether the mail proves its From. */
  readonly isProven: boolean;
  /** The tenant's own domains. */
  readonly ownDomains: readonly string[];
  /** Fields of the contact at the CRM. */
  readonly contact?: ContactFields;
}

/** The outcome of an integration’s rules for one mail. */
export interface RuleVerdict {
  /** Names of the rules that spoke, in their order. */
  readonly fired: readonly string[];
  /** It goes nowhere, by the last rule that fired. */
  readonly end?: 'filtered' | 'quarantined';
  readonly deals?: 'thread' | 'token';
  readonly mapping?: string;
  /** A task for a person. */
  readonly task?: TaskRule;
  /** Connections that hear of the mail, too. */
  readonly notify?: readonly string[];
  readonly set: readonly MappingField[];
}

/** The longest text that words are looked for in, in UTF-16 code units. */
const maxTextLength = 100_000;

/**
 * Evaluates rules in their order. The first that chooses a mapping, a deal or a task decides it; fields add up, the
 * first for a field counts; a rule that filters or quarantines ends it. Pure, so that `postern mapping preview` can
 * say why.
 */
export function evaluateRules(rules: readonly Rule[], event: RoutedEvent, context: RuleContext): RuleVerdict {
  const fired: string[] = [];
  const set = new Map<string, MappingField>();
  const notify = new Set<string>();
  let mapping: string | undefined;
  let task: TaskRule | undefined;
  let deals: RuleVerdict['deals'];
  for (const { name, when, do: actions } of rules) {
    if (!holds(when, event, context)) continue;
    fired.push(name);
    if (actions.filter) return { fired, end: 'filtered', set: [] };
    if (actions.quarantine) return { fired, end: 'quarantined', set: [] };
    mapping ??= actions.mapping;
    task ??= actions.task;
    for (const connection of actions.notify ?? []) notify.add(connection);
    if (actions.deal !== undefined) deals ??= actions.deal === 'thread' ? 'thread' : 'token';
    for (const { target, value } of actions.set ?? [])
      if (!set.has(target)) set.set(target, { target, value, transform: [] });
  }
  return compact({
    fired,
    deals: deals || undefined,
    mapping: mapping || undefined,
    task: task,
    notify: notify.size > 0 ? [...notify] : undefined,
    set: [...set.values()],
  });
}

function holds(when: Conditions, event: RoutedEvent, context: RuleContext): boolean {
  const { isKnown, isProven, ownDomains, contact = {} } = context;
  const { message, classification, attachments, envelope, trust } = event;
  const sender = message.from?.address.toLowerCase();
  const score = trust?.score ?? 100;
  const tests: Array<boolean | undefined> = [
    when.kind?.includes(classification.kind),
    when.intent?.some((intent) => intent === classification.intent?.label),
    when.words && hasWord(when.words, event),
    when.from && sender !== undefined && when.from.some((pattern) => isOf(sender, pattern)),
    when.to?.some((pattern) => envelope.rcptTo.some((recipient) => isOf(recipient.toLowerCase(), pattern))),
    when.attachments === undefined ? undefined : attachments.some(({ inline }) => !inline) === when.attachments,
    when.trustBelow === undefined ? undefined : score < when.trustBelow,
    when.trustFrom === undefined ? undefined : score >= when.trustFrom,
    when.known === undefined ? undefined : isKnown === when.known,
    when.internal === undefined ? undefined : (isProven && isInternal(event, ownDomains)) === when.internal,
    Object.entries(when.crm ?? {}).every(([name, values]) => hasOneOf(contact[name], values)),
    when.freeMail === undefined ? undefined : isPublic(sender) === when.freeMail,
  ];
  return tests.every((test) => test !== false);
}

/** A field of several values has them with semicolons between, as most CRMs write it. */
function hasOneOf(held: FieldValue | undefined, values: readonly FieldValue[]): boolean {
  const plain = (value: FieldValue): string => String(value).trim().toLowerCase();
  const all = held === undefined ? [] : [plain(held), ...String(held).split(';').map(plain)];
  return values.some((value) => all.includes(plain(value)));
}

const isOf = (address: string, pattern: string): boolean =>
  pattern.startsWith('@') ? address.endsWith(pattern) : address === pattern;

const isPublic = (sender: string | undefined): boolean => {
  const domain = sender && domainOf(sender);
  return domain !== undefined && domain !== '' && isFreeMail(domain);
};

/** Whole words, in any case, of the author alone: quotes are left out. */
function hasWord(words: readonly string[], { message, body }: RoutedEvent): boolean {
  const text =
    `${message.subject ?? ''}\n${(body.reply?.text ?? body.text ?? '').slice(0, maxTextLength)}`.toLowerCase();
  const isLetter = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  return words.some((given) => {
    const word = given.toLowerCase();
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
      if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
    return false;
  });
}

/** Whether everybody who is named is of the tenant, and somebody is named. */
function isInternal({ message, envelope }: RoutedEvent, ownDomains: readonly string[]): boolean {
  const inbound = new Set(envelope.rcptTo.map((address) => address.toLowerCase()));
  const mailboxes = [message.from, ...message.to, ...message.cc]
    .flatMap((mailbox) => mailbox?.address.toLowerCase() ?? [])
    .filter((address) => !inbound.has(address));
  return mailboxes.length > 0 && mailboxes.every((address) => ownDomains.includes(domainOf(address) ?? ''));
}
