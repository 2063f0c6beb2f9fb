import {
  changeJson,
  countChange,
  differencesOf,
  diffLines,
  type FieldChanges,
  integrationsOf,
  mappingPairs,
} from '../../cli/mapping-diff.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anEvent, anIntegration } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery } from '../helpers/fake-reader.ts';

const event = anEvent();
const aFile = (...integrations: IntegrationsFile['integrations']): IntegrationsFile => ({
  connections: {},
  integrations,
  mappings: {
    'fair@1': {
      owner: 'ada@acme.com',
      extends: 'default@1',
      fields: [{ target: 'contact.lifecycle', value: 'lead', transform: [] }],
    },
  },
});
describe('mappingPairs', () => {
  it('pairs the mapping of the control table with that of the file, and leaves out new integrations', () => {
    const table = aFile(anIntegration());
    const file = aFile(anIntegration(), anIntegration({ key: 'new' }));

    expect([...mappingPairs(table, file, undefined).keys()]).toEqual(['sales']);
  });

  it('refuses a key that the file does not have', () => {
    const file = aFile(anIntegration(), anIntegration({ key: 'support' }));

    expect(() => mappingPairs(file, file, 'gone')).toThrow(ConfigError);
    expect(() => mappingPairs(file, file, 'gone')).toThrow('--integration: found "gone", wants one of sales, support');
  });
});

describe('differencesOf', () => {
  const { reader } = aFakeReader({ mails: [aMailRecord(1)], deliveries: [aSettledDelivery(1)] });
  const ports = (stored: typeof event | undefined) => ({ reader, store: { getEvent: async () => stored } });
  const [before, after] = [aFile(anIntegration()), aFile(anIntegration({ mapping: 'fair@1' }))];

  it('finds nothing where both map alike', async () => {
    expect(await differencesOf(ports(event), 'evt_1', mappingPairs(before, before, undefined))).toEqual([]);
  });

  it('finds each field that one mail would fill in another way', async () => {
    const differences = await differencesOf(ports(event), 'evt_1', mappingPairs(before, after, undefined));

    expect(differences.length).toBeGreaterThan(0);
    expect(differences).toContainEqual({
      eventId: 'evt_1',
      integration: 'sales',
      difference: expect.objectContaining({ target: 'contact.lifecycle', after: 'lead' }),
    });
  });

  it.each([
    ['whose event object is gone', ports(undefined), 'evt_1'],
    ['that is unknown', ports(event), 'evt_9'],
  ])('finds nothing for a mail %s', async (_what, stores, eventId) => {
    expect(await differencesOf(stores, eventId, mappingPairs(before, after, undefined))).toEqual([]);
  });
});

describe('the report of a diff', () => {
  const change = (nth: number, difference: Parameters<typeof changeJson>[0]['difference']) => ({
    eventId: `evt_${nth}`,
    integration: 'sales',
    difference,
  });

  it.each([
    [{ target: 'contact.x', after: 'b' }, 'added'],
    [{ target: 'contact.x', before: 'a' }, 'removed'],
    [{ target: 'contact.x', before: 'a', after: 'b' }, 'changed'],
  ])('shows %j without its values, which are words of the mail', (difference, kind) => {
    const head = { eventId: 'evt_1', integration: 'sales' };

    expect(changeJson(change(1, difference), false)).toEqual({ ...head, target: 'contact.x', change: kind });
    expect(changeJson(change(1, difference), true)).toEqual({ ...head, ...difference });
  });

  it('counts the mails of each field, and names the first three', () => {
    const changes: FieldChanges = new Map();
    for (const nth of [1, 2, 3, 4]) countChange(changes, change(nth, { target: 'contact.x', after: 'b' }));
    countChange(changes, change(5, { target: 'deal.y', after: 'b' }));

    expect(diffLines(changes, 9)).toEqual([
      'sales contact.x: 4 mail(s), such as evt_1, evt_2, evt_3',
      'sales deal.y: 1 mail(s), such as evt_5',
      '9 mail(s) mapped twice; nothing was written',
    ]);
  });

  it('says that nothing would change', () => {
    expect(diffLines(new Map(), 9)).toEqual(['9 mail(s) mapped twice; nothing would change']);
  });
});

describe('integrationsOf', () => {
  const file = aFile(anIntegration(), anIntegration({ key: 'support' }));

  it.each([
    [undefined, ['sales', 'support']],
    ['support', ['support']],
  ])('with the key %s selects %j', (key, keys) => {
    expect(integrationsOf(file, key).map((integration) => integration.key)).toEqual(keys);
  });
});
