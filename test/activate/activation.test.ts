import { activationId, previousOf, refusalOf } from '../../lambdas/activate/activation.ts';
import { defaultNamePrefix, ownRuleSetName, sharedRuleSetName } from '../../lib/stage-names.ts';

describe('activationId', () => {
  it.each(['theirs', undefined])('remembers the rule set that was active before: %s', (previous) => {
    expect(previousOf(activationId('ours', previous))).toBe(previous);
  });

  it('differs for another rule set of ours, so that CloudFormation replaces the resource', () => {
    expect(activationId('ours', 'theirs')).not.toBe(activationId('new', 'theirs'));
  });

  it('remembers nothing when CloudFormation made it up', () => {
    expect(previousOf('made-up-by-cloudformation')).toBeUndefined();
  });
});

describe('refusalOf', () => {
  const acme = ['acme'];

  it.each<{ title: string; current: string; ours: string; namePrefixes: string[]; advice: RegExp; never?: RegExp }>([
    {
      title: 'offers to join or to replace a rule set that no stage makes',
      current: 'theirs',
      ours: ownRuleSetName('prod'),
      namePrefixes: [defaultNamePrefix],
      advice: /^receipt rule set "theirs" is active\. Set ruleSet: \{ mode: existing, name: theirs \}.*takeover: true/,
    },
    {
      title: 'offers neither for the rule set of another stage of the default prefix',
      current: ownRuleSetName('dev'),
      ours: ownRuleSetName('prod', 'acme'),
      namePrefixes: acme,
      advice: /belongs to the stage dev: give this stage another region or account/,
      never: /takeover|mode: existing/,
    },
    {
      title: 'recognizes the rule set of another stage of the own prefix, and joins it only if no stage made it',
      current: ownRuleSetName('dev', 'acme'),
      ours: ownRuleSetName('prod', 'acme'),
      namePrefixes: acme,
      advice: /belongs to the stage dev: give this .* for both\. If no stage made it, .*mode: existing, name: acme-dev/,
      never: /takeover/,
    },
    {
      title: 'does not recognize a prefix of no stage of the deployment',
      current: ownRuleSetName('dev', 'other'),
      ours: ownRuleSetName('prod', 'acme'),
      namePrefixes: acme,
      advice: /mode: existing, name: other-dev/,
    },
    {
      title: 'reads the stage behind the longest prefix',
      current: ownRuleSetName('dev', 'acme-eu'),
      ours: sharedRuleSetName,
      namePrefixes: ['acme', 'acme-eu'],
      advice: /belongs to the stage dev: if that stage is to share as well, .*mode: shared, takeover: true/,
    },
    {
      title: 'takes no stage from a name that ends with the prefix',
      current: 'acme-',
      ours: ownRuleSetName('prod', 'acme'),
      namePrefixes: acme,
      advice: /Set ruleSet: \{ mode: existing, name: acme- \}/,
    },
    {
      title: 'leads to the shared rule set, whatever the prefix of the stage',
      current: sharedRuleSetName,
      ours: ownRuleSetName('prod', 'acme'),
      namePrefixes: acme,
      advice: /the one that stages share: set ruleSet: \{ mode: shared \} for this stage/,
    },
    {
      title: 'knows one shared rule set only: the same name behind another prefix is no stage to share with',
      current: ownRuleSetName('shared', 'acme'),
      ours: ownRuleSetName('prod', 'acme'),
      namePrefixes: acme,
      advice: /If no stage made it, set ruleSet: \{ mode: existing, name: acme-shared \}/,
      never: /the one that stages share/,
    },
  ])('$title', ({ current, ours, namePrefixes, advice, never }) => {
    const refusal = refusalOf(current, { name: ours, namePrefixes });

    expect(refusal).toMatch(advice);
    if (never !== undefined) expect(refusal).not.toMatch(never);
  });
});
