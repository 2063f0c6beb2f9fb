import { readFileSync } from 'node:fs';
import { closeContract } from '../../../local/sandbox-crm/close-contract.ts';
import { type ContractRow, violationOf } from '../../../local/sandbox-crm/contract.ts';
import { freshsalesContract } from '../../../local/sandbox-crm/freshsales-contract.ts';
import { hubspotContract } from '../../../local/sandbox-crm/hubspot/contract.ts';
import { pipedriveContract } from '../../../local/sandbox-crm/pipedrive-contract.ts';
import { zendeskSellContract } from '../../../local/sandbox-crm/zendesk-sell-contract.ts';
import { zohoContract } from '../../../local/sandbox-crm/zoho-contract.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { type Subject, subjects } from '../contract/subjects.ts';
import { walk } from '../contract/walk.ts';
import { mistakesOf, type VendorContract } from './check.ts';

// Every request that an adapter makes, held against what the vendor publishes of its API. tools/vendor-contracts.ts takes
// that from the vendors' own clients.

/** The contract's spelling of a path of ours. */
const spelled: Readonly<Record<string, (path: string) => string>> = {
  // The clients speak v3 and v4 still; the paths by date are the same operations.
  hubspot: (path) =>
    path
      .replace(/^\/crm\/objects\/[\d-]+(?=.*\/associations\/)/, '/crm/v4/objects')
      .replace(/^\/crm\/(objects|pipelines|properties)\/[\d-]+/, '/crm/v3/$1'),
  pipedrive: (path) => path.replace(/^\/api\/v2/, ''),
  zoho: (path) => path,
};
/** Paths that are not in those clients: tokens, and HubSpot's subscriptions, which the table of its pages has. */
const isElsewhere = /^\/(?:oauth|communication-preferences)\//;
/** Where the vendor's guide says otherwise than its contract, and we follow the guide. */
const byTheGuide: Readonly<Record<string, readonly string[]>> = {
  // https://developers.hubspot.com/docs/api-reference/search/guide sorts by { propertyName, direction }.
  hubspot: ['POST /crm/v3/objects/contacts/search.sorts[0]: is a object, wants string'],
  pipedrive: [],
  // The client has the answer of that question (associate_email/available), and not its route:
  // https://www.zoho.com/crm/developer/docs/api/v8/associate-email.html
  zoho: ['GET /crm/v8/actions/email_available: no query parameter orginal_message_id'],
};
const contractOf = (vendor: string): VendorContract =>
  JSON.parse(readFileSync(new URL(`${vendor}.json`, import.meta.url), 'utf8')) as VendorContract;

/** Every call to an adapter, once, and its look-up after an unclear write. */
async function everything(subject: Subject): Promise<void> {
  const adapter = await subject.adapter();
  const records = memoryRecords();
  const { now, passes, ownField, owner, standard } = subject;
  const field = { target: ownField.target, from: 'subject', transform: [], onlyIfEmpty: true };
  const phone = { target: standard.phone, value: '+49 30 1234', transform: [] };
  const stage = { target: standard.stage[0], value: standard.stage[1], transform: [] };
  const options = {
    adapter,
    records,
    now,
    passes,
    url: 'https://api.example/m/x',
    task: { title: 'Call back', inDays: 1 },
    integration: { deals: 'thread', ownerField: owner.field } as const,
    contactFields: { [owner.field]: '7001' },
    mapping: { name: 'own@1', owner: 'RevOps', fields: [field, phone, stage] },
  };
  const mail = (nth: number, address = 'ada@customer.example') =>
    anEvent({ messageId: `${nth}@customer.example`, subject: `Mail ${nth}`, text: `${nth}`, from: { address } });
  subject.unprepare?.();
  await adapter.setUp?.(true);
  await adapter.check?.();
  await adapter.describe?.('contact');
  await walk(mail(1), options);
  await walk(mail(2), options);
  const result = await walk(mail(3), options);
  const id = result.kind === 'written' ? result.steps.contact?.id : undefined;
  await adapter.lookUp?.({ email: 'ada@customer.example' }, [owner.field]);
  await adapter.lookUp?.({ email: 'ada@customer.example', id }, [owner.field]);
  await Promise.all([4, 5, 6, 7].map((nth) => walk(mail(nth, `p${nth}@company${nth}.example`), options)));
  const deal = subject.addDeal?.();
  if (deal !== undefined) await walk(mail(8), { ...options, token: { type: 'deal', id: deal } });
  const stages = await adapter.dealStages?.stages();
  for (const target of stages?.kind === 'ok'
    ? stages.value.filter(({ id }) => /^(?:30|31|won)$|35$|^(?:contractsent|Negotiation)$/.test(id))
    : []) {
    await adapter.dealStages?.placeOf(deal!);
    await adapter.dealStages?.move(deal!, target);
  }
  // The deals of the walk have a contact and a company.
  for (const dealId of subject.dealIds?.() ?? []) await adapter.peopleOfDeal?.(dealId);
  // A cold start finds existing records, and looks for records of an unclear write.
  subject.faults.set([
    {
      action: 'drop-after-commit',
      match: 'POST .*/(?:activities|emails|tasks|deals|associate_email|Tasks)$',
      times: 3,
    },
  ]);
  await walk(mail(9), { ...options, adapter: await subject.adapter(), records: memoryRecords() });
  await passes(600_000);
  const { suppressions } = adapter;
  const state = {
    tenant: 'acme',
    subject: 'a-hash',
    version: 1,
    suppressed: ['marketing'],
    reason: 'unsubscribed',
    at: '2026-11-20T09:00:00.000Z',
    unconfirmed: [],
    isWish: true,
  } as const;
  await suppressions?.write({ ...state, address: 'ada@customer.example' });
  await suppressions?.write({ ...state, address: 'nobody@customer.example' });
  await suppressions?.optedOutSince?.(new Date(0));
}

