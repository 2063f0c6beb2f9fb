import { checkIntegrations, mistakeOf } from '../../../lambdas/domain/configuration/check-integrations.ts';

const crm = { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'env:X' };
const hook = { vendor: 'webhook', baseUrl: 'https://hooks.example', credentials: 'env:X' };
const pipe = { ...crm, vendor: 'pipedrive' };
const sales = { key: 'sales', tenant: 'acme', addresses: ['sales@in.example'], connection: 'main' };
const loop = { owner: 'RevOps', extends: 'loop@1', fields: [] };
const rule = (actions: object) => ({ name: 'r', when: { known: true }, do: actions });

const mistakesOf = (integrations: object[], mappings?: object): string[] => {
  const checked = checkIntegrations({
    connections: { main: crm, hook, pipe },
    integrations,
    ...(mappings && { mappings }),
  });
  return checked.ok ? [] : checked.mistakes.map(({ path, message }) => `${path}: ${message}`);
};

describe('checkIntegrations', () => {
  it('takes a file without mistakes', () => {
    expect(mistakesOf([sales])).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'a connection that is none',
      { connection: 'mian' },
      'connection: found "mian", wants one of the connections: main, hook, pipe',
    ],
    [
      'a name that every object has',
      { connection: 'constructor' },
      'connection: found "constructor", wants one of the connections: main, hook, pipe',
    ],
    [
      'a consent target that is none',
      { consent: { targets: ['main', 'cdp'] } },
      'consent.targets[1]: found "cdp", wants one of the connections: main, hook, pipe',
    ],
    [
      'a mapping that is none',
      { mapping: 'leads@1' },
      'mapping: found "leads@1", wants one of the mappings: default@1',
    ],
    [
      'a mapping of a rule that is none',
      { rules: [rule({ mapping: 'leads@1' })] },
      'rules[0].do.mapping: found "leads@1", wants one of the mappings: default@1',
    ],
    [
      'a connection that cannot hear of records',
      { deliveredEvents: ['main'] },
      'deliveredEvents: found "main", wants a connection to a webhook',
    ],
    [
      'a connection that cannot be notified',
      { rules: [rule({ notify: ['main'] })] },
      'rules[0].do.notify: found "main", wants a connection to a webhook',
    ],
    [
      'a move of a deal where there are no deals',
      { connection: 'hook', rules: [rule({ moveDeal: { stage: 'Won' } })] },
      'rules[0].do.moveDeal: moves a deal, which a webhook does not have',
    ],
    [
      'an address that names tickets where there are none',
      { connection: 'pipe', addresses: ['case-{ticket}@in.example'] },
      'addresses[0]: found "case-{ticket}@in.example": pipedrive keeps no tickets',
    ],
    [
      'files for a connection that keeps none',
      { connection: 'hook', files: {} },
      'files: wants a connection that keeps files, found a webhook',
    ],
    [
      'leads for a connection that has none',
      { connection: 'hook', person: 'lead' },
      'person: wants a connection with leads, found a webhook',
    ],
    [
      'recipients for a connection that relates none',
      { connection: 'hook', relations: 'all' },
      'relations: wants a connection that relates a mail to several people, found a webhook',
    ],
    [
      'open deals at a CRM that tells them in no one call',
      { rules: [{ name: 'deals', when: { openDeals: true }, do: { filter: true } }] },
      ': asks for open deals of the contact, which no one call of a hubspot tells',
    ],
    [
      'eligibility by fields where there are no contacts',
      { connection: 'hook', eligibility: { crm: [{ field: 'DoNotCall', is: [true], bars: ['sales'] }] } },
      'eligibility.crm: wants a connection with contacts, found a webhook',
    ],
    [
      'a look-up where there are no contacts',
      { connection: 'hook', ownerField: 'OwnerId' },
      ': looks up OwnerId of the contact, which a webhook does not have',
    ],
    ['a rollout of an integration that is live', { rollout: { percent: 5 } }, 'rollout: wants mode shadow, found live'],
    ['a shadow of an integration that is live', { shadow: { to: 'hook' } }, 'shadow: wants mode shadow, found live'],
    [
      'a shadow to a connection that there is not',
      { mode: 'shadow', shadow: { to: 'gone' } },
      'shadow.to: found "gone", wants one of the connections',
    ],
    [
      'a shadow to the connection of the live mail',
      { mode: 'shadow', shadow: { to: sales.connection } },
      'shadow.to: found ',
    ],
    [
      'a shadow to another vendor, whose fields are others',
      { mode: 'shadow', shadow: { to: 'hook' } },
      'shadow.to: found a webhook, wants a ',
    ],
  ])('reports %s', (_case, changes, mistake) => {
    const [first, ...others] = mistakesOf([{ ...sales, ...changes }]);

    expect(others).toEqual([]);
    expect(first).toContain(`integrations[0]${mistake.startsWith(':') ? '' : '.'}${mistake}`);
  });

  it('takes leads at Zoho, but no deal of a conversation with them', () => {
    const zoho = { vendor: 'zoho', baseUrl: 'https://www.zohoapis.eu', credentials: 'env:X' };
    const mistakes = (changes: object) => {
      const integrations = [{ ...sales, person: 'lead', ...changes }];
      const checked = checkIntegrations({ connections: { main: zoho }, integrations });
      return checked.ok ? [] : checked.mistakes.map(({ message }) => message);
    };

    expect(mistakes({})).toEqual([]);
    expect(mistakes({ deals: 'thread' })).toEqual([
      'wants deals: token, found thread; a lead has deals after its conversion',
    ]);
  });

  it('reports a key and an address that another integration has', () => {
    expect(mistakesOf([sales, { ...sales, addresses: ['SALES@in.example'] }])).toEqual([
      'integrations[1].key: found "sales" a second time, wants a key of its own',
      'integrations[1].addresses[0]: found "SALES@in.example", which integration "sales" has already; one address goes to one integration',
    ]);
  });

  it('reports a mapping of the file once, where it stands', () => {
    expect(mistakesOf([{ ...sales, mapping: 'loop@1' }], { 'loop@1': loop })).toEqual([
      'mappings.loop@1: extends itself: loop@1 → loop@1',
    ]);
  });

  it('reports all mistakes together, in the order of the file and of the checks', () => {
    const broken = { ...sales, connection: 'x', mapping: 'y@1', rollout: { percent: 1 } };

    expect(
      mistakesOf([broken, { ...broken, key: 'b', addresses: ['b@in.example'] }]).map(
        (mistake) => mistake.split(':')[0],
      ),
    ).toEqual([
      ...['connection', 'mapping', 'rollout'].map((key) => `integrations[0].${key}`),
      ...['connection', 'mapping', 'rollout'].map((key) => `integrations[1].${key}`),
    ]);
  });
});

describe('mistakeOf', () => {
  const issue = (path: PropertyKey[]) => ({ code: 'custom', path, message: 'wants more', input: undefined }) as const;

  it.each<[string, PropertyKey[], unknown, string, string]>([
    ['the path of a value in a list', ['a', 1, 'b'], { a: [0, { b: 7 }] }, 'a[1].b', 'found 7: wants more'],
    ['the whole file', [], 'x', '(file)', 'found "x": wants more'],
    ['a value that is absent', ['a', 'b'], {}, 'a.b', 'found nothing: wants more'],
    [
      'no secret',
      ['connections', 'main', 'credentials'],
      { connections: { main: { credentials: 'hunter2' } } },
      'connections.main.credentials',
      'found something else: wants more',
    ],
    [
      'no more of a value than 80 characters',
      ['a'],
      { a: 'x'.repeat(200) },
      'a',
      `found "${'x'.repeat(79)}: wants more`,
    ],
  ])('names %s', (_case, path, json, where, message) => {
    expect(mistakeOf(issue(path), json)).toEqual({ path: where, message });
  });
});
