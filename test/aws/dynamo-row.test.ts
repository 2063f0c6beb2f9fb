import { decodeRow } from '../../lambdas/aws/dynamo-row.ts';

interface Person {
  readonly name: string;
  readonly age: number;
  readonly city?: string;
}

describe('decodeRow', () => {
  it.each([[{ name: 'Ada', age: 36 }], [{ name: 'Ada', age: 0, city: 'London', pk: 'P#1' }], [{ name: '', age: 1 }]])(
    'returns the row itself when %j has the attributes',
    (row) => {
      expect(decodeRow<Person>(row, ['name', 'age'])).toBe(row);
    },
  );

  it.each([[{}], [{ name: 'Ada' }], [{ age: 36, city: 'London' }]])(
    'refuses %j, and names attributes instead of values',
    (row) => {
      const read = () => decodeRow<Person>(row, ['name', 'age']);

      expect(read).toThrow('a row lacks one of the attributes name, age');
      expect(read).not.toThrow(/London/);
    },
  );
});
