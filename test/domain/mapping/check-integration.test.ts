import type { CrmAdapter, FieldDescription } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { MappedObject } from '../../../lambdas/domain/crm/crm-records.ts';
import { none, ok } from '../../../lambdas/domain/crm/outcome.ts';
import { checkWithCrm, notAsked } from '../../../lambdas/domain/mapping/check-integration.ts';
import type { ResolvedMapping } from '../../../lambdas/domain/mapping/mapping.ts';
import type { Rule } from '../../../lambdas/domain/mapping/rules/rule.ts';

const mapping: ResolvedMapping = {
  name: 'sales@1',
  owner: 'sales',
  fields: [{ target: 'deal.campaign', from: 'campaign.id', transform: [] }],
};
const wishes = { mapping, read: [] };
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

    expect(await checkWithCrm(crm, wishes)).toEqual({ findings: [], unasked: [] });
  });

  it('finds a field that is gone, and names the records that the CRM does not describe', async () => {
    const { findings, unasked } = await checkWithCrm(describes({ deal: [textField('other')] }), wishes);

    expect(findings).toEqual([{ level: 'error', target: 'deal.campaign', message: 'is not there' }]);
    expect(unasked).toEqual(['contact', 'company', 'activity']);
  });

  it('finds a looked-up field that is gone', async () => {
    const { findings } = await checkWithCrm(describes({ contact: [] }), {
      mapping: { ...mapping, fields: [] },
      read: ['territory'],
    });

    expect(findings).toMatchObject([{ target: 'contact.territory' }]);
  });

  it('does not ask for a required field that the adapter fills', async () => {
    const crm = describes({ deal: [textField('campaign'), textField('stage', { isRequired: true })] });

    expect((await checkWithCrm(crm, wishes)).findings).toMatchObject([{ target: 'deal.stage' }]);
    expect((await checkWithCrm({ ...crm, filled: { deal: ['stage'] } }, wishes)).findings).toEqual([]);
  });

  it('asks nothing of a CRM that describes no fields', async () => {
    expect(await checkWithCrm({}, wishes)).toEqual({
      findings: [],
      unasked: ['contact', 'company', 'deal', 'activity'],
    });
  });

  it('says why the CRM could not be asked', async () => {
    const failure = { kind: 'misconfigured', code: 'SCOPE', message: 'a scope is missing' } as const;

    const checked = await checkWithCrm({ describe: async () => failure }, wishes);

    expect(checked).toEqual(notAsked(failure));
    expect(checked.failure).toContain('a scope is missing');
    expect(checked.findings).toEqual([]);
  });
});

describe('checkWithCrm, with rules that move deals', () => {
  const stages = [
    { id: 's1', name: 'Qualified', pipeline: { id: 'p1', name: 'Sales' }, order: 1 },
    { id: 's2', name: 'Proposal', pipeline: { id: 'p1', name: 'Sales' }, order: 2 },
  ];
  const plain = { mapping: { ...mapping, fields: [] }, read: [] };
  const rule = (name: string, stage: string, pipeline?: string): Rule => ({
    name,
    when: { intent: ['positive'] },
    do: { moveDeal: { stage, pipeline } },
  });
  function aCrm(answer: Awaited<ReturnType<NonNullable<CrmAdapter['dealStages']>['stages']>> = ok(stages)) {
    let asked = 0;
    const dealStages = {
      async stages() {
        asked += 1;
        return answer;
      },
    } as unknown as NonNullable<CrmAdapter['dealStages']>;
    return { crm: { dealStages }, asked: () => asked };
  }

  it('names each rule whose stage or pipeline the account does not have', async () => {
    const rules = [rule('good', 'proposal'), rule('typo', 'Propsal'), rule('other', 'Proposal', 'Renewals')];
    const { findings } = await checkWithCrm(aCrm().crm, { ...plain, rules });

    expect(findings).toEqual([
      { level: 'error', target: 'rule typo', message: expect.stringContaining('no deal stage "Propsal"') },
      { level: 'error', target: 'rule other', message: expect.stringContaining('in the pipeline "Renewals"') },
    ]);
  });

  it('asks for no stages without such a rule', async () => {
    const { crm, asked } = aCrm();
    await checkWithCrm(crm, { ...plain, rules: [{ name: 'tag', when: { known: true }, do: { deal: 'none' } }] });

    expect(asked()).toBe(0);
  });

  it('says why the account gave no answer', async () => {
    const { crm } = aCrm({ kind: 'misconfigured', code: 'SCOPE', message: 'no right' });

    expect((await checkWithCrm(crm, { ...plain, rules: [rule('any', 'Proposal')] })).failure).toContain('SCOPE');
  });
});
