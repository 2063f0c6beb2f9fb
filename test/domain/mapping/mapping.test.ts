import fc from 'fast-check';
import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import type { FieldDescription } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { applyMapping } from '../../../lambdas/domain/mapping/apply-mapping.ts';
import { checkMapping } from '../../../lambdas/domain/mapping/check-mapping.ts';
import { compareMappings } from '../../../lambdas/domain/mapping/compare-mappings.ts';
import { resolveMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';
import { isSource, sources } from '../../../lambdas/domain/mapping/sources.ts';
import { transformNames, transformValue } from '../../../lambdas/domain/mapping/transforms.ts';
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
const file = (mappings: object, mapping = 'default@1') => ({
  connections: { main: { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'env:TOKEN' } },
  integrations: [{ key: 'sales', tenant: 'acme', addresses: ['sales@in.example'], connection: 'main', mapping }],
  mappings,
});
const mistakesOf = (mappings: object, mapping?: string): string[] => {
  const checked = checkIntegrations(file(mappings, mapping));
  return checked.ok ? [] : checked.mistakes.map(({ path, message }) => `${path}: ${message}`);
};

describe('applying a mapping', () => {
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

    expect(applyMapping({ fields }, event(), { 'Account.Territory__c': 'EMEA', tier: '3' })).toEqual({
      deal: { territory: 'EMEA', tier: 3 },
    });
    expect(applyMapping({ fields }, event())).toEqual({});
    expect(isSource("crm:x' OR Id != '")).toBe(false);
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

  it.each<[Parameters<typeof transformValue>[0], MappingField['transform'], unknown]>([
    ['  Ada  ', ['trim', 'upper'], 'ADA'],
    [0.42, ['percent'], 42],
    ['2026-11-20T23:30:00Z', ['date'], '2026-11-20'],
    ['nonsense', ['date'], undefined],
    ['nonsense', ['number'], undefined],
    [['a', 'b'], ['semicolon'], 'a;b'],
    [['a', 'b'], ['count'], 2],
    [['a', 'b'], ['upper', 'first'], 'A'],
    ['one\ntwo', ['first-line'], 'one'],
    ['false', ['boolean'], false],
  ])('of %j by %j is %j', (value, names, result) => {
    expect(transformValue(value, names)).toEqual(result);
  });

  it('of two versions shows what would change, and nothing else', () => {
    const before = {
      name: 'a@1',
      owner: 'x',
      fields: [field('contact.region', 'header:X-Region'), field('deal.n', 'kind')],
    };
    const after = {
      name: 'a@2',
      owner: 'x',
      fields: [field('contact.region', 'header:X-Region', 'lower'), field('deal.m', 'kind')],
    };

    expect(compareMappings(before, after, event())).toEqual([
      { target: 'contact.region', before: 'EMEA', after: 'emea' },
      { target: 'deal.m', after: 'human' },
      { target: 'deal.n', before: 'human' },
    ]);
    expect(compareMappings(before, before, event())).toEqual([]);
  });
});

describe('the name of a field', () => {
  it.each([
    // Pipedrive calls a field of the account's own by forty hexadecimal digits, Zendesk Sell by what people call it.
    'contact.9dc80c50d78a15643bfc4ca79d76156a73a1ca0e',
    'contact.Region of sale',
    'deal.custom.cf_x1',
    'company.Territory__c',
  ])('%s is one', (target) => {
    const fields = [{ target, value: 'x' }];
    const source = target.slice(target.indexOf('.') + 1);
    const rules = [{ name: 'r', when: { crm: { [source]: ['EMEA'] } }, do: { set: [{ target, value: 'x' }] } }];
    const file = {
      connections: { main: { vendor: 'pipedrive', baseUrl: 'https://api.pipedrive.com', credentials: 'env:TOKEN' } },
      mappings: { 'own@1': { owner: 'RevOps', fields: [...fields, { target: 'deal.from', from: `crm:${source}` }] } },
      integrations: [
        {
          key: 'a',
          tenant: 'acme',
          addresses: ['a@in.example'],
          connection: 'main',
          mapping: 'own@1',
          rules,
          ownerField: source,
        },
      ],
    };

    expect(checkIntegrations(file)).toMatchObject({ ok: true });
  });

  it.each(['contact.', 'contact. x', "contact.x' OR Id != '", 'lead.x', 'contact.a\nb'])('%j is none', (target) => {
    const fields = [{ target, value: 'x' }];
    expect(mistakesOf({ 'own@1': { owner: 'RevOps', fields } }, 'own@1')[0]).toContain('target');
  });
});

describe('a mapping in the file', () => {
  const fields = [{ target: 'contact.region', from: 'intent' }];

  it.each<[string, object, string | undefined, string]>([
    ['no owner', { 'a@1': { fields } }, undefined, 'mappings.a@1.owner'],
    [
      'an unknown source',
      { 'a@1': { owner: 'me', fields: [{ target: 'contact.x', from: 'sender' }] } },
      undefined,
      'wants a source',
    ],
    [
      'an unknown transform',
      { 'a@1': { owner: 'me', fields: [{ ...fields[0], transform: ['eval'] }] } },
      undefined,
      'transform',
    ],
    [
      'a target that is no field',
      { 'a@1': { owner: 'me', fields: [{ target: 'lead', from: 'intent' }] } },
      undefined,
      'wants contact.',
    ],
    [
      'neither source nor value',
      { 'a@1': { owner: 'me', fields: [{ target: 'contact.x' }] } },
      undefined,
      'either from or value',
    ],
    ['an unknown key', { 'a@1': { owner: 'me', fields, script: 'x' } }, undefined, 'mappings.a@1'],
    ['a name without a version', { a: { owner: 'me', fields } }, undefined, 'name@version'],
    [
      'itself behind another',
      { 'a@1': { owner: 'me', extends: 'b@1', fields }, 'b@1': { owner: 'me', extends: 'a@1', fields } },
      undefined,
      'extends itself: a@1 → b@1 → a@1',
    ],
    ['one that is not there', { 'a@1': { owner: 'me', extends: 'b@7', fields } }, undefined, 'found "b@7"'],
    ['an integration that names none of them', {}, 'leads@3', 'integrations[0].mapping: found "leads@3"'],
    [
      'a field twice',
      { 'a@1': { owner: 'me', fields: [...fields, ...fields] } },
      undefined,
      'fills contact.region twice',
    ],
    [
      'more fields than anybody can keep true',
      {
        'a@1': {
          owner: 'me',
          fields: Array.from({ length: 41 }, (_, nth) => ({ target: `contact.f${nth}`, from: 'kind' })),
        },
      },
      undefined,
      'at most 40',
    ],
  ])('with %s is refused, and the mistake named', (_what, mappings, mapping, message) => {
    expect(mistakesOf(mappings, mapping).join('\n')).toContain(message);
  });

  it('takes the fields of what it extends, except where it says otherwise', () => {
    const mappings = {
      'base@1': { owner: 'me', fields: [field('contact.a', 'kind'), field('contact.b', 'intent')] },
      'leads@2': { owner: 'you', extends: 'base@1', fields: [field('contact.b', 'trust')] },
    };

    const resolved = resolveMapping('leads@2', mappings);

    expect(mistakesOf(mappings, 'leads@2')).toEqual([]);
    expect(resolved).toEqual({
      kind: 'ok',
      mapping: { name: 'leads@2', owner: 'you', fields: [field('contact.a', 'kind'), field('contact.b', 'trust')] },
    });
  });
});

describe("checking a mapping against the CRM's own description", () => {
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
