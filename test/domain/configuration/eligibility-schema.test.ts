import { eligibilitySchema } from '../../../lambdas/domain/configuration/eligibility-schema.ts';

const rule = { field: 'DoNotCall', is: [true], bars: ['sales'] };

describe('eligibilitySchema', () => {
  it.each<[string, object]>([
    ['a field with values that bar', { crm: [rule] }],
    [
      'a field with the only values that do not',
      { crm: [{ field: 'Stage', isNot: ['lead'], bars: ['sales', 'marketing'] }] },
    ],
    [
      'a consent with its source',
      { crm: [{ ...rule, sourceField: 'Consent_Source__c', policyVersionField: 'Policy__c' }] },
    ],
    ['a segment', { segments: [{ segment: 'do_not_mail', bars: ['marketing'] }], whenUnknown: 'ignore' }],
  ])('takes %s', (_what, value) => {
    expect(eligibilitySchema.safeParse(value).success).toBe(true);
  });

  it.each<[string, object]>([
    ['a field without values', { crm: [{ field: 'Stage', bars: ['sales'] }] }],
    ['a field with both lists', { crm: [{ ...rule, isNot: [false] }] }],
    ['no purposes', { crm: [{ ...rule, bars: [] }] }],
    ['an unknown purpose', { segments: [{ segment: 'x', bars: ['news'] }] }],
    ['a name that is no field', { crm: [{ ...rule, field: '../secret' }] }],
    ['another way to fail', { whenUnknown: 'guess' }],
  ])('refuses %s', (_what, value) => {
    expect(eligibilitySchema.safeParse(value).success).toBe(false);
  });
});
