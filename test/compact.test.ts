import fc from 'fast-check';
import { compact } from '../lambdas/compact.ts';

interface Contact {
  readonly id: string;
  readonly kind: 'lead' | 'customer';
  readonly name?: string;
  readonly tags?: readonly string[];
}

describe('compact', () => {
  it('leaves out undefined fields and keeps the other falsy ones', () => {
    expect(Object.entries(compact({ a: undefined, b: null, c: 0, d: '', e: false }))).toEqual([
      ['b', null],
      ['c', 0],
      ['d', ''],
      ['e', false],
    ]);
  });

  it('gives the same JSON as the object itself, in the same order of fields', () => {
    const fields = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));

    fc.assert(fc.property(fields, (object) => JSON.stringify(compact(object)) === JSON.stringify({ ...object })));
  });

  it('makes only those fields optional that may be undefined', () => {
    const contactOf = (name: string | undefined): Contact => compact({ id: '1', kind: 'lead', name });
    // @ts-expect-error a required field may not be undefined
    const withoutId = (id: string | undefined): Contact => compact({ id, kind: 'lead' });

    expect([contactOf('Ada'), contactOf(undefined), withoutId(undefined)]).toEqual([
      { id: '1', kind: 'lead', name: 'Ada' },
      { id: '1', kind: 'lead' },
      { kind: 'lead' },
    ]);
  });
});
