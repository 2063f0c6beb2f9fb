import { knownFrom } from '../../../lambdas/domain/delivery/known-person.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { makeUnique } from '../../../local/sandbox-crm/salesforce/schema.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { adapterOf } from './subjects.ts';
import { type Walked, type WalkOptions, walk } from './walk.ts';

// People at a Salesforce org: leads, second addresses, recipients, and values that are unique.

const email = 'ada@customer.example';
let fake: TestVendorSandbox;
let records: ReturnType<typeof memoryRecords>;
beforeEach(async () => {
  fake = await startVendorSandbox('salesforce');
  records = memoryRecords();
});
afterEach(() => fake.stop());

const now = (): Date => new Date(fake.store.now());
const adapter = () => adapterOf('salesforce', fake.url, now, fake.passes);
const mail = (nth: number, changes: Partial<ParsedMail> = {}) =>
  anEvent({ messageId: `m${nth}@customer.example`, subject: `Mail ${nth}`, ...changes });
const deliver = async (event: ReturnType<typeof mail>, options: Partial<WalkOptions> = {}): Promise<Walked> =>
  walk(event, { adapter: await adapter(), records, now, passes: fake.passes, ...options });

/** A record that somebody else made. */
const add = (type: string, prefix: string, body: object): string =>
  fake.store.insert(type, { ...body }, (nth) => `${prefix}${String(nth).padStart(12, '0')}AAA`).id;
const aLead = (more: object = {}) => add('Lead', '00Q', { Email: email, LastName: 'L', Company: 'C', ...more });
const aContact = (more: object = {}) => add('Contact', '003', { Email: email, LastName: 'L', ...more });
const bodies = (type: string) => fake.store.list(type).map(({ body }) => body);
const relations = () =>
  bodies('EmailMessageRelation').map(({ RelationId, RelationType }) => [RelationId, RelationType]);
const contactOf = (walked: Walked) => (walked.kind === 'written' ? walked.steps.contact?.id : walked.failure);

describe('a lead at Salesforce', () => {
  const asLead = { integration: { person: 'lead' as const } };

  it('is found and used, and no second person is made', async () => {
    const lead = aLead();

    const walked = await deliver(mail(1));

    expect(contactOf(walked)).toBe(lead);
    expect(bodies('Contact')).toEqual([]);
    expect(relations()).toEqual([[lead, 'FromAddress']]);
    expect(bodies('EmailMessage')).toMatchObject([{ Subject: 'Mail 1' }]);
    expect(bodies('EmailMessage')[0]).not.toHaveProperty('RelatedToId');
  });

  it('is made where the integration makes leads, with the name of its company and no account', async () => {
    await deliver(mail(1, { from: { name: 'Ada Lovelace', address: email } }), asLead);
    await deliver(mail(2), asLead);

    expect(bodies('Lead')).toMatchObject([
      { Email: email, LastName: 'Lovelace', FirstName: 'Ada', Company: 'customer.example', LeadSource: 'Email' },
    ]);
    expect([bodies('Contact'), bodies('Account')]).toEqual([[], []]);
    expect(relations()).toHaveLength(2);
  });

  it('is made without a known company for a public mailbox provider', async () => {
    await deliver(mail(1, { from: { address: 'ada.lovelace@gmail.com' } }), asLead);

    expect(bodies('Lead')).toMatchObject([{ Email: 'ada.lovelace@gmail.com', Company: '[not provided]' }]);
  });

  it('is not made for somebody who is a contact', async () => {
    const contact = aContact();

    expect(contactOf(await deliver(mail(1), asLead))).toBe(contact);
    expect(bodies('Lead')).toEqual([]);
  });

  it.each([
    ['with the address', (): string => aContact()],
    ['whose address was changed', (): string => aContact({ Email: 'ada@new.example' })],
  ])('leads to the contact %s that it became', async (_which, makeContact) => {
    const contact = makeContact();
    aLead({ IsConverted: true, ConvertedContactId: contact });

    expect(contactOf(await deliver(mail(1)))).toBe(contact);
    expect(bodies('Contact')).toHaveLength(1);
  });

  it('that the ledger remembers is refused after its conversion, so that the person is looked for again', async () => {
    const first = await deliver(mail(1), asLead);
    const lead = fake.store.list('Lead')[0]!;
    fake.store.update(lead, { IsConverted: true, ConvertedContactId: aContact() });
    const known = first.kind === 'written' ? knownFrom(first.steps, '2026-11-20T09:00:00.000Z') : undefined;

    const refused = await deliver(mail(2), { known: known!, ...asLead });
    const again = await deliver(mail(2), { records: memoryRecords(), ...asLead });

    expect(refused).toMatchObject({ failure: { kind: 'rejected', code: 'CANNOT_UPDATE_CONVERTED_LEAD' } });
    expect(contactOf(again)).toBe(fake.store.list('Contact')[0]?.id);
  });

  it('gets its fields filled as far as leads have them', async () => {
    aLead();
    const fields = ['contact.Phone', 'contact.AccountId'].map((target) => ({
      target,
      value: '+49 30 1234',
      transform: [],
      onlyIfEmpty: true,
    }));

    const walked = await deliver(mail(1), { mapping: { name: 'own@1', owner: 'RevOps', fields } });

    expect(walked.kind).toBe('written');
    expect(bodies('Lead')).toMatchObject([{ Phone: '+49 30 1234' }]);
  });

  it('gets a task of a rule, about nothing else', async () => {
    const lead = aLead();

    await deliver(mail(1), { task: { title: 'Call back', inDays: 3 } });

    expect(bodies('Task')).toMatchObject([{ WhoId: lead }]);
  });

  it('takes no more calls than a contact', async () => {
    const shared = await adapter();
    await deliver(mail(0, { from: { address: 'grace@gmail.com' } }), { adapter: shared });
    const before = fake.calls.length;

    const first = await deliver(mail(1), { adapter: shared, ...asLead });
    const calls = fake.calls.length - before;
    const known = first.kind === 'written' ? knownFrom(first.steps, '2026-11-20T09:00:00.000Z') : undefined;
    await deliver(mail(2), { adapter: shared, known: known!, ...asLead });

    expect(calls).toBeLessThanOrEqual(shared.calls.unknown);
    expect(fake.calls.length - before - calls).toBe(shared.calls.known);
  });

  it.each(['drop-after-commit', 'drop-before', '500', '429'])(
    'is made once when any one of its calls ends in %s',
    async (action) => {
      await deliver(mail(1), asLead);
      const count = fake.calls.length;
      for (let nth = 0; nth < count; nth += 1) {
        await fake.stop();
        fake = await startVendorSandbox('salesforce');
        records = memoryRecords();
        let seen = 0;
        const { next } = fake.faults;
        fake.faults.next = (method, path) => {
          seen += 1;
          if (seen - 1 !== nth) return next(method, path);
          return { match: '', action, probability: 1, retryAfterSeconds: 1, delayMs: 0 } as ReturnType<typeof next>;
        };

        const walked = await deliver(mail(1), asLead);

        expect([nth, walked.kind, bodies('Lead').length, bodies('EmailMessage').length]).toEqual([
          nth,
          'written',
          1,
          1,
        ]);
      }
    },
    30_000,
  );
});

