import { objectContracts } from '../../../../local/sandbox-crm/salesforce/object-contracts.ts';

describe('objectContracts', () => {
  it.each(Object.entries(objectContracts))(
    '%s requires its own fields, refers to objects of Salesforce, and names its page',
    (name, { prefix, page, required, fields }) => {
      expect(Object.keys(fields)).toEqual(expect.arrayContaining([...required]));
      const targets = Object.values(fields).flatMap(({ refersTo = [] }) => refersTo);
      expect([...Object.keys(objectContracts), 'Case']).toEqual(expect.arrayContaining(targets));
      expect(prefix).toMatch(/^\w{3}$/);
      expect(page).toBe(
        `https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/salesforce-field-reference-${name.toLowerCase()}.html`,
      );
    },
  );

  // The values of the Field Reference, beside those that the adapter cuts by.
  it.each([
    ['Contact', 'FirstName', 40],
    ['Contact', 'LastName', 80],
    ['Contact', 'Email', 80],
    ['Lead', 'Company', 255],
    ['Account', 'Name', 255],
    ['Account', 'Website', 255],
    ['Opportunity', 'Name', 120],
    ['EmailMessage', 'HtmlBody', 131_072],
    ['EmailMessage', 'ThreadIdentifier', 765],
    ['EmailMessageRelation', 'RelationAddress', 255],
  ])('knows the documented length of %s.%s', (object, field, length) => {
    expect(objectContracts[object]?.fields[field]?.length).toBe(length);
  });
});
