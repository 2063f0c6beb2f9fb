import { nameOf, splitName } from '../../lambdas/crm/person-name.ts';

const email = 'ada@customer.example';

describe('nameOf', () => {
  it.each([
    [{ email, firstName: 'Ada', lastName: 'Lovelace' }, 'Ada Lovelace'],
    [{ email, firstName: 'Ada' }, 'Ada'],
    [{ email, lastName: 'Lovelace' }, 'Lovelace'],
    [{ email }, 'ada'],
    [{ email: '"a@b"@customer.example' }, '"a@b"'],
  ])('names %j %j', (person, name) => {
    expect(nameOf(person)).toBe(name);
  });
});

describe('splitName', () => {
  it.each([
    ['keeps both names', { email, firstName: 'Ada', lastName: 'Lovelace' }, { firstName: 'Ada', lastName: 'Lovelace' }],
    ['puts a first name alone where a last name is mandatory', { email, firstName: 'Ada' }, { lastName: 'Ada' }],
    ['puts the address where there is no name', { email }, { lastName: 'ada' }],
    ['cuts the last name', { email, lastName: 'L'.repeat(20) }, { lastName: `${'L'.repeat(9)}…` }],
    [
      'cuts the first name to its own length',
      { email, firstName: 'F'.repeat(20), lastName: 'Lovelace' },
      { firstName: `${'F'.repeat(4)}…`, lastName: 'Lovelace' },
    ],
    [
      'cuts a first name in place of the last one',
      { email, firstName: 'F'.repeat(20) },
      { lastName: `${'F'.repeat(9)}…` },
    ],
  ])('%s', (_name, person, expected) => {
    expect(splitName(person, 10, 5)).toStrictEqual(expected);
  });
});
