import type { Vendor } from '../../../lambdas/domain/crm/connection.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { type NamedKind, namedKindsOf } from '../../../lambdas/domain/crm/named-record.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { type Subject, subjects } from './subjects.ts';
import { walk } from './walk.ts';

// A ticket, a contact or a company that an address names gets the mail, as a deal does.

const vendors = ['hubspot', 'salesforce', 'zoho', 'pipedrive', 'close', 'freshsales', 'zendesk-sell'] as const;
const cases = vendors.flatMap((vendor) => namedKindsOf(vendor).map((kind) => [kind, vendor] as const));
const ada = 'ada@customer.example';

describe.each(cases)('a %s that an address names at %s', (kind, vendor) => {
  let subject: Subject;
  let adapter: CrmAdapter;
  beforeEach(async () => {
    subject = await new Map(subjects).get(vendor)!();
    adapter = await subject.adapter();
  });
  afterEach(() => subject.stop());

  const send = (nth: number, address: string, id?: string) =>
    walk(anEvent({ messageId: `${nth}@x.example`, subject: `Mail ${nth}`, text: `${nth}`, from: { address } }), {
      adapter,
      records: memoryRecords(),
      now: subject.now,
      passes: subject.passes,
      ...(id !== undefined && { token: { type: kind, id, isSigned: true } }),
      task: { title: 'Call back', inDays: 1 },
    });
  /** The record as an address names it. */
  async function aRecord(): Promise<string> {
    if (kind === 'ticket') {
      const ticket = subject.addTicket!(ada);
      await subject.passes(60_000);
      return ticket;
    }
    const first = await send(1, ada);
    const id = first.kind === 'written' ? first.steps[kind]?.id : undefined;
    await subject.passes(60_000);
    // The lead of a contact is no part of an address.
    return id!.split('/').at(-1)!;
  }

  it('gets a mail of somebody else, and the task of a rule', async () => {
    const id = await aRecord();
    const before = subject.linked!(kind, id);

    const result = await send(2, 'bob@elsewhere.example', id);

    expect(result).toMatchObject({ kind: 'written', steps: { named: { state: 'done' } } });
    expect(result.kind === 'written' && result.steps.named?.id).toContain(id);
    expect(subject.linked!(kind, id)).toEqual([...before, 'Mail 2']);
  });

  it.each([
    ['an unknown id', vendor === 'salesforce' ? 'last' : '999999'],
    ['an id that is none', "x' or '1'='1"],
  ])('is none for %s, and the mail is logged on its sender', async (_what, id) => {
    const prefix = { ticket: '500', contact: '003', company: '001' }[kind];
    const result = await send(3, 'bob@elsewhere.example', id === 'last' ? `${prefix}000000000999AAA` : id);

    expect(result).toMatchObject({ kind: 'written', steps: { named: { state: 'done' }, activity: { state: 'done' } } });
    expect(result.kind === 'written' && result.steps.named?.id).toBeUndefined();
    expect(subject.seen().activities).toContain('Mail 3');
  });

  it('has the people who belong to it', async () => {
    const id = await aRecord();
    const people = async (sender: string, of = id) => adapter.namedRecords!.peopleOf({ kind, id: of }, sender);
    const answer = await people(ada);
    const { emails, domains } = answer.kind === 'ok' ? answer.value : { emails: [], domains: [] };

    expect(
      kind === 'company' ? domains.includes('customer.example') || vendor === 'pipedrive' : emails.includes(ada),
    ).toBe(true);
    expect(await people('bob@elsewhere.example', "x' or '1'='1")).toMatchObject({ value: { emails: [], domains: [] } });
    if (kind === 'contact') expect(await people('bob@elsewhere.example')).toMatchObject({ value: { emails: [] } });
  });

  it('fails while the CRM does not answer', async () => {
    const id = await aRecord();
    subject.faults.set([{ action: '500', match: '.*' }]);

    expect((await adapter.namedRecords!.peopleOf({ kind, id }, ada)).kind).not.toBe('ok');
  });
});

describe('namedKindsOf', () => {
  it.each<[Vendor, readonly NamedKind[]]>([
    ['hubspot', ['ticket', 'contact', 'company']],
    ['freshsales', ['contact']],
    ['webhook', []],
  ])('names the records of %s as its adapter has them', async (vendor, kinds) => {
    expect(namedKindsOf(vendor)).toEqual(kinds);
  });

  it.each(vendors)('says of %s what its adapter says', async (vendor) => {
    const subject = await new Map(subjects).get(vendor)!();
    const adapter = await subject.adapter();
    await subject.stop();

    expect(adapter.namedRecords!.kinds).toEqual(namedKindsOf(vendor).toSorted());
  });
});
