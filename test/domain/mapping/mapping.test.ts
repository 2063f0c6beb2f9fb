import { checkIntegrations } from '../../../lambdas/domain/configuration/check-integrations.ts';
import { resolveMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import type { MappingField } from '../../../lambdas/domain/mapping/mapping-schema.ts';

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

describe('the name of a field in a mapping', () => {
  it.each([
    // Pipedrive calls a field of the account's own by forty hexadecimal digits, Zendesk Sell by what people call it.
    'contact.9dc80c50d78a15643bfc4ca79d76156a73a1ca0e',
    'contact.Region of sale',
    'deal.custom.cf_x1',
    'company.Territory__c',
  ])('may be %s', (target) => {
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

  it.each(['contact.', 'contact. x', "contact.x' OR Id != '", 'lead.x', 'contact.a\nb'])('is not %j', (target) => {
    const fields = [{ target, value: 'x' }];
    expect(mistakesOf({ 'own@1': { owner: 'RevOps', fields } }, 'own@1')[0]).toContain('target');
  });
});

describe('resolveMapping', () => {
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