describe('a person at Salesforce whose address no field takes', () => {
  it.each(['"a b"@customer.example', 'ada@intranet', `${'a'.repeat(64)}@${'b'.repeat(20)}.example`])(
    'is made and found again: %s',
    async (address) => {
      const first = await deliver(mail(1, { from: { address } }));
      const second = await deliver(mail(2, { from: { address } }), { records: memoryRecords() });

      expect([first.kind, second.kind]).toEqual(['written', 'written']);
      expect(bodies('Contact')).toMatchObject([{ Description: `E-mail address: ${address}` }]);
      expect(contactOf(second)).toBe(contactOf(first));
      expect(bodies('EmailMessage')).toMatchObject([
        { FromAddress: 'unknown@sender.invalid', FromName: address },
        { FromAddress: 'unknown@sender.invalid' },
      ]);
    },
  );

  it('is found by our key after somebody changed the address there', async () => {
    const first = await deliver(mail(1));
    fake.store.update(fake.store.list('Contact')[0]!, { Email: 'ada@new.example' });

    const second = await deliver(mail(2), { records: memoryRecords() });

    expect(contactOf(second)).toBe(contactOf(first));
    expect(bodies('Contact')).toMatchObject([{ Email: 'ada@new.example' }]);
  });
});

describe('a mail at Salesforce with all of its people', () => {
  const all = { integration: { relations: 'all' as const } };

  it('is related to contacts and leads among To and Cc, and to the mail that it answers', async () => {
    const bob = aContact({ Email: 'bob@partner.example' });
    const cleo = aLead({ Email: 'cleo@partner.example' });
    await deliver(mail(1), all);
    const to = [{ address: 'sales@inbound.localhost' }, { address: 'bob@partner.example' }];

    const walked = await deliver(
      mail(2, { to, cc: [{ address: 'cleo@partner.example' }], inReplyTo: 'm1@customer.example' }),
      all,
    );

    expect(walked.kind).toBe('written');
    expect(relations().slice(1)).toEqual([
      [contactOf(walked), 'FromAddress'],
      [bob, 'ToAddress'],
      [cleo, 'CcAddress'],
    ]);
    const [first] = fake.store.list('EmailMessage');
    expect(bodies('EmailMessage')[1]).toMatchObject({
      ReplyToEmailMessageId: first?.id,
      ThreadIdentifier: '<m1@customer.example>',
    });
  });

  it('takes one call more', async () => {
    const shared = await adapter();
    const first = await deliver(mail(1), { adapter: shared });
    const known = first.kind === 'written' ? knownFrom(first.steps, '2026-11-20T09:00:00.000Z') : undefined;
    const before = fake.calls.length;

    await deliver(mail(2), { adapter: shared, known: known!, ...all });

    expect(fake.calls.length - before).toBe(shared.calls.known + 1);
  });
});

describe('a field of an org that is unique beside our key', () => {
  it('that mails of a conversation share stays empty, and every mail arrives', async () => {
    makeUnique(fake.store, 'EmailMessage', 'Postern_Thread_Key__c');

    const ends = [await deliver(mail(1)), await deliver(mail(2, { inReplyTo: 'm1@customer.example' }))];

    expect(ends.map(({ kind }) => kind)).toEqual(['written', 'written']);
    expect(bodies('EmailMessage').map(({ Subject }) => Subject)).toEqual(['Mail 1', 'Mail 2']);
  });

  it.each([
    ['EmailMessage', 'activity.Region__c'],
    ['Contact', 'contact.Region__c'],
  ])('of %s rejects a second record with a mapped value, and loses no mail silently', async (object, target) => {
    makeUnique(fake.store, object, 'Region__c');
    const mapping = { name: 'own@1', owner: 'RevOps', fields: [{ target, value: 'EMEA', transform: [] }] };
    await deliver(mail(1), { mapping });

    const walked = await deliver(mail(2, { from: { address: 'grace@customer.example' } }), { mapping });

    expect(walked).toMatchObject({
      kind: 'failed',
      failure: { kind: 'rejected', code: 'DUPLICATE_VALUE', field: 'Region__c' },
    });
  });
});
