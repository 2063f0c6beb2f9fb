import { contactFields, lookUpBy } from '../../lambdas/crm/look-up.ts';
import { stepKeys } from '../../lambdas/crm/vendor-kit.ts';
import type { ReadFields, RecordWriter } from '../../lambdas/crm/vendor-records.ts';
import type { CrmRecords } from '../../lambdas/domain/crm/crm-records.ts';
import { none, type Outcome, ok, type Ref } from '../../lambdas/domain/crm/outcome.ts';

const noFields = ok({});

describe('lookUpBy', () => {
  /** A vendor with that result of a search, and those fields of every record. */
  const aVendor = (match: Outcome<Ref | undefined> | undefined, fields: ReadFields = ok({ owner: '7' })) => {
    const ids: string[] = [];
    const contact: RecordWriter<NonNullable<CrmRecords['contact']>> = {
      key: stepKeys.unique,
      ...(match && { find: async () => match }),
      write: async () => none(),
    };
    const lookUp = lookUpBy({
      contact,
      fields: {
        async read(_object, id) {
          ids.push(id);
          return fields;
        },
        write: async () => ok(undefined),
      },
    });
    return { lookUp, ids };
  };
  const person = { email: 'ada@customer.example' };

  it('reads by the id that the ledger remembers, without a search', async () => {
    const { lookUp, ids } = aVendor({ kind: 'unknown' });

    expect(await lookUp({ ...person, id: '1' }, ['owner'])).toEqual(ok({ owner: '7' }));
    expect(ids).toEqual(['1']);
  });

  it.each<[string, Outcome<Ref | undefined> | undefined, Outcome<object>, string[]]>([
    ['reads the contact that a delivery would find', ok({ id: '2' }), ok({ owner: '7' }), ['2']],
    ['has no fields of an absent contact', none(), noFields, []],
    ['has no fields of an ambiguous contact', { kind: 'ambiguous', candidates: [] }, noFields, []],
    ['has no fields where the vendor cannot search', undefined, noFields, []],
    ['passes a failure of the search on', { kind: 'unknown' }, { kind: 'unknown' }, []],
  ])('%s', async (_name, match, expected, read) => {
    const { lookUp, ids } = aVendor(match);

    expect(await lookUp(person, ['owner'])).toEqual(expected);
    expect(ids).toEqual(read);
  });
});

describe('contactFields', () => {
  const record = {
    name: ' Ada ',
    blank: '  ',
    nothing: null,
    score: 0,
    isLead: false,
    tags: ['a', { id: 'b' }, null],
    none: [],
    Owner: { id: '7', name: 'Max' },
    'custom.cf_x': 'by its own name',
    Account: { Territory__c: 'EMEA', Parent: { Name: 'Acme' } },
  };

  it.each([
    ['name', 'Ada'],
    ['blank', undefined],
    ['nothing', undefined],
    ['score', 0],
    ['isLead', false],
    ['tags', 'a;b'],
    ['none', undefined],
    ['Owner', '7'],
    ['custom.cf_x', 'by its own name'],
    ['Account.Territory__c', 'EMEA'],
    ['Account.Parent.Name', 'Acme'],
    ['Account.no.such', undefined],
    ['other', undefined],
  ])('reads the field %s as %j', (name, value) => {
    expect(contactFields(ok(record), [name])).toEqual(ok(value === undefined ? {} : { [name]: value }));
  });

  it.each<[ReadFields, object]>([
    [{ kind: 'absent' }, noFields],
    [{ kind: 'unknown' }, { kind: 'unknown' }],
    [{ kind: 'conflict' }, { kind: 'rejected', code: 'CONFLICT' }],
  ])('has no fields of %j', (read, expected) => {
    expect(contactFields(read, ['name'])).toMatchObject(expected);
  });
});
