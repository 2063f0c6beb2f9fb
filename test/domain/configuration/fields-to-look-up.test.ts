import { chosenMappings } from '../../../lambdas/domain/configuration/chosen-mappings.ts';
import { fieldsToLookUp } from '../../../lambdas/domain/configuration/fields-to-look-up.ts';
import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import { anIntegration } from '../../helpers/builders.ts';

const field = (from: string) => ({ target: `activity.${from.replace(':', '_')}`, from, transform: [] });
const mappings = {
  'regions@1': { owner: 'x', fields: [field('crm:territory'), field('intent')] },
  'tiers@1': { owner: 'x', extends: 'regions@1', fields: [field('crm:tier')] },
};
const compares = (crm: Record<string, string[]>) => ({ name: 'r', when: { crm }, do: { filter: true as const } });

describe('fieldsToLookUp', () => {
  it.each<[string, Partial<Integration>, string[]]>([
    ['nothing for a plain integration', {}, []],
    ['the fields that rules compare', { rules: [compares({ stage: ['lead'], age: ['1'] })] }, ['age', 'stage']],
    ['the fields that the mapping takes', { mapping: 'regions@1' }, ['territory']],
    ['the fields of a mapping and of what it extends', { mapping: 'tiers@1' }, ['territory', 'tier']],
    [
      'the fields of a mapping that a rule chooses',
      { rules: [{ name: 'r', when: { known: true }, do: { mapping: 'regions@1' } }] },
      ['territory'],
    ],
    ['the field of the owner', { ownerField: 'OwnerId' }, ['OwnerId']],
    [
      'each field once',
      { ownerField: 'tier', mapping: 'tiers@1', rules: [compares({ tier: ['a'] })] },
      ['territory', 'tier'],
    ],
    ['nothing for a mapping that is not configured', { mapping: 'none@1' }, []],
  ])('names %s', (_case, changes, fields) => {
    const integration = anIntegration(changes);

    expect(fieldsToLookUp(integration, chosenMappings(integration, mappings)).toSorted()).toEqual(fields.toSorted());
  });
});
