import { compact } from '../../../compact.ts';
import { domainOf } from '../../mail/address.ts';
import type { RoutedEvent } from '../../mail/event.ts';
import { isFreeMail } from '../../mail/free-mail.ts';
import { type ContactFacts, isOfSegment, openDealsIn } from '../contact-facts.ts';
import { hasOneOf } from '../field-value.ts';
import type { MappingField } from '../mapping-schema.ts';
import type { Conditions, MoveDealRule, Rule, TaskRule } from './rule.ts';

/** Facts for the rules beside the mail. */
export interface RuleContext extends ContactFacts {
  /** Whether mail of the sender was delivered to the connection before, and the mail proves the sender. */
  readonly isKnown: boolean;
  /** Whether the mail proves its From. */
  readonly isProven: boolean;
  /** The tenant's own domains. */
  readonly ownDomains: readonly string[];
}

/** The outcome of an integration’s rules for one mail. */
export interface RuleVerdict {
  /** Names of the rules that fired, in their order. */
  readonly fired: readonly string[];
  /** The mail goes nowhere, by the last rule that fired. */
  readonly end?: 'filtered' | 'quarantined';
  readonly deals?: 'thread' | 'token';
  readonly mapping?: string;
  /** A move of the mail's deal. */
  readonly moveDeal?: MoveDealRule;
  /** A task for a person. */
  readonly task?: TaskRule;
  /** Connections that hear of the mail, too. */
  readonly notify?: readonly string[];
  readonly set: readonly MappingField[];
}

/** The longest text that is searched for words, in UTF-16 code units. */
const maxTextLength = 100_000;

/**
 * Evaluates rules in their order. The first that chooses a mapping, a deal, its move or a task decides it; fields add up, the
 * first for a field counts; a rule that filters or quarantines ends it. Pure, so that `postern mapping preview` can
 * say why.
 */
export function evaluateRules(rules: readonly Rule[], event: RoutedEvent, context: RuleContext): RuleVerdict {
  const fired: string[] = [];
  const choices: Choices = { set: new Map(), notify: new Set() };
  for (const { name, when, do: actions } of rules) {
    if (!conditions.every((isMet) => isMet(when, event, context))) continue;
    fired.push(name);
    if (actions.filter) return { fired, end: 'filtered', set: [] };
    if (actions.quarantine) return { fired, end: 'quarantined', set: [] };
    addActions(choices, actions);
  }
  const { deals, mapping, moveDeal, task, notify, set } = choices;
  return compact({
    fired,
    deals,
    mapping,
    moveDeal,
    task,
    notify: notify.size > 0 ? [...notify] : undefined,
    set: [...set.values()],
  });
}

/** The choices of the rules that fired so far. */
interface Choices {
  readonly set: Map<string, MappingField>;
  readonly notify: Set<string>;
  deals?: NonNullable<RuleVerdict['deals']>;
  mapping?: string;
  moveDeal?: MoveDealRule;
  task?: TaskRule;
}

/** Adds the actions of a rule to the choices of those before it, which come first. */
function addActions(choices: Choices, { mapping, moveDeal, task, deal, notify = [], set = [] }: Rule['do']): void {
  if (mapping !== undefined) choices.mapping ??= mapping;
  if (moveDeal !== undefined) choices.moveDeal ??= moveDeal;
  if (task !== undefined) choices.task ??= task;
  if (deal !== undefined) choices.deals ??= deal === 'thread' ? 'thread' : 'token';
  for (const connection of notify) choices.notify.add(connection);
  for (const { target, value } of set)
    if (!choices.set.has(target)) choices.set.set(target, { target, value, transform: [] });
}

/** Whether the mail meets one condition of a rule; a condition that the rule leaves out is met. */
type IsMet = (when: Conditions, event: RoutedEvent, context: RuleContext) => boolean;

const conditions: readonly IsMet[] = [
  ({ kind }, { classification }) => kind?.includes(classification.kind) ?? true,
  ({ intent }, { classification }) => intent?.some((label) => label === classification.intent?.label) ?? true,
  ({ words }, event) => words === undefined || hasWord(words, event),
  ({ from }, event) => from?.some((pattern) => isOf(senderOf(event), pattern)) ?? true,
  ({ to }, { envelope }) =>
    to?.some((pattern) => envelope.rcptTo.some((recipient) => isOf(recipient.toLowerCase(), pattern))) ?? true,
  ({ attachments }, event) => isEqual(attachments, () => event.attachments.some(({ inline }) => !inline)),
  ({ trustBelow = Number.POSITIVE_INFINITY, trustFrom = 0 }, { trust }) => {
    const score = trust?.score ?? 100;
    return score < trustBelow && score >= trustFrom;
  },
  ({ known }, _event, { isKnown }) => isEqual(known, () => isKnown),
  ({ internal }, event, { isProven, ownDomains }) => isEqual(internal, () => isProven && isInternal(event, ownDomains)),
  ({ crm = {} }, _event, { fields = {} }) =>
    Object.entries(crm).every(([name, values]) => hasOneOf(fields[name], values)),
  ({ openDeals }, _event, facts) => isEqual(openDeals, () => (openDealsIn(facts) ?? []).length > 0),
  ({ segments }, _event, { segments: current = [] }) =>
    segments?.some((name) => current.some((segment) => isOfSegment(segment, name))) ?? true,
  ({ freeMail }, event) => isEqual(freeMail, () => isPublic(senderOf(event))),
];

/** Whether a fact is the one that a rule asks for, if it asks for any. */
const isEqual = (expected: boolean | undefined, fact: () => boolean): boolean =>
  expected === undefined || fact() === expected;

const senderOf = ({ message }: RoutedEvent): string | undefined => message.from?.address?.toLowerCase();

/** Whether an address, in lower case, is the one of a pattern, or of its `@domain`; no address is of none. */
const isOf = (address: string | undefined, pattern: string): boolean =>
  address !== undefined && (pattern.startsWith('@') ? address.endsWith(pattern) : address === pattern);

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
  return words.some((phrase) => {
    const word = phrase.toLowerCase();
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
      if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
    return false;
  });
}

/** Whether the mail names somebody, and nobody but people of the tenant. */
function isInternal({ message, envelope }: RoutedEvent, ownDomains: readonly string[]): boolean {
  const inbound = new Set(envelope.rcptTo.map((address) => address.toLowerCase()));
  const mailboxes = [message.from, ...message.to, ...message.cc]
    .flatMap((mailbox) => mailbox?.address?.toLowerCase() ?? [])
    .filter((address) => !inbound.has(address));
  return mailboxes.length > 0 && mailboxes.every((address) => ownDomains.includes(domainOf(address) ?? ''));
}
