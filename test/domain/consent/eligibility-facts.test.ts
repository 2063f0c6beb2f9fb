import type { CrmRule } from '../../../lambdas/domain/configuration/eligibility-schema.ts';
import { type ContactAnswer, contactReasons, fieldsOf } from '../../../lambdas/domain/consent/eligibility-facts.ts';

const question = (rule: CrmRule) => ({ connection: 'main', rules: [rule], whenUnknown: 'bar' as const });
const known = (fields: Record<string, string | number | boolean>): ContactAnswer => ({
  kind: 'known',
  fields,
  at: '2026-11-20T09:00:00.000Z',
});
const doNotCall: CrmRule = { field: 'DoNotCall', is: [true], bars: ['sales'] };
const stage: CrmRule = { field: 'Stage', isNot: ['lead', 'Prospect'], bars: ['sales'] };

describe('contactReasons', () => {
  it.each<[string, CrmRule, Record<string, string | number | boolean>, boolean]>([
    ['a value that bars', doNotCall, { DoNotCall: true }, true],
    ['the value as a text', doNotCall, { DoNotCall: 'TRUE' }, true],
    ['another value', doNotCall, { DoNotCall: false }, false],
    ['an empty field', doNotCall, {}, false],
    ['one of several values', { ...doNotCall, field: 'Tags', is: ['vip'] }, { Tags: 'new;VIP' }, true],
    ['one of the only values', stage, { Stage: 'prospect' }, false],
    ['a value beside the only ones', stage, { Stage: 'Customer' }, true],
    ['an empty field that wants a value', stage, {}, true],
  ])('judges %s', (_what, rule, fields, wanted) => {
    expect(contactReasons(question(rule), known(fields)).length === 1).toBe(wanted);
  });

  it('names the field, the source of the consent, the policy version and the time of the answer', () => {
    const rule: CrmRule = {
      field: 'Consent',
      isNot: ['granted'],
      bars: ['marketing'],
      sourceField: 'Consent_Source',
      policyVersionField: 'Policy',
    };
    const fields = { Consent: 'withdrawn', Consent_Source: 'web form', Policy: '2026-01' };

    expect(fieldsOf([rule])).toEqual(['Consent', 'Consent_Source', 'Policy']);
    expect(contactReasons(question(rule), known(fields))).toEqual([
      {
        code: 'crm-field',
        purposes: ['marketing'],
        detail: 'Consent: withdrawn',
        source: 'web form',
        policyVersion: '2026-01',
        asOf: '2026-11-20T09:00:00.000Z',
      },
    ]);
  });

  it('cuts a value that is a text, and shows an empty field as such', () => {
    const [long] = contactReasons(
      question({ ...doNotCall, is: ['x'.repeat(150)] }),
      known({ DoNotCall: 'x'.repeat(150) }),
    );

    expect(long?.detail).toHaveLength('DoNotCall: '.length + 100);
    expect(contactReasons(question(stage), known({}))[0]?.detail).toBe('Stage: (empty)');
  });
});
