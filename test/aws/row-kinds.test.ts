import { isOfOtherTenant, rowKindOf, type TableStore } from '../../lambdas/aws/row-kinds.ts';

describe('the kind of a row', () => {
  it.each<[TableStore, string, string | undefined, string]>([
    ['ledger', 'MAIL#m', 'MAIL', 'MAIL'],
    ['ledger', 'MAIL#m', 'READING', 'READING'],
    ['ledger', 'EVENT#e', 'DELIVERY#sales', 'DELIVERY'],
    ['ledger', 'MESSAGE#h', 'evt_1', 'MESSAGE'],
    ['ledger', 'OFFERS', 'evt_1#sales', 'OFFERS'],
    ['ledger', 'PARK#sales#t', 'M#1', 'PARK'],
    ['ledger', 'LATER#1', 'KIND#1', 'KIND'],
    ['threads', 'M#acme#h', undefined, 'M'],
    ['consent', 'SUBJECT#acme#h', 'HISTORY#1#2', 'HISTORY'],
    ['consent', 'CONTACT#acme#1', 'h', 'CONTACT'],
    ['control', 'INTEGRATION', 'sales', ''],
  ])('in %s under %s and %s is %s', (store, pk, sk, kind) => {
    expect(rowKindOf(store, sk === undefined ? { pk } : { pk, sk })).toBe(kind);
  });
});

describe('a row of another tenant', () => {
  it.each<[TableStore, object, boolean]>([
    ['ledger', { pk: 'EVENT#e', sk: 'DELIVERY#x', tenant: 'globex' }, true],
    ['ledger', { pk: 'EVENT#e', sk: 'DELIVERY#x', tenant: 'acme' }, false],
    ['ledger', { pk: 'MAIL#m', sk: 'MAIL' }, false],
    ['threads', { pk: 'M#globex#h' }, true],
    ['threads', { pk: 'M#acme#h' }, false],
    ['consent', { pk: 'SUBJECT#globex#h', sk: 'CONSENT' }, true],
    ['consent', { pk: 'INTAKE#segment', sk: 'TOKEN#h' }, false],
    ['control', { pk: 'INTEGRATION', sk: 'sales' }, false],
  ])('is told in %s of %j: %s', (store, row, expected) => {
    expect(isOfOtherTenant(store, row, 'acme')).toBe(expected);
  });
});
