import * as z from 'zod/mini';
import type { Vendor } from '../../../lambdas/domain/crm/connection.ts';
import type { Mark, OptOutCrm } from './opt-out-table.ts';
import { adapterOf } from './subjects.ts';

type Values = Readonly<Record<string, unknown>>;
/** Records by the server's own names of their kinds. */
const objectsAnswer = z.record(z.string(), z.array(z.unknown()));
type Objects = Readonly<Record<string, readonly Values[]>>;

/** The people of one kind, as they stand at a CRM. */
interface MarkView {
  readonly kind: string;
  /** Addresses of a record. */
  emails(record: Values): readonly unknown[];
  /** The values that mark an opt-out, by name. */
  marks(record: Values): Values;
  /** Whether the values mark one. */
  isMarked(record: Values): boolean;
}

/** A view of one field. */
const fieldView = (kind: string, emails: MarkView['emails'], field: string, marked: unknown): MarkView => ({
  kind,
  emails,
  marks: (record) => ({ [field]: record[field] ?? null }),
  isMarked: (record) => record[field] === marked,
});

const listed = (value: unknown): readonly unknown[] =>
  [value]
    .flat()
    .map((entry) => (typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : entry));

/** Absent: the CRM has no place for an opt-out. */
const views: Readonly<Partial<Record<Vendor, MarkView>>> = {
  hubspot: fieldView('objects/contacts', ({ email }) => [email], 'postern_email_status', 'suppressed'),
  salesforce: fieldView('Contact', ({ Email }) => [Email], 'HasOptedOutOfEmail', true),
  zoho: fieldView('Contacts', ({ Email }) => [Email], 'Email_Opt_Out', true),
  pipedrive: fieldView('persons', ({ emails }) => listed(emails), 'marketing_status', 'unsubscribed'),
  freshsales: fieldView('contact', ({ emails, email }) => [...listed(emails), email], 'do_not_disturb', true),
  close: {
    kind: 'unsubscribed',
    emails: ({ email }) => [email],
    marks: () => ({ unsubscribed: true }),
    isMarked: () => true,
  },
};

/** The list of Close holds only those who are unsubscribed. */
const absentMark: Readonly<Partial<Record<Vendor, string>>> = { close: 'unsubscribed: false' };

function markIn(vendor: Vendor, objects: Objects, address: string): Mark {
  const view = views[vendor];
  if (view === undefined) return { isMarked: undefined };
  const isTheirs = (record: Values): boolean => view.emails(record).some((email) => sameAddress(email, address));
  const records = (objects[view.kind] ?? []).filter(isTheirs);
  const values = records.map((record) => named(view.marks(record)));
  const own = vendor === 'hubspot' ? hubspotStatus(objects, address) : [];
  return {
    isMarked: records.some((record) => view.isMarked(record)),
    shown: [...(values.length === 0 ? [absentMark[vendor] ?? 'nobody'] : values), ...own].join(', '),
  };
}

/** HubSpot's own unsubscription, from all e-mail. */
const hubspotStatus = ({ statuses = [] }: Objects, address: string): readonly string[] => {
  const ofPerson = statuses.filter((status) => sameAddress(status.address, address));
  return [`statuses: ${ofPerson.map(({ status }) => String(status)).join(' ') || 'none'}`];
};

const sameAddress = (email: unknown, address: string): boolean =>
  typeof email === 'string' && email.toLowerCase() === address.toLowerCase();
const named = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');

/** Freshsales alone has a path in its address. @see docs/crms/freshsales.md */
const pathOf = (vendor: Vendor, url: URL): string =>
  vendor === 'freshsales' && url.pathname === '/' ? '/crm/sales/api' : url.pathname.replace(/\/$/, '');

/**
 * A CRM at a server that shows its own records at `/__contract/objects`, as a server that answers by the vendors' published
 * contracts does. Its account is prepared first.
 */
export async function contractServerCrm(vendor: Vendor, baseUrl: string): Promise<OptOutCrm> {
  const url = new URL(baseUrl);
  let aheadMs = 0;
  const now = (): Date => new Date(Date.now() + aheadMs);
  const passes = (ms: number): void => {
    aheadMs += ms;
  };
  const adapter = await adapterOf(vendor, `${url.origin}${pathOf(vendor, url)}`, now, passes);
  await adapter.setUp?.(true);
  return {
    adapter: async () => adapter,
    now,
    passes,
    stop: async () => undefined,
    async markOf(address) {
      const answer = await fetch(new URL('/__contract/objects', url));
      if (!answer.ok) throw new Error(`${vendor}: ${url.origin}/__contract/objects answers ${answer.status}`);
      return markIn(vendor, objectsAnswer.parse(await answer.json()) as Objects, address);
    },
  };
}

/**
 * Base URLs by vendor: pairs as in `zoho=http://127.0.0.1:4104,close=…`, or the text of a JSON file.
 *
 * @throws Error naming what is wrong
 */
export function readBaseUrls(text: string, known: readonly string[]): ReadonlyArray<readonly [Vendor, string]> {
  const trimmed = text.trim();
  const all = trimmed.startsWith('{')
    ? Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(trimmed)))
    : trimmed.split(',').map(pairOf);
  const entries = all.filter(([vendor]) => known.includes(vendor));
  if (entries.length === 0) throw new Error(`no base URL of ${known.join(', ')}`);
  const wrong = entries.find(([, url]) => !URL.canParse(url));
  if (wrong !== undefined) throw new Error(`${wrong[0]}: ${wrong[1]} is no URL`);
  return entries as Array<[Vendor, string]>;
}

function pairOf(pair: string): readonly [string, string] {
  const [vendor = '', ...url] = pair.split('=');
  return [vendor.trim(), url.join('=').trim()];
}
