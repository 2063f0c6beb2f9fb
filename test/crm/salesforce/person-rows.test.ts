import {
  createFindRows,
  isSameAddress,
  isTakenAddress,
  keyOfPerson,
} from '../../../lambdas/crm/salesforce/person-rows.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { anOrg } from './an-org.ts';

const email = 'ada@customer.example';
const key = { Postern_Key__c: 64 };
const objects = { Contact: { Email: 80, ...key }, Lead: { Email: 80, ...key } };

describe('createFindRows', () => {
  it('asks for contacts and leads, and only where the org has leads', async () => {
    const { ports, soqls } = anOrg({ objects });

    expect(await ports.findRows({ email, org: ports.org })).toEqual(ok({ contacts: [], leads: [] }));
    const where = `Email IN ('${email}') OR Postern_Key__c IN ('${keyOfPerson(email)}')`;
    expect(soqls).toEqual([
      `SELECT Id, Email, Postern_Key__c FROM Contact WHERE ${where} LIMIT 2000`,
      `SELECT Id, IsConverted, ConvertedContactId, Email, Postern_Key__c FROM Lead WHERE ${where} ORDER BY CreatedDate DESC LIMIT 2000`,
    ]);

    const without = anOrg({ objects: { Contact: { Email: 80 } } });
    await without.ports.findRows({ email, org: without.ports.org });
    expect(without.soqls).toEqual([`SELECT Id, Email FROM Contact WHERE Email IN ('${email}') LIMIT 2000`]);
  });

  it('compares every field of the type e-mail', async () => {
    const fields = { Email: 80, Home_Email__c: { length: 80, isAddress: true } };
    const rows = { Contact: [{ Id: '003A', Email: null, Home_Email__c: 'Ada@customer.example' }] };
    const { ports, soqls } = anOrg({ objects: { Contact: fields }, rows });

    const found = await ports.findRows({ email, org: ports.org });

    expect(soqls[0]).toContain(`Email IN ('${email}') OR Home_Email__c IN ('${email}')`);
    expect(found.kind === 'ok' && found.value.contacts.map(({ Id }) => Id)).toEqual(['003A']);
  });

  it.each(['"a b"@customer.example', 'root@localhost', `${'a'.repeat(80)}@customer.example`])(
    'asks for somebody with the address %s, which no field takes, by our key',
    async (address) => {
      const { ports, soqls } = anOrg({ objects });
      const without = anOrg({ objects: { Contact: { Email: 80 } } });

      await ports.findRows({ email: address, org: ports.org });
      await without.ports.findRows({ email: address, org: without.ports.org });

      expect(soqls[0]).toMatch(/ WHERE Postern_Key__c IN \('[0-9a-f]{64}'\) LIMIT 2000$/);
      expect(without.soqls).toEqual([]);
    },
  );

  describe('with people whose mails are worked on at the same time', () => {
    const people = Array.from({ length: 12 }, (_, nth) => `p${nth}@x.example`);

    it('looks for them together, and gives each their own', async () => {
      const Contact = people.map((Email, nth) => ({ Id: `003${nth}`, Email }));
      const { ports, soqls } = anOrg({ objects, rows: { Contact } });
      const saved: number[] = [];
      const findRows = createFindRows(ports.calls, (calls) => void saved.push(calls));

      const answers = await Promise.all(people.map((address) => findRows({ email: address, org: ports.org })));

      expect(answers.map((answer) => answer.kind === 'ok' && answer.value.contacts.map(({ Id }) => Id))).toEqual(
        people.map((_, nth) => [`003${nth}`]),
      );
      // The first went at once; ten went together, and the last alone. Each call holds two queries.
      expect([soqls.length, saved]).toEqual([6, [0, 9, 0]]);
    });

    it('looks for each alone where a page may not hold all of their rows', async () => {
      const Contact = Array.from({ length: 2000 }, (_, nth) => ({ Id: `003${nth}`, Email: people[0]! }));
      const { ports, soqls } = anOrg({ objects: { Contact: { Email: 80 } }, rows: { Contact } });

      const answers = await Promise.all(
        people.slice(0, 3).map((address) => ports.findRows({ email: address, org: ports.org })),
      );

      expect(answers.map((answer) => answer.kind === 'ok' && answer.value.contacts.length)).toEqual([2000, 0, 0]);
      expect(soqls.map((soql) => soql.match(/@x\.example/g)?.length)).toEqual([1, 2, 1, 1]);
    });

    it('passes an unclear answer on to all of them', async () => {
      const { ports } = anOrg({ objects });
      const findRows = createFindRows({ queries: async () => ({ kind: 'unknown' }) }, () => {});

      const answers = await Promise.all(people.map((address) => findRows({ email: address, org: ports.org })));

      expect(answers).toEqual(people.map(() => ({ kind: 'unknown' })));
    });
  });
});

describe('isTakenAddress', () => {
  it('takes plain addresses of 80 characters', () => {
    const domain = '@customer.example';
    const local = 'a'.repeat(80 - domain.length);

    expect([local + domain, `a${local}${domain}`, 'a b@customer.example'].map(isTakenAddress)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('isSameAddress', () => {
  it.each([
    ['ADA@customer.example', true],
    ['bob@customer.example', false],
    [null, false],
  ])('compares %j without regard to case', (value, expected) => {
    expect(isSameAddress(value, email)).toBe(expected);
  });
});
