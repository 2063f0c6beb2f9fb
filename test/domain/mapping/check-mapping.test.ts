import type { FieldDescription } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { checkMapping, checkSettings } from '../../../lambdas/domain/mapping/check-mapping.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';

const field = (target: string, from: string, ...transform: MappingField['transform']): MappingField => ({
  target,
  from,
  transform,
});

const has = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
  name,
  type: 'text',
  isWritable: true,
  isRequired: false,
  ...more,
});

describe('checkMapping', () => {
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

  it.each([
    ['won', []],
    ['won;new', []],
    ['hot', ['does not take the value "hot"']],
    [7, ['does not take the value 7']],
  ])('finds a constant that an enumeration does not take: %j', (value, messages) => {
    const fields = [{ target: 'deal.stage', value, transform: [] }];
    const deal = [has('stage', { type: 'other', options: ['new', 'won'] })];

    expect(checkMapping({ fields }, { deal }).map(({ message }) => message)).toEqual(messages);
  });

  it('leaves a value of the mail to the mail', () => {
    const deal = [has('stage', { type: 'other', options: ['new'] })];

    expect(checkMapping({ fields: [field('deal.stage', 'header:X-Stage')] }, { deal })).toEqual([]);
  });
});

describe('checkSettings', () => {
  it.each([
    ['is there', [has('stage', { options: ['new'] })], []],
    ['lists no values', [has('stage')], []],
    ['is not described', [], []],
    [
      'does not take it',
      [has('stage', { options: ['won'] })],
      [{ level: 'error', target: 'deal.stage', message: 'does not take the value "new" of the connection' }],
    ],
  ])('checks a value of the connection against a field that %s', (_what, deal, expected) => {
    expect(checkSettings({ deal }, { deal: { stage: 'new' } })).toEqual(expected);
  });
});
