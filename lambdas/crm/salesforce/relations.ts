import { compact } from '../../compact.ts';
import { mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { Activity, Refs } from '../vendor-records.ts';
import { type Part, quoted, type Row } from './api.ts';
import { isTakenAddress } from './person-rows.ts';
import type { RecordPorts } from './upsert.ts';

/** A person in a header of the mail. */
interface Relation {
  readonly id: string;
  /** Absent: the person has another address than the mail names. */
  readonly address?: string;
  readonly type: 'FromAddress' | 'ToAddress' | 'CcAddress' | 'BccAddress';
}

/** Records that the org has for the people and for the mail that a mail answers. */
export interface Related {
  readonly relations: readonly Relation[];
  readonly replyTo?: string;
}

/** People of To and Cc that are looked for. A composite holds 25 parts; the mail, its sender and a named contact are three. */
const maxRecipients = 20;

/**
 * The records that a mail is related to: its contact, the contact that its address names, and where the integration relates all, the contacts and leads among To
 * and Cc, and the mail that it answers, in one more call.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_emailmessagerelation.htm
 */
export async function relatedTo(ports: RecordPorts, activity: Activity, refs: Refs): Promise<Outcome<Related>> {
  const own = [...contactRelation(activity, refs), ...namedRelation(refs)];
  if (activity.relations !== 'all') return ok({ relations: own });
  const recipients = recipientsOf(activity);
  const soqls = [...peopleQueries(recipients), ...replyQuery(ports)];
  if (soqls.length === 0) return ok({ relations: own });
  return mapOk(await ports.calls.queries(soqls), (answers) => {
    const [contacts = [], leads = []] = recipients.size === 0 ? [] : answers;
    const [parent] = ports.mail.inReplyTo === undefined ? [] : (answers.at(-1) ?? []);
    const others = relationsOf(recipients, contacts, leads).filter(({ id }) => own.every((owner) => owner.id !== id));
    return compact({ relations: [...own, ...others], replyTo: parent?.Id });
  });
}

/** The relation to the contact: addresses alone link to nobody. */
function contactRelation({ contact: person, from, direction, to, cc }: Activity, { contact }: Refs): Relation[] {
  if (contact === undefined) return [];
  const email = person?.email ?? from?.email;
  const isCopied = email !== undefined && cc.includes(email) && !to.includes(email);
  const address = email !== undefined && isTakenAddress(email) ? email : undefined;
  const type = direction === 'inbound' ? 'FromAddress' : isCopied ? 'CcAddress' : 'ToAddress';
  return [compact({ id: contact.id, address, type })];
}

/**
 * The relation to the contact that the address of the mail names. No header has that person, and Salesforce documents no type
 * for that: a blind copy at least claims nothing about To and Cc.
 */
const namedRelation = ({ named }: Refs): Relation[] =>
  named?.type === 'contact' ? [{ id: named.id, type: 'BccAddress' }] : [];

/** Addresses of To and Cc in lower case, with the header that names them first. */
function recipientsOf({ to, cc, contact, from }: Activity): ReadonlyMap<string, 'ToAddress' | 'CcAddress'> {
  const own = (contact?.email ?? from?.email)?.toLowerCase();
  const named = [
    ...to.map((email) => [email.toLowerCase(), 'ToAddress'] as const),
    ...cc.map((email) => [email.toLowerCase(), 'CcAddress'] as const),
  ].filter(([email]) => email !== own && isTakenAddress(email));
  const recipients = new Map<string, 'ToAddress' | 'CcAddress'>();
  for (const [email, type] of named)
    if (recipients.size < maxRecipients && !recipients.has(email)) recipients.set(email, type);
  return recipients;
}

function peopleQueries(recipients: ReadonlyMap<string, unknown>): string[] {
  if (recipients.size === 0) return [];
  const addresses = [...recipients.keys()].map(quoted).join(', ');
  return [
    `SELECT Id, Email FROM Contact WHERE Email IN (${addresses}) LIMIT 200`,
    `SELECT Id, Email FROM Lead WHERE IsConverted = false AND Email IN (${addresses}) LIMIT 200`,
  ];
}

const replyQuery = ({ mail: { inReplyTo } }: RecordPorts): string[] =>
  inReplyTo === undefined
    ? []
    : [`SELECT Id FROM EmailMessage WHERE MessageIdentifier = ${quoted(`<${inReplyTo}>`)} LIMIT 1`];

/** An address that several contacts have, or several leads and no contact, belongs to nobody for sure. */
function relationsOf(
  recipients: ReadonlyMap<string, Relation['type']>,
  contacts: readonly Row[],
  leads: readonly Row[],
): Relation[] {
  const [contactsBy, leadsBy] = [contacts, leads].map((rows) =>
    Map.groupBy(rows, ({ Email }) => String(Email).toLowerCase()),
  );
  return [...recipients].flatMap(([address, type]) => {
    const [first, ...more] = contactsBy?.get(address) ?? leadsBy?.get(address) ?? [];
    return first === undefined || more.length > 0 ? [] : [{ id: first.Id, address, type }];
  });
}

/** Parts of the composite that write a mail. */
export const relationParts = (relations: readonly Relation[]): Part[] =>
  relations.map(({ id, address, type }, index) => ({
    method: 'POST',
    path: '/sobjects/EmailMessageRelation',
    referenceId: `relation${index}`,
    body: compact({
      EmailMessageId: '@{mail.id}',
      RelationId: id,
      RelationType: type,
      RelationAddress: address,
    }),
  }));
