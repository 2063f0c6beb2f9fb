import {
  describe as describeObject,
  lengthOf,
  objects,
  prefixes,
} from '../../../../local/sandbox-crm/salesforce/schema.ts';

describe('describe of an object', () => {
  const fieldOf = (object: string, name: string) => describeObject(object).fields.find((field) => field.name === name);

  it.each([
    ['a text', 'Contact', 'LastName', { type: 'string', length: 80, nillable: false }],
    ['a field that is not required', 'Contact', 'FirstName', { type: 'string', length: 40, nillable: true }],
    ['a field that is not a text', 'Contact', 'HasOptedOutOfEmail', { type: 'boolean', length: 0 }],
    ['the external id', 'Task', 'Postern_Key__c', { externalId: true, unique: true }],
  ])('describes %s', (_, object, name, expected) => {
    expect(fieldOf(object, name)).toMatchObject(expected);
  });

  it('leaves out the fields that the user does not see', () => {
    const names = describeObject('Contact', ['Region__c']).fields.map(({ name }) => name);

    expect(names).not.toContain('Region__c');
    expect(names).toContain('Phone');
  });
});

describe('lengthOf', () => {
  it.each([
    ['Task', 'Subject', 255],
    ['Contact', 'HasOptedOutOfEmail', 0],
    ['Task', 'Nope', undefined],
    ['Nope', 'Subject', undefined],
  ])('has the length of %s.%s', (object, field, length) => {
    expect(lengthOf(object, field)).toBe(length);
  });
});

describe('objects', () => {
  it.each(Object.entries(objects))(
    '%s requires and refers by its own fields, to objects of the org',
    (name, schema) => {
      const { lengths, required, references } = schema;

      expect(Object.keys(lengths)).toEqual(expect.arrayContaining([...required, ...Object.keys(references)]));
      expect(Object.keys(objects)).toEqual(expect.arrayContaining(Object.values(references).flat()));
      expect(prefixes[name]).toMatch(/^\w{3}$/);
    },
  );
});