describe.each(['hubspot', 'pipedrive', 'zoho'])("requests to %s, by the vendor's own contract", (vendor) => {
  const start = new Map(subjects).get(vendor)!;

  it('uses only known routes, query parameters and fields', async () => {
    const subject = await start();
    try {
      await everything(subject);
      const requests = subject.requests.filter(({ path }) => !isElsewhere.test(path));
      const mistakes = requests.flatMap((request) =>
        mistakesOf(contractOf(vendor), spelled[vendor]!(request.path), request),
      );

      expect(requests.length).toBeGreaterThan(30);
      expect([...new Set(mistakes)]).toEqual(byTheGuide[vendor]);
    } finally {
      await subject.stop();
    }
  });
});

/** Tables of what each vendor documents, one page for every operation. */
const tables: Readonly<Record<string, readonly ContractRow[]>> = {
  hubspot: hubspotContract,
  zoho: zohoContract,
  pipedrive: pipedriveContract,
  close: closeContract,
  freshsales: freshsalesContract,
  'zendesk-sell': zendeskSellContract,
};

describe.each(Object.entries(tables))('requests to %s, by the pages of its documentation', (vendor, rows) => {
  it('keeps to operations, parameters and fields that a page documents', async () => {
    const subject = await new Map(subjects).get(vendor)!();
    try {
      await everything(subject);
      const requests = subject.requests.filter(({ path }) => !path.startsWith('/oauth/'));
      const violations = requests.flatMap(({ method, path, body }) => {
        const { pathname, searchParams: query } = new URL(path, 'http://vendor.example');
        return (
          violationOf(rows, { method, path: pathname, query, body: body === '' ? undefined : JSON.parse(body) }) ?? []
        );
      });

      expect(requests.length).toBeGreaterThan(25);
      expect(violations).toEqual([]);
    } finally {
      await subject.stop();
    }
  });

  it('names a page of the vendor for every operation', () => {
    expect(rows.filter(({ page }) => !page.startsWith('https://'))).toEqual([]);
  });
});

describe('mistakesOf', () => {
  const contract = contractOf('pipedrive');
  const request = (body: object) => ({ method: 'POST', path: '', body: JSON.stringify(body) });

  it.each([
    ['/activities', { subject: 'x' }, []],
    ['/activities', { subject: 1 }, ['POST /activities.subject: is a number, wants string']],
    ['/activities', { betreff: 'x' }, ['POST /activities: AddActivityRequest has no betreff']],
    ['/activities', { participants: [{ person: 1 }] }, [expect.stringContaining('has no person')]],
    ['/activities?colour=red', {}, ['POST /activities: no query parameter colour']],
    ['/activity', {}, ['POST /activity: no such route']],
  ])('checks a request to %s with %j: %j', (path, body, expected) => {
    expect(mistakesOf(contract, path, request(body))).toEqual(expected);
  });
});
