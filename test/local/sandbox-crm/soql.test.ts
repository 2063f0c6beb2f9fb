import { parseSelect } from '../../../local/sandbox-crm/soql.ts';

const record = (body: object) => ({ id: 'Id1', type: 'Contact', body: { ...body }, createdAt: 0, updatedAt: 0 });

describe('parseSelect', () => {
  it('reads the parts of a query', () => {
    expect(parseSelect("SELECT Id, Name FROM Contact WHERE Id = '1' ORDER BY Name LIMIT 5")).toMatchObject({
      fields: ['Id', 'Name'],
      from: 'Contact',
      orderBy: { field: 'Name', isDescending: false },
      limit: 5,
    });
    expect(parseSelect("select id from Contact where id = '1'", 7).limit).toBe(7);
  });

  it.each([
    ["Name = 'ADA'", true],
    ["Name = 'Bob'", false],
    ["id = 'id1'", true],
    ["Name = 'it\\'s'", false],
    ["Name in ('bob', 'ada')", true],
    ["Name = 'bob' or Name = 'ada' and Age = 36", true],
    ["(Name = 'bob' or Name = 'ada') and Age = 37", false],
    ['Box = false', true],
    ['At >= 2026-01-01T00:00:00Z', true],
    ['At >= 2027-01-01T00:00:00Z', false],
  ])('tests a record by %s', (where, isMatch) => {
    const { matches } = parseSelect(`select id from Contact where ${where}`);

    expect(matches(record({ Name: 'Ada', Age: 36, At: '2026-11-20T12:00:00.000+0000' }))).toBe(isMatch);
  });

  it.each([
    'select id',
    'select id from Contact where Name',
    "select id from Contact where Name between 'a'",
    "select id from Contact where Name in ('a' 'b')",
    "select id from Contact where (Name = 'a'",
    "select id from Contact where Name = 'a' )",
  ])('rejects %s', (text) => {
    expect(() => parseSelect(text)).toThrow(SyntaxError);
  });

  it.each([
    ['%@b.example', ['a@b.example', 'A@B.EXAMPLE'], ['a@bb.example', 'a@b.example.org']],
    ['a@%', ['a@b.example'], ['ba@b.example']],
    ['%b.ex%', ['a@b.example'], ['a@c.example']],
    ['a@b.example', ['a@b.example'], ['aa@b.example']],
  ])('matches like %j', (pattern, those, others) => {
    const { matches } = parseSelect(`select id from Contacts where Email like '${pattern}'`);
    const isMatch = (Email: string) =>
      matches({ id: '1', type: 'Contacts', body: { Email }, createdAt: 0, updatedAt: 0 });

    expect([those.map(isMatch), others.map(isMatch)]).toEqual([those.map(() => true), others.map(() => false)]);
  });
});
