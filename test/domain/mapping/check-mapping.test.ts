import type { FieldDescription } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { checkMapping } from '../../../lambdas/domain/mapping/check-mapping.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';

const field = (target: string, from: string, ...transform: MappingField['transform']): MappingField => ({
  target,
  from,
  transform,
});

describe('checkMapping', () => {
  const has = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
    name,
    type: 'text',
    isWritable: true,
    isRequired: false,
    ...more,
  });

  it('finds what was renamed, made read-only, of another type, or newly required', () => {
    const fields = [
      field('contact.Region__c', 'header:X-Region'),
      field('contact.Locked__c', 'kind'),
      field('contact.Score__c', 'kind.confidence', 'percent'),
      field('contact.When__c', 'kind.confidence', 'percent'),
    ];
    const contact = [
      has('Sales_Region__c'),
      has('Locked__c', { isWritable: false }),
      has('Score__c', { type: 'number' }),
      has('When__c', { type: 'date' }),
      has('LastName', { isRequired: true }),
      has('Segment__c', { isRequired: true }),
    ];

    expect(checkMapping({ fields }, { contact }, { contact: ['LastName'] })).toEqual([
      { level: 'error', target: 'contact.Region__c', message: 'is not there; there is Sales_Region__c' },
      { level: 'error', target: 'contact.Locked__c', message: 'may not be written' },
      { level: 'warning', target: 'contact.When__c', message: 'is a date, and is given a number' },
      { level: 'error', target: 'contact.Segment__c', message: 'is required, and nothing fills it' },
    ]);
  });

  it('warns of a mapping that grows too large', () => {
    const fields = Array.from({ length: 25 }, (_, nth) => field(`contact.f${nth}`, 'kind'));

    expect(checkMapping({ fields }, {})).toEqual([
      { level: 'warning', target: '(mapping)', message: '25 fields are hard to keep true' },
    ]);
  });
});
