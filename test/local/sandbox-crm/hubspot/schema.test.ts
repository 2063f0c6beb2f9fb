import {
  associationTypes,
  builtIn,
  isObjectType,
  objectTypes,
  required,
} from '../../../../local/sandbox-crm/hubspot/schema.ts';

describe('isObjectType', () => {
  it.each(objectTypes)('knows %s', (type) => {
    expect(isObjectType(type)).toBe(true);
  });

  it.each([['contact'], ['Contacts'], ['notes'], [''], [undefined]])('does not know %p', (text) => {
    expect(isObjectType(text)).toBe(false);
  });
});

describe('builtIn', () => {
  it.each(objectTypes)('defines each property of %s once', (type) => {
    const names = builtIn[type].map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  it.each(objectTypes)('defines the properties that a new record of %s needs', (type) => {
    expect(builtIn[type].map(({ name }) => name)).toEqual(expect.arrayContaining([...(required[type] ?? [])]));
  });
});

describe('associationTypes', () => {
  it('has one id for each pair of object types, and one more for the primary company of a contact', () => {
    const { 1: primary, ...others } = associationTypes;
    const pairs = Object.values(others).map((pair) => pair.join('-'));

    expect(new Set(pairs).size).toBe(pairs.length);
    expect(primary).toEqual(associationTypes[279]);
    expect(associationTypes[198]).toEqual(['emails', 'contacts']);
  });
});
