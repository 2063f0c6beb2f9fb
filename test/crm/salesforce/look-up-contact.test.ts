import { lookUpContact } from '../../../lambdas/crm/salesforce/look-up-contact.ts';
import { type Outcome, ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anOrg } from './an-org.ts';

const person = { email: 'ada@customer.example' };
type Options = NonNullable<Parameters<typeof anOrg>[0]>;

/** The ways to look somebody up in such an org. */
function portsOf(options: Options = {}) {
  const { ports, soqls } = anOrg(options);
  return { look: { calls: ports.calls, org: async () => ok(ports.org) }, soqls };
}

describe('lookUpContact', () => {
  it('asks by address, or by the id that the ledger remembers', async () => {
    const Contact = [{ Id: '1', OwnerId: '7', Account: { Territory__c: 'EMEA' } }];
    const { look, soqls } = portsOf({ rows: { Contact } });
    const names = ['OwnerId', 'Id', 'Account.Territory__c'];

    expect(await lookUpContact(look, person, names)).toEqual(
      ok({ OwnerId: '7', Id: '1', 'Account.Territory__c': 'EMEA' }),
    );
    await lookUpContact(look, { ...person, id: '003A' }, ['OwnerId']);

    expect(soqls).toEqual([
      "SELECT Id, OwnerId, Account.Territory__c FROM Contact WHERE Email = 'ada@customer.example' LIMIT 2",
      "SELECT Id, OwnerId FROM Contact WHERE Id = '003A' LIMIT 2",
    ]);
  });

  it.each<[string, NonNullable<Options['rows']>, object]>([
    ['an absent contact', {}, {}],
    [
      'an ambiguous contact',
      { Contact: [{ Id: '1', OwnerId: '7' }, { Id: '2' }], Lead: [{ Id: '3', OwnerId: '8' }] },
      {},
    ],
    [
      'a contact beside a lead',
      { Contact: [{ Id: '1', OwnerId: '7' }], Lead: [{ Id: '3', OwnerId: '8' }] },
      { OwnerId: '7' },
    ],
    ['a lead', { Lead: [{ Id: '3', OwnerId: '8' }] }, { OwnerId: '8' }],
  ])('answers for %s', async (_what, rows, expected) => {
    const { look } = portsOf({ rows, objects: { Lead: { OwnerId: 18 } } });

    expect(await lookUpContact(look, person, ['OwnerId'])).toEqual(ok(expected));
  });

  it('asks a lead only for fields that leads have', async () => {
    const { look, soqls } = portsOf({ objects: { Lead: { OwnerId: 18 } } });

    await lookUpContact(look, person, ['OwnerId', 'Account.Territory__c', 'AssistantName']);
    await lookUpContact(look, { ...person, id: '00QA' }, ['OwnerId', 'AssistantName']);

    expect(soqls.slice(1)).toEqual([
      "SELECT Id, OwnerId FROM Lead WHERE IsConverted = false AND Email = 'ada@customer.example' ORDER BY CreatedDate DESC LIMIT 1",
      "SELECT Id, OwnerId FROM Lead WHERE Id = '00QA' ORDER BY CreatedDate DESC LIMIT 1",
    ]);
  });

  it.each<[string, Parameters<typeof lookUpContact>[0]]>([
    ['queries', { calls: { queries: async () => ({ kind: 'unknown' }) }, org: portsOf().look.org }],
    ['the org', { ...portsOf().look, org: async (): Promise<Outcome<never>> => ({ kind: 'unknown' }) }],
  ])('passes an unclear answer of %s on', async (_what, ports) => {
    expect(await lookUpContact(ports, person, ['OwnerId'])).toEqual({ kind: 'unknown' });
  });

  it('sends no name that would be another query', async () => {
    const { look, soqls } = portsOf();

    expect(await lookUpContact(look, person, ['(SELECT Id FROM Cases)'])).toMatchObject({ code: 'INVALID_FIELD' });
    expect(soqls).toEqual([]);
  });
});
