import fc from 'fast-check';
import { applyMapping, split } from '../../../lambdas/domain/mapping/apply-mapping.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';
import { sources } from '../../../lambdas/domain/mapping/sources.ts';
import { transformNames } from '../../../lambdas/domain/mapping/transforms.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const event = () => {
  const mail = anEvent({
    subject: 'Prices',
    text: 'What does it cost?\n',
    headers: [{ name: 'X-Region', value: 'EMEA' }],
  });
  return routeEvent(mail, aDelivery(mail));
};
const field = (target: string, from: string, ...transform: MappingField['transform']): MappingField => ({
  target,
  from,
  transform,
});

describe('applyMapping', () => {
  it('fills fields by record, and leaves out what the mail does not have', () => {
    const fields = [
      field('contact.region', 'header:X-Region', 'lower'),
      field('contact.phone', 'signature.phone'),
      field('company.site', 'from.domain'),
      field('activity.count', 'attachments.count'),
      { target: 'deal.origin', value: 'email', transform: [] },
    ];

    expect(applyMapping({ fields }, event())).toEqual({
      contact: { region: 'emea' },
      company: { site: 'customer.example' },
      activity: { count: 0 },
      deal: { origin: 'email' },
    });
  });

  it('takes what the CRM says of the contact, where it says something', () => {
    const fields = [field('deal.territory', 'crm:Account.Territory__c'), field('deal.tier', 'crm:tier', 'number')];

    expect(applyMapping({ fields }, event(), { fields: { 'Account.Territory__c': 'EMEA', tier: '3' } })).toEqual({
      deal: { territory: 'EMEA', tier: 3 },
    });
    expect(applyMapping({ fields }, event())).toEqual({});
  });

  it('takes the segments that the contact is in, where it is in any', () => {
    const fields = [field('contact.segments', 'segments'), field('contact.segment_ids', 'segments.ids')];
    const segments = [
      { segment: 'vip', id: 'aud_1' },
      { segment: 'churn risk', id: '456' },
    ];

    expect(applyMapping({ fields }, event(), { segments })).toEqual({
      contact: { segments: 'vip, churn risk', segment_ids: 'aud_1, 456' },
    });
    expect(applyMapping({ fields }, event(), { segments: [] })).toEqual({});
  });

  it('never throws and never writes an empty text, whatever source meets whatever transforms', () => {
    const names = fc.array(fc.constantFrom(...transformNames), { maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(sources)), names, (from, transform) => {
        const { contact = {} } = applyMapping({ fields: [{ target: 'contact.x', from, transform }] }, event());
        expect(contact.x === '' || contact.x === null || Number.isNaN(contact.x)).toBe(false);
      }),
    );
  });

  it('cuts a long text, and leaves no half of a character', () => {
    const fields = [{ target: 'contact.x', value: `${'a'.repeat(4_999)}\u{1f600}`, transform: [] }];

    expect(applyMapping({ fields }, event()).contact).toEqual({ x: 'a'.repeat(4_999) });
  });
});

describe('split', () => {
  it.each([
    ['contact.region', 'contact', 'region'],
    ['deal.custom.cf_x1', 'deal', 'custom.cf_x1'],
  ])('parts %s into record and field', (target, object, name) => {
    expect(split(target)).toEqual([object, name]);
  });

  it('refuses a target that names no record', () => {
    expect(() => split('lead.x')).toThrow(TypeError);
  });
});
