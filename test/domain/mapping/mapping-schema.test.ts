import { maxFields } from '../../../lambdas/domain/mapping/mapping-limits.ts';
import { mappingName, mappingSchema } from '../../../lambdas/domain/mapping/mapping-schema.ts';

const field = { target: 'deal.campaign', from: 'campaign.id' };
const messagesOf = (changes: object): string[] =>
  mappingSchema
    .safeParse({ owner: 'sales', fields: [field], ...changes })
    .error?.issues.map(({ message }) => message) ?? [];

describe('mappingName', () => {
  it.each<[string, boolean]>([
    ['default@1', true],
    ['a-b2@999999', true],
    ['default', false],
    ['Default@1', false],
    ['2default@1', false],
    ['default@v1', false],
  ])('judges %j', (name, isValid) => {
    expect(mappingName.safeParse(name).success).toBe(isValid);
  });
});

describe('mappingSchema', () => {
  it('has no transform where a field names none', () => {
    expect(mappingSchema.parse({ owner: 'sales', fields: [field] }).fields).toEqual([{ ...field, transform: [] }]);
  });

  it.each<[string, object]>([
    ['a fixed value', { fields: [{ target: 'contact.source', value: 'email' }] }],
    ['a header', { fields: [{ ...field, from: 'header:X-Campaign' }] }],
    ['a field of the contact', { fields: [{ ...field, from: 'crm:territory' }] }],
    ['a field that is only filled when empty', { fields: [{ ...field, onlyIfEmpty: true }] }],
    ['a mapping that it extends', { extends: 'default@1' }],
  ])('accepts %s', (_name, changes) => {
    expect(messagesOf(changes)).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['a target of no record', { fields: [{ ...field, target: 'lead.x' }] }, /wants contact\., company\./],
    ['a source that is not there', { fields: [{ ...field, from: 'weather' }] }, /wants a source/],
    ['two origins of a value', { fields: [{ ...field, value: 'x' }] }, /either from or value/],
    ['no origin of a value', { fields: [{ target: 'deal.x' }] }, /either from or value/],
    [
      'an activity that is there already',
      { fields: [{ ...field, target: 'activity.x', onlyIfEmpty: true }] },
      /always a new one/,
    ],
    [
      'more fields than anybody can read',
      { fields: Array.from({ length: maxFields + 1 }, () => field) },
      /wants at most 40 fields/,
    ],
    ['a field that nobody knows', { note: 'x' }, /note/],
    ['no owner', { owner: '' }, /2/],
  ])('rejects %s', (_name, changes, message) => {
    expect(messagesOf(changes)).toEqual([expect.stringMatching(message)]);
  });
});
