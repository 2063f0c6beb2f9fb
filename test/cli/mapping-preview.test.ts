import { type PreviewSources, previewDelivery, previews } from '../../cli/mapping-preview.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anEvent, anIntegration } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

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
const noSources: PreviewSources = { readFields: async () => ({}), readAttachment: async () => undefined };

describe('previewDelivery', () => {
  it('shows the records that a delivery would make, whatever the mode', async () => {
    const file = aFile(anIntegration({ mode: 'off' }));

    expect(await previewDelivery(event, aSettledDelivery(1), file, noSources)).toMatchObject({
      integration: 'sales',
      mode: 'off',
      mapping: 'default@1',
      rules: [],
      records: { contact: expect.anything(), activity: expect.anything() },
    });
  });

  it('shows nothing for an integration that the file does not have', async () => {
    const delivery = aSettledDelivery(1, { integration: 'gone' });

    expect(await previewDelivery(event, delivery, aFile(anIntegration()), noSources)).toBeUndefined();
  });

  it('refuses a mapping that leads nowhere', async () => {
    const file = aFile(anIntegration({ mapping: 'gone@1' }));

    await expect(previewDelivery(event, aSettledDelivery(1), file, noSources)).rejects.toThrow(/^mapping gone@1: /);
  });
});

describe('previews', () => {
  const since = new Date('2026-11-20T00:00:00Z');
  const aStage = (sources = noSources) => {
    const { store, reader } = aFakeReader({
      stored: [1, 2, 3].map((nth) => aStoredMail(nth)),
      mails: [aMailRecord(1), aMailRecord(2), aMailRecord(3, { eventId: 'evt_2' })],
      deliveries: [
        aSettledDelivery(1, { fate: 'shadowed' }),
        aSettledDelivery(1, { integration: 'support' }),
        aSettledDelivery(2),
      ],
    });
    const getEvent = async (eventId: string) => (eventId === 'evt_9' ? undefined : { ...event, eventId });
    return { store: { ...store, getEvent }, reader, sources };
  };
  const file = aFile(anIntegration({ mode: 'shadow' }), anIntegration({ key: 'support' }));
  const listed = async (...[eventId, options, sources]: [string | undefined, object, PreviewSources?]) =>
    Array.fromAsync(previews(aStage(sources), file, eventId, options));

  it('shows all mail since a time record by record, each event once, with its fate', async () => {
    expect(await listed(undefined, { since })).toMatchObject([
      { eventId: 'evt_1', integration: 'sales', mode: 'shadow', fate: 'shadowed', records: { contact: {} } },
      { eventId: 'evt_1', integration: 'support', fate: 'delivered' },
      { eventId: 'evt_2', integration: 'sales', records: { activity: {} } },
    ]);
  });

  it('shows one event, and one integration', async () => {
    expect(await listed('evt_1', { integration: 'support' })).toMatchObject([{ integration: 'support' }]);
    expect(await listed(undefined, { since, integration: 'support' })).toHaveLength(1);
    expect(await listed(undefined, { since: new Date('2027-01-01') })).toEqual([]);
  });

  it('names a delivery of which its CRM says nothing, and goes on', async () => {
    let asked = 0;
    const readFields = async () => {
      asked += 1;
      if (asked === 1) throw new ConfigError('main did not say what it has of the contact');
      return {};
    };

    expect(await listed(undefined, { since }, { ...noSources, readFields })).toMatchObject([
      { eventId: 'evt_1', integration: 'sales', error: expect.stringContaining('main did not say') },
      { integration: 'support', records: {} },
      { eventId: 'evt_2', records: {} },
    ]);
  });

  it.each<[string, string | undefined, object, RegExp]>([
    ['neither an id nor a time', undefined, {}, /wants an event id, or --since/],
    ['both', 'evt_1', { since }, /wants an event id, or --since/],
    ['an event that is unknown', 'evt_9', {}, /nothing is known of evt_9/],
    ['an integration that is unknown', undefined, { since, integration: 'gone' }, /--integration: found "gone"/],
  ])('refuses %s', async (_what, eventId, options, message) => {
    await expect(listed(eventId, options)).rejects.toThrow(message);
  });
});
