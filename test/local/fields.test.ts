import { elementsOf, fieldsOf, listOf, textsOf } from '../../local/fields.ts';

describe('fieldsOf', () => {
  it('returns the fields of an object', () => {
    expect(fieldsOf({ a: 1 })).toEqual({ a: 1 });
  });

  it.each([[undefined], [null], ['text'], [1], [[{ a: 1 }]]])('has no fields for %j', (value) => {
    expect(fieldsOf(value)).toEqual({});
  });
});

describe('elementsOf', () => {
  it('returns the elements of a list as they are', () => {
    expect(elementsOf([1, null, { a: 1 }])).toEqual([1, null, { a: 1 }]);
  });

  it.each([[undefined], [null], ['text'], [{ 0: 'a' }]])('is empty for %j', (value) => {
    expect(elementsOf(value)).toEqual([]);
  });
});

describe('listOf', () => {
  it('returns the objects of a list, and an empty object for any other element', () => {
    expect(listOf([{ a: 1 }, 'text', null])).toEqual([{ a: 1 }, {}, {}]);
  });

  it.each([[undefined], [null], ['text'], [{ 0: 'a' }]])('is empty for %j', (value) => {
    expect(listOf(value)).toEqual([]);
  });
});

describe('textsOf', () => {
  it('returns the elements of a list as texts', () => {
    expect(textsOf(['a', 1, true])).toEqual(['a', '1', 'true']);
  });

  it.each([[undefined], ['text'], [{ 0: 'a' }]])('is empty for %j', (value) => {
    expect(textsOf(value)).toEqual([]);
  });
});
