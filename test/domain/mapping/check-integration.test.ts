import type { CrmAdapter, FieldDescription } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { MappedObject } from '../../../lambdas/domain/crm/crm-records.ts';
import { none, ok } from '../../../lambdas/domain/crm/outcome.ts';
import { checkWithCrm, notAsked } from '../../../lambdas/domain/mapping/check-integration.ts';
import type { ResolvedMapping } from '../../../lambdas/domain/mapping/mapping.ts';

const mapping: ResolvedMapping = {
  name: 'sales@1',
  owner: 'sales',
  fields: [{ target: 'deal.campaign', from: 'campaign.id', transform: [] }],
};
const textField = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
  name,
  type: 'text',
  isWritable: true,
  isRequired: false,
  ...more,
});
/** A CRM that describes some of its records. */
const describes = (
  fields: Partial<Record<MappedObject, readonly FieldDescription[]>>,
): Pick<CrmAdapter, 'describe' | 'filled'> => ({
  describe: async (object) => (fields[object] === undefined ? none() : ok(fields[object])),
});

describe('checkWithCrm', () => {
  it('finds nothing where the CRM has the fields', async () => {
    const crm = describes({ contact: [], company: [], deal: [textField('campaign')], activity: [] });

    expect(await checkWithCrm(crm, mapping)).toEqual({ findings: [], unasked: [] });
  });

  it('finds a field that is gone, and names the records that the CRM does not describe', async () => {
    const { findings, unasked } = await checkWithCrm(describes({ deal: [textField('other')] }), mapping);

    expect(findings).toEqual([{ level: 'error', target: 'deal.campaign', message: 'is not there' }]);
    expect(unasked).toEqual(['contact', 'company', 'activity']);
  });

  it('finds a looked-up field that is gone', async () => {
    const { findings } = await checkWithCrm(describes({ contact: [] }), { ...mapping, fields: [] }, ['territory']);

    expect(findings).toMatchObject([{ target: 'contact.territory' }]);
  });

  it('does not ask for a required field that the adapter fills', async () => {
    const crm = describes({ deal: [textField('campaign'), textField('stage', { isRequired: true })] });

    expect((await checkWithCrm(crm, mapping)).findings).toMatchObject([{ target: 'deal.stage' }]);
    expect((await checkWithCrm({ ...crm, filled: { deal: ['stage'] } }, mapping)).findings).toEqual([]);
  });

  it('asks nothing of a CRM that describes no fields', async () => {
    expect(await checkWithCrm({}, mapping)).toEqual({
      findings: [],
      unasked: ['contact', 'company', 'deal', 'activity'],
    });
  });

  it('says why the CRM could not be asked', async () => {
    const failure = { kind: 'misconfigured', code: 'SCOPE', message: 'a scope is missing' } as const;

    const checked = await checkWithCrm({ describe: async () => failure }, mapping);

    expect(checked).toEqual(notAsked(failure));
    expect(checked.failure).toContain('a scope is missing');
    expect(checked.findings).toEqual([]);
  });
});
