import type { Integration } from '../configuration/integration.ts';
import type { DataRule } from '../understanding/data-loss.ts';

/**
 * The data-loss rules of an integration's own, compiled. RE2, which searches them in linear time, is loaded with the first
 * of them: most integrations have none, and it would add to every cold start.
 */
export async function ownRulesOf(integration: Pick<Integration, 'dataLoss'> | undefined): Promise<readonly DataRule[]> {
  const rules = integration?.dataLoss?.rules ?? [];
  if (rules.length === 0) return [];
  const { compileRule } = await import('../understanding/own-rule.ts');
  return rules
    .map(({ name, pattern }) => compileRule(name, pattern))
    .filter((rule): rule is DataRule => !('mistake' in rule));
}
