import { createMutex } from '../../../lambdas/crm/mutex.ts';
import { createCrmRegistry } from '../../../lambdas/crm/registry.ts';
import { createTemplateAdapter } from '../../../lambdas/crm/template/adapter.ts';
import { createVendorContext, type RegistryDependencies } from '../../../lambdas/crm/vendor-context.ts';
import type { Connection, Vendor } from '../../../lambdas/domain/crm/connection.ts';
import type { CrmAdapter, SharedToken, TokenCache } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { NamedKind } from '../../../lambdas/domain/crm/named-record.ts';
import { defaultPipelines, type Pipeline } from '../../../local/sandbox-crm/hubspot/schema.ts';
import type { VendorRecord } from '../../../local/sandbox-crm/record-store.ts';
import { hideField } from '../../../local/sandbox-crm/salesforce/set-up.ts';
import type { SandboxVendorName as StandIn } from '../../../local/sandbox-crm/vendors.ts';
import { startSandbox, startVendorSandbox, type TestSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { templateCrm } from '../template/sandbox.ts';

/** The records of a CRM, by our names. */
interface Seen {
  readonly contacts: readonly string[];
  readonly companies: readonly string[];
  readonly deals: readonly string[];
  /** By subject. */
  readonly activities: readonly string[];
}

/** A vendor's stand-in, and adapters for it. */
export interface Subject extends Pick<TestVendorSandbox, 'faults' | 'calls' | 'requests' | 'passes' | 'stop'> {
  seen(): Seen;
  /** A new adapter, as after a cold start. @param settings of the connection */
  adapter(settings?: Partial<Connection>): Promise<CrmAdapter>;
  readonly now: () => Date;
  /** Puts a second contact with an address beside the first; absent where the vendor does not allow it. */
  twin?(email: string): void;
  /** A person with several addresses; absent where the vendor keeps one only. */
  several?(emails: readonly string[]): void;
  /** Deletes the contacts and companies, as a person may; absent where the stand-in cannot. */
  clean?(): void;
  /** Ids of the deals that are there; absent where nobody asks. */
  dealIds?(): readonly string[];
  /** The id of a new deal; absent where there are none. */
  addDeal?(): string;
  /** The id of a new ticket of a person; absent where there are none. */
  addTicket?(email: string): string;
  /** Subjects of the activities that are linked to a record; absent where no address can name one. */
  linked?(kind: NamedKind, id: string): readonly string[];
  /** Whether an address is suppressed there; absent where the vendor has no place for it. */
  isSuppressed?(email: string): boolean;
  /** Titles of its tasks with the day on which they are due. */
  tasks(): readonly string[];
  /** The whole texts of its activities. */
  texts(): readonly string[];
  /** Puts hundreds of other activities beside the ones that are there; absent where activities are found by a key. */
  crowd?(): void;
  /** A field of the account's own on contacts, as a mapping names it, and what it holds. */
  readonly ownField: { readonly target: string; values(): readonly unknown[] };
  readonly owner: OwnerView;
  /** The vendor's own fields for a phone and a stage, as a mapping names them, and all that its people and deals hold. */
  readonly standard: {
    readonly phone: string;
    readonly stage: readonly [target: string, value: string | number];
    held(): string;
  };
  /** Names and bytes of files that its activities have; absent where it keeps none of ours. */
  files?(): ReadonlyArray<readonly [name: string, bytes: string]>;
  /** Takes our fields away, as in an account that nobody prepared; absent where there are none, or they are not there at first. */
  unprepare?(): void;
}

/** The owners of records, in the vendor's form. */
interface OwnerView {
  /** The field of a contact, as a look-up names it. */
  readonly field: string;
  /** Gives every contact to a user. */
  give(user: string): void;
  /** Owners of the deals and the tasks that are there. */
  ofDeals(): readonly unknown[];
  ofTasks(): readonly unknown[];
}

/** The id of the one user, and of a user who is gone, as most vendors write them. */
export const users = (vendor: string): readonly [user: string, gone: string] =>
  vendor === 'salesforce'
    ? ['005000000007001AAA', '005000000009999AAA']
    : vendor === 'close'
      ? ['user_7001', 'user_9999']
      : ['7001', '9999'];

export const secretOf: Readonly<Partial<Record<Vendor, string>>> = {
  salesforce: JSON.stringify({ clientId: 'an-id', clientSecret: 'hunter2-secret' }),
  zoho: JSON.stringify({ clientId: 'an-id', clientSecret: 'hunter2-secret', refreshToken: 'hunter2-refresh' }),
};
export const plainSecret = 'hunter2-secret';

/** Tokens in the memory of one test. */
export function memoryTokens(): TokenCache {
  const tokens = new Map<string, SharedToken>();
  const claims = new Map<string, number>();
  return {
    read: async (key) => tokens.get(key),
    async claim(key, now, ms) {
      if ((claims.get(key) ?? 0) >= now.getTime()) return false;
      claims.set(key, now.getTime() + ms);
      return true;
    },
    async write(key, token) {
      claims.delete(key);
      tokens.set(key, token);
    },
  };
}

/** The bytes of an attachment, by its key; one is gone. */
export const readFile = async (key: string): Promise<Uint8Array | undefined> =>
  key.endsWith('/gone') ? undefined : Buffer.from(`\u00ff bytes of ${key}`, 'latin1');

/** Dependencies of a registry on the stand-in's clock. */
const dependenciesOf = (secret: string, now: () => Date, passes: (ms: number) => void): RegistryDependencies => ({
  readCredentials: async () => secret,
  tokens: memoryTokens(),
  handOff: () => {
    throw new Error('no CRM');
  },
  sandboxUrl: undefined,
  readFile,
  now,
  pause: async (ms) => passes(ms),
  random: () => 0.5,
});

export async function adapterOf(
  vendor: Vendor,
  url: string,
  now: () => Date,
  passes: (ms: number) => void,
  settings: Partial<Connection> = {},
) {
  const registry = createCrmRegistry(dependenciesOf(secretOf[vendor] ?? plainSecret, now, passes));
  const connection: Connection = { vendor, baseUrl: url, credentials: 'env:SECRET', ...settings };
  const adapter = await registry.adapterFor(connection);
  if (adapter.kind !== 'ok') throw new Error(JSON.stringify(adapter));
  return adapter.value;
}

/** Those that keep records. */
type SandboxVendorName = Exclude<StandIn, 'eventbridge'>;

type VendorView = (
  fake: TestVendorSandbox,
) => Omit<Subject, 'faults' | 'calls' | 'requests' | 'passes' | 'stop' | 'adapter' | 'now'>;

const text = (value: unknown): string => String(value ?? '');
const of = ({ store }: TestVendorSandbox, type: string): VendorRecord[] => store.list(type);
const emailOf = ({ body }: VendorRecord): string[] =>
  ((body.emails ?? []) as Array<{ value?: string; email?: string }>).map((entry) => text(entry.value ?? entry.email));
/** @param fields the name of the owner's field on contacts, deals and tasks */
const ownedIn = (
  fake: TestVendorSandbox,
  [contacts, deals, tasks]: readonly [string, string, string],
  [field, ofDeal = field, ofTask = field]: readonly [string, string?, string?],
  asOwner: (user: string) => unknown = (user) => user,
): OwnerView => ({
  field,
  give: (user) => {
    for (const record of of(fake, contacts)) fake.store.update(record, { [field]: asOwner(user) });
  },
  ofDeals: () => of(fake, deals).map(({ body }) => body[ofDeal]),
  ofTasks: () => of(fake, tasks).flatMap(({ body }) => (body.type === 'email' ? [] : [body[ofTask]])),
});
const standardOf = (
  fake: TestVendorSandbox,
  [contacts, deals]: readonly [string, string],
  phone: string,
  stage: readonly [string, string | number],
): Subject['standard'] => ({
  phone,
  stage,
  held: () => JSON.stringify([...of(fake, contacts), ...of(fake, deals)].map(({ body }) => body)),
});
const removeAll = (fake: TestVendorSandbox, ...types: string[]): void => {
  for (const record of types.flatMap((type) => of(fake, type))) fake.store.remove(record);
};
const due = (title: unknown, day: unknown): string => `${text(title)}, ${text(day)}`;

/** Many copies of the newest activity without a marker: more than any page of a list holds. */
function crowd(fake: TestVendorSandbox, type: string, marked: string): void {
  const body = of(fake, type).at(-1)?.body ?? {};
  for (let nth = 0; nth < 600; nth += 1)
    fake.store.insert(type, { ...body, [marked]: Array.isArray(body[marked]) ? [] : 'Another.' });
}
const salesforceId = (prefix: string) => (nth: number) => `${prefix}${String(nth).padStart(12, '0')}AAA`;

const views: Readonly<Record<SandboxVendorName, VendorView>> = {
  salesforce: (fake) => ({
    files: () =>
      of(fake, 'ContentVersion').map(({ body }) => [
        text(body.PathOnClient),
        Buffer.from(text(body.VersionData), 'base64').toString('latin1'),
      ]),
    unprepare: () => {
      for (const object of ['Account', 'Contact', 'EmailMessage', 'Task'])
        hideField(fake.store, object, 'Postern_Key__c');
      hideField(fake.store, 'EmailMessage', 'Postern_Kind__c');
    },
    standard: standardOf(fake, ['Contact', 'Opportunity'], 'contact.Phone', ['deal.StageName', 'Negotiation']),
    owner: ownedIn(fake, ['Contact', 'Opportunity', 'Task'], ['OwnerId']),
    ownField: { target: 'contact.Region__c', values: () => of(fake, 'Contact').map(({ body }) => body.Region__c) },
    seen: () => ({
      contacts: of(fake, 'Contact').map(({ body }) => text(body.Email)),
      companies: of(fake, 'Account').map(({ body }) => text(body.Website).replace('https://', '')),
      deals: of(fake, 'Opportunity').map(({ body }) => text(body.Name)),
      activities: of(fake, 'EmailMessage').map(({ body }) => text(body.Subject)),
    }),
    twin: (email) => void fake.store.insert('Contact', { Email: email, LastName: 'Twin' }, salesforceId('003')),
    several: ([Email, Home_Email__c]) =>
      void fake.store.insert('Contact', { Email, Home_Email__c, LastName: 'Ada' }, salesforceId('003')),
    clean: () => removeAll(fake, 'Contact', 'Account'),
    addTicket: (email) =>
      fake.store.insert('Case', { Subject: 'A case', SuppliedEmail: email }, salesforceId('500')).id,
    linked: (kind, id) =>
      of(fake, 'EmailMessage').flatMap((mail) => {
        const relations = of(fake, 'EmailMessageRelation').filter(({ body }) => body.EmailMessageId === mail.id);
        const ids = { ticket: [mail.body.ParentId], company: [mail.body.RelatedToId], contact: [] }[kind];
        const all = [...ids, ...(kind === 'contact' ? relations.map(({ body }) => body.RelationId) : [])];
        return all.includes(id) ? [text(mail.body.Subject)] : [];
      }),
    addDeal: () => fake.store.insert('Opportunity', { Name: 'A deal' }, salesforceId('006')).id,
    isSuppressed: (email) =>
      of(fake, 'Contact').some(({ body }) => body.Email === email && body.HasOptedOutOfEmail === true),
    tasks: () => of(fake, 'Task').map(({ body }) => due(body.Subject, body.ActivityDate)),
    texts: () => of(fake, 'EmailMessage').map(({ body }) => text(body.TextBody)),
  }),
  pipedrive: (fake) => ({
    files: () => of(fake, 'files').map(({ body }) => [text(body.name), text(body.bytes)]),
    standard: standardOf(fake, ['persons', 'deals'], 'contact.phones', ['deal.stage_id', 31]),
    owner: ownedIn(fake, ['persons', 'deals', 'activities'], ['owner_id'], Number),
    crowd: () => crowd(fake, 'activities', 'note'),
    ownField: {
      target: 'contact.a1b2c3',
      values: () => of(fake, 'persons').map(({ body }) => (body.custom_fields as Record<string, unknown>)?.a1b2c3),
    },
    seen: () => ({
      contacts: of(fake, 'persons').flatMap(emailOf),
      companies: of(fake, 'organizations').map(({ body }) => text(body.name)),
      deals: of(fake, 'deals').map(({ body }) => text(body.title)),
      activities: of(fake, 'activities').flatMap(({ body }) => (body.type === 'email' ? [text(body.subject)] : [])),
    }),
    twin: (email) => void fake.store.insert('persons', { name: 'Twin', emails: [{ value: email }] }),
    several: (emails) => void fake.store.insert('persons', { name: 'Ada', emails: emails.map((value) => ({ value })) }),
    clean: () => removeAll(fake, 'persons', 'organizations'),
    dealIds: () => of(fake, 'deals').map(({ id }) => id),
    linked: (kind, id) =>
      of(fake, 'activities').flatMap(({ body }) => {
        const people = ((body.participants ?? []) as Array<{ person_id: number }>).map(({ person_id }) => person_id);
        const isLinked = (kind === 'contact' ? people : [body.org_id]).map(String).includes(id);
        return isLinked && body.type === 'email' ? [text(body.subject)] : [];
      }),
    addDeal: () => fake.store.insert('deals', { title: 'A deal' }).id,
    isSuppressed: (email) =>
      of(fake, 'persons').some(
        (person) => emailOf(person).includes(email) && person.body.marketing_status === 'unsubscribed',
      ),
    tasks: () =>
      of(fake, 'activities').flatMap(({ body }) => (body.type === 'task' ? [due(body.subject, body.due_date)] : [])),
    texts: () => of(fake, 'activities').map(({ body }) => text(body.note)),
  }),
  zoho: (fake) => ({
    files: () =>
      of(fake, 'Emails')
        .flatMap(({ body }) => (body.attachments ?? []) as Array<{ id: string }>)
        .map(({ id }) => fake.store.get('files', id)?.body ?? {})
        .map(({ name, bytes }) => [text(name), text(bytes)]),
    unprepare: () => void fake.store.insert('hidden', { module: 'Deals', name: 'Postern_Thread_Key' }),
    standard: standardOf(fake, ['Contacts', 'Deals'], 'contact.Phone', ['deal.Stage', 'Negotiation']),
    owner: ownedIn(fake, ['Contacts', 'Deals', 'Tasks'], ['Owner'], (id) => ({
      id,
      name: 'Max',
      email: 'max@acme.example',
    })),
    ownField: { target: 'contact.Region', values: () => of(fake, 'Contacts').map(({ body }) => body.Region) },
    seen: () => ({
      contacts: of(fake, 'Contacts').map(({ body }) => text(body.Email)),
      companies: of(fake, 'Accounts').map(({ body }) => text(body.Website)),
      deals: of(fake, 'Deals').map(({ body }) => text(body.Deal_Name)),
      activities: of(fake, 'Emails').map(({ body }) => text(body.subject)),
    }),
    twin: (email) => void fake.store.insert('Contacts', { Email: email, Last_Name: 'Twin' }),
    several: ([Email, Secondary_Email]) =>
      void fake.store.insert('Contacts', { Email, Secondary_Email, Last_Name: 'Ada' }),
    clean: () => removeAll(fake, 'Contacts', 'Accounts'),
    dealIds: () => of(fake, 'Deals').map(({ id }) => id),
    addTicket: (email) => fake.store.insert('Cases', { Subject: 'A case', Email: email }).id,
    linked: (_kind, id) =>
      of(fake, 'Emails').flatMap(({ body }) => {
        const ids = [body.parent, body.linked_record].map((parent) =>
          text((parent as { id?: string } | undefined)?.id),
        );
        return ids.includes(id) ? [text(body.subject)] : [];
      }),
    addDeal: () => fake.store.insert('Deals', { Deal_Name: 'A deal' }).id,
    isSuppressed: (email) =>
      of(fake, 'Contacts').some(({ body }) => body.Email === email && body.Email_Opt_Out === true),
    tasks: () => of(fake, 'Tasks').map(({ body }) => due(body.Subject, body.Due_Date)),
    texts: () => of(fake, 'Emails').map(({ body }) => text(body.content)),
  }),
  close: (fake) => ({
    files: () =>
      of(fake, 'email')
        .flatMap(({ body }) => (body.attachments ?? []) as Array<{ filename: string; url: string }>)
        .map(({ filename, url }) => [filename, text(fake.store.get('uploads', url.split('/').at(-1))?.body.bytes)]),
    standard: standardOf(fake, ['contact', 'opportunity'], 'contact.phones', ['deal.status_id', 'stat_31']),
    owner: ownedIn(fake, ['contact', 'opportunity', 'task'], ['custom.cf_owner', 'user_id', 'assigned_to']),
    crowd: () => crowd(fake, 'email', 'body_text'),
    ownField: {
      target: 'contact.custom.cf_region',
      values: () => of(fake, 'contact').map(({ body }) => body['custom.cf_region']),
    },
    seen: () => ({
      contacts: of(fake, 'contact').flatMap(emailOf),
      companies: of(fake, 'lead').flatMap(({ body }) =>
        body.url === undefined ? [] : [text(body.url).replace('https://', '')],
      ),
      deals: of(fake, 'opportunity').map(({ body }) => text(body.note).split('\n')[0]!),
      activities: of(fake, 'email').map(({ body }) => text(body.subject)),
    }),
    twin: (email) => {
      const lead = fake.store.insert('lead', { name: 'Twins' }, (nth) => `lead_${nth}`);
      const body = { lead_id: lead.id, name: 'Twin', emails: [{ type: 'office', email }] };
      fake.store.insert('contact', body, (nth) => `cont_${nth}`);
    },
    several: (emails) => {
      const lead = fake.store.insert('lead', { name: 'Somebody' }, (nth) => `lead_${nth}`);
      const all = emails.map((email) => ({ type: 'office', email }));
      fake.store.insert('contact', { lead_id: lead.id, name: 'Ada', emails: all }, (nth) => `cont_${nth}`);
    },
    clean: () => removeAll(fake, 'contact', 'lead'),
    addDeal: () => {
      const lead = fake.store.insert('lead', { name: 'Somebody' }, (nth) => `lead_${nth}`);
      return fake.store.insert('opportunity', { lead_id: lead.id, note: 'A deal' }, (nth) => `oppo_${nth}`).id;
    },
    linked: (kind, id) =>
      of(fake, 'email').flatMap(({ body }) =>
        (kind === 'contact' ? body.contact_id : body.lead_id) === id ? [text(body.subject)] : [],
      ),
    isSuppressed: (email) => of(fake, 'unsubscribed').some(({ body }) => body.email === email),
    tasks: () => of(fake, 'task').map(({ body }) => due(text(body.text).split('\n')[0], body.date)),
    texts: () => of(fake, 'email').map(({ body }) => text(body.body_text)),
  }),
  freshsales: (fake) => ({
    standard: standardOf(fake, ['contact', 'deal'], 'contact.work_number', ['deal.deal_stage_id', 31]),
    owner: ownedIn(fake, ['contact', 'deal', 'task'], ['owner_id'], Number),
    crowd: () => crowd(fake, 'sales_activity', 'notes'),
    ownField: {
      target: 'contact.cf_region',
      values: () => of(fake, 'contact').map(({ body }) => (body.custom_field as Record<string, unknown>)?.cf_region),
    },
    seen: () => ({
      contacts: of(fake, 'contact').flatMap((contact) =>
        Array.isArray(contact.body.emails) ? emailOf(contact) : [text(contact.body.emails)],
      ),
      companies: of(fake, 'sales_account').map(({ body }) => text(body.website)),
      deals: of(fake, 'deal').map(({ body }) => text(body.name)),
      activities: of(fake, 'sales_activity').map(({ body }) => text(body.title)),
    }),
    twin: (email) => void fake.store.insert('contact', { emails: email, last_name: 'Twin' }),
    several: (emails) =>
      void fake.store.insert('contact', { emails: emails.map((value) => ({ value })), last_name: 'Ada' }),
    clean: () => removeAll(fake, 'contact', 'sales_account'),
    linked: (_kind, id) =>
      of(fake, 'sales_activity').flatMap(({ body }) =>
        body.targetable_type === 'Contact' && text(body.targetable_id) === id ? [text(body.title)] : [],
      ),
    addDeal: () => fake.store.insert('deal', { name: 'A deal' }).id,
    isSuppressed: (email) =>
      of(fake, 'contact').some(({ body }) => body.emails === email && body.do_not_disturb === true),
    tasks: () => of(fake, 'task').map(({ body }) => due(body.title, text(body.due_date).slice(0, 10))),
    texts: () => of(fake, 'sales_activity').map(({ body }) => text(body.notes)),
  }),
  'zendesk-sell': (fake) => ({
    standard: standardOf(fake, ['contacts', 'deals'], 'contact.phone', ['deal.stage_id', 31]),
    owner: ownedIn(fake, ['contacts', 'deals', 'tasks'], ['owner_id'], Number),
    crowd: () => crowd(fake, 'notes', 'tags'),
    ownField: {
      target: 'contact.Region',
      values: () =>
        of(fake, 'contacts').flatMap(({ body }) =>
          body.is_organization ? [] : [(body.custom_fields as Record<string, unknown>)?.Region],
        ),
    },
    seen: () => {
      const all = of(fake, 'contacts');
      return {
        contacts: all.filter(({ body }) => body.is_organization !== true).map(({ body }) => text(body.email)),
        companies: all.filter(({ body }) => body.is_organization === true).map(({ body }) => text(body.website)),
        deals: of(fake, 'deals').map(({ body }) => text(body.name)),
        activities: of(fake, 'notes').map(({ body }) => text(body.content).split('\n')[0]!),
      };
    },
    twin: (email) => void fake.store.insert('contacts', { email, last_name: 'Twin', is_organization: false }),
    clean: () => removeAll(fake, 'contacts'),
    linked: (_kind, id) =>
      of(fake, 'notes').flatMap(({ body }) =>
        body.resource_type === 'contact' && text(body.resource_id) === id ? [text(body.content).split('\n')[0]!] : [],
      ),
    addDeal: () => fake.store.insert('deals', { name: 'A deal' }).id,
    tasks: () =>
      of(fake, 'tasks').map(({ body }) => due(text(body.content).split('\n')[0], text(body.due_date).slice(0, 10))),
    texts: () => of(fake, 'notes').map(({ body }) => text(body.content)),
  }),
};

async function fakeSubject(vendor: SandboxVendorName): Promise<Subject> {
  const fake = await startVendorSandbox(vendor);
  const now = (): Date => new Date(fake.store.now());
  const { faults, calls, requests, passes, stop, url } = fake;
  return {
    faults,
    calls,
    requests,
    passes,
    stop,
    now,
    ...views[vendor](fake),
    adapter: (settings) => adapterOf(vendor, url, now, passes, settings),
  };
}

/** A second pipeline of the account: one of its stages has the name of a stage of the first. */
const renewals: Pipeline = {
  id: '20001',
  label: 'Renewals',
  displayOrder: 1,
  stages: [
    { id: '9000001', label: 'Due' },
    { id: '9000002', label: 'Contract Sent', probability: '0.8' },
  ],
};

/** HubSpot's sandbox has no clock of its own: nothing at it lags, and its addresses are unique. */
async function hubspotSubject(): Promise<Subject> {
  const sandbox: TestSandbox = await startSandbox();
  const { store, faults, calls, requests, stop, url } = sandbox;
  store.addProperty('contacts', { name: 'region', label: 'Region', type: 'string' });
  store.setPipelines([...defaultPipelines, renewals]);
  let aheadMs = 0;
  const now = (): Date => new Date(Date.now() + aheadMs);
  const passes = (ms: number): void => {
    aheadMs += ms;
  };
  const values = (type: 'contacts' | 'companies' | 'deals' | 'emails' | 'tasks', name: string): string[] =>
    store.all(type).map(({ properties }) => text(properties[name]));
  return {
    faults,
    calls,
    requests,
    stop,
    passes,
    now,
    adapter: () => adapterOf('hubspot', url, now, passes),
    standard: {
      phone: 'contact.phone',
      stage: ['deal.dealstage', 'contractsent'],
      held: () => JSON.stringify([...store.all('contacts'), ...store.all('deals')].map(({ properties }) => properties)),
    },
    owner: {
      field: 'hubspot_owner_id',
      give: (user) => {
        for (const record of store.all('contacts')) store.update('contacts', record, { hubspot_owner_id: user });
      },
      ofDeals: () => values('deals', 'hubspot_owner_id'),
      ofTasks: () => values('tasks', 'hubspot_owner_id'),
    },
    files: () => {
      const ids = values('emails', 'hs_attachment_ids').flatMap((list) => list.split(';'));
      return store
        .all('files')
        .filter(({ id }) => ids.includes(id))
        .map(({ properties }) => [text(properties.name), text(properties.sha256)]);
    },
    ownField: { target: 'contact.region', values: () => values('contacts', 'region') },
    seen: () => ({
      contacts: values('contacts', 'email'),
      companies: values('companies', 'domain'),
      deals: values('deals', 'dealname'),
      activities: values('emails', 'hs_email_subject'),
    }),
    several: ([email = '', ...others]) =>
      void store.create('contacts', { email, hs_additional_emails: others.join(';') }, []),
    dealIds: () => store.all('deals').map(({ id }) => id),
    addTicket(email) {
      const contact = store.create('contacts', { email }, []);
      return store.create('tickets', { subject: 'A ticket' }, [{ type: 'contacts', id: contact.id }]).id;
    },
    linked: (_kind, id) => store.associated(id, 'emails').map(({ properties }) => text(properties.hs_email_subject)),
    addDeal: () => store.create('deals', { dealname: 'A deal' }, []).id,
    isSuppressed: (email) =>
      store.find('contacts', 'email', email)[0]?.properties.postern_email_status === 'suppressed',
    tasks: () =>
      store
        .all('tasks')
        .map(({ properties }) => due(properties.hs_task_subject, text(properties.hs_timestamp).slice(0, 10))),
    texts: () => values('emails', 'hs_email_text'),
  };
}

/** The template has no deals, and no connection can name it. */
async function templateSubject(): Promise<Subject> {
  const fake = await startVendorSandbox(templateCrm);
  const { store, faults, calls, requests, passes, stop, url } = fake;
  const now = (): Date => new Date(store.now());
  const details = {
    vendor: 'template',
    url,
    secret: plainSecret,
    credentials: 'env:SECRET',
    account: 'template',
    version: undefined,
    compress: false,
    userId: 'crm' as const,
    previousUserId: undefined,
    salesOptOut: 'tick' as const,
    companyByColleagues: false,
  };
  const values = (type: string, name: string): string[] => of(fake, type).map(({ body }) => text(body[name]));
  return {
    faults,
    calls,
    requests,
    passes,
    stop,
    now,
    adapter: async () =>
      createTemplateAdapter(createVendorContext(dependenciesOf(plainSecret, now, passes), details, createMutex())),
    seen: () => ({
      contacts: values('contacts', 'email'),
      companies: values('companies', 'domain'),
      deals: [],
      activities: values('notes', 'title'),
    }),
    standard: standardOf(fake, ['contacts', 'deals'], 'contact.phone', ['deal.stage', '']),
    owner: ownedIn(fake, ['contacts', 'deals', 'tasks'], ['ownerId']),
    twin: (email) => void store.insert('contacts', { email, name: 'Twin' }),
    clean: () => removeAll(fake, 'contacts', 'companies'),
    ownField: { target: 'contact.region', values: () => values('contacts', 'region') },
    tasks: () => of(fake, 'tasks').map(({ body }) => due(body.title, body.due)),
    texts: () => values('notes', 'text'),
  };
}

/** Every adapter that makes records. */
/** Vendors where one address is often with two people: the newest gets the mail. */
export const takesNewest: readonly string[] = ['pipedrive', 'close'];

export const subjects: ReadonlyArray<readonly [string, () => Promise<Subject>]> = [
  ['hubspot', hubspotSubject],
  ['template', templateSubject],
  ...(Object.keys(views) as SandboxVendorName[]).map((vendor) => [vendor, () => fakeSubject(vendor)] as const),
];
