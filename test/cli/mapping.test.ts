import { checkLines, previewDelivery } from '../../cli/mapping.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { anEvent, anIntegration } from '../helpers/builders.ts';
import { aSettledDelivery } from '../helpers/fake-reader.ts';

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
const noFields = async () => ({});

describe('previewDelivery', () => {
  it('shows the records that a delivery would make, whatever the mode', async () => {
    const file = aFile(anIntegration({ mode: 'off' }));

    expect(await previewDelivery(event, aSettledDelivery(1), file, noFields)).toMatchObject({
      integration: 'sales',
      mode: 'off',
      mapping: 'default@1',
      rules: [],
      records: { contact: expect.anything(), activity: expect.anything() },
    });
  });

  it('shows nothing for an integration that the file does not have', async () => {
    const delivery = aSettledDelivery(1, { integration: 'gone' });

    expect(await previewDelivery(event, delivery, aFile(anIntegration()), noFields)).toBeUndefined();
  });

  it('refuses a mapping that leads nowhere', async () => {
    const file = aFile(anIntegration({ mapping: 'gone@1' }));

    await expect(previewDelivery(event, aSettledDelivery(1), file, noFields)).rejects.toThrow(/^mapping gone@1: /);
  });
});

describe('checkLines', () => {
  const result = { integration: 'sales', mapping: 'fair@1', owner: 'ada@acme.com', findings: [], unasked: [] };

  it.each([
    ['a mapping that fits', {}, ['sales (fair@1): as the CRM has it']],
    ['a CRM that does not answer', { failure: 'throttled: burst' }, ['sales (fair@1): throttled: burst']],
    [
      'findings for the owner of the mapping',
      { findings: [{ level: 'error', target: 'contact.x', message: 'is deleted' }] as const },
      ['sales (fair@1): 1 finding(s) for ada@acme.com', '  error: contact.x is deleted'],
    ],
    [
      'records that the CRM does not describe',
      { unasked: ['company', 'deal'] as const },
      ['sales (fair@1): as the CRM has it', '  the CRM cannot be asked about: company, deal'],
    ],
  ])('tells of %s', (_what, changes, lines) => {
    expect(checkLines({ ...result, ...changes })).toEqual(lines);
  });
});
