import { chosenMappings } from '../../../lambdas/domain/configuration/chosen-mappings.ts';
import { anIntegration } from '../../helpers/builders.ts';

describe('chosenMappings', () => {
  it('resolves the mapping of an integration and those of its rules, and keeps the mistakes', () => {
    const choose = (mapping: string) => ({ name: mapping, when: { known: true }, do: { mapping } });
    const integration = anIntegration({ rules: [choose('leads@1'), choose('none@1'), choose('leads@1')] });

    const chosen = chosenMappings(integration, { 'leads@1': { owner: 'RevOps', fields: [] } });

    expect([...chosen].map(([name, { kind }]) => [name, kind])).toEqual([
      ['default@1', 'ok'],
      ['leads@1', 'ok'],
      ['none@1', 'mistake'],
    ]);
    expect(chosen.get('leads@1')).toEqual({ kind: 'ok', mapping: { name: 'leads@1', owner: 'RevOps', fields: [] } });
  });
});
