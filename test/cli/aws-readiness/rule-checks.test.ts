import type { ReceiptRule } from '../../../cli/aws-readiness/facts.ts';
import { ruleFindings } from '../../../cli/aws-readiness/rule-checks.ts';
import { codesOf, deployment, healthyMail } from './healthy-facts.ts';

const [ours] = healthyMail().activeRules!.value!.rules as [ReceiptRule];
const ending = (...recipients: string[]): ReceiptRule => ({ ...ours, name: 'Old', recipients, ends: true });
const findings = (rules: ReceiptRule[], name = 'postern-prod') => ruleFindings(deployment, { name, rules });

describe('ruleFindings', () => {
  it.each<{ title: string; rules: ReceiptRule[]; codes: string[] }>([
    { title: 'accepts the rule as it was deployed', rules: [ours], codes: [] },
    { title: 'reports a rule set without the rule', rules: [], codes: ['problem rule-missing'] },
    { title: 'reports a disabled rule', rules: [{ ...ours, isEnabled: false }], codes: ['problem rule-disabled'] },
    {
      title: 'reports other recipients',
      rules: [{ ...ours, recipients: [] }],
      codes: ['problem rule-recipients'],
    },
    {
      title: 'reports a rule that stores elsewhere',
      rules: [{ ...ours, stores: [{ bucket: 'other', prefix: 'inbound/', isAnnounced: true }] }],
      codes: ['problem rule-destination'],
    },
    {
      title: 'reports a rule that announces nothing',
      rules: [{ ...ours, stores: [{ bucket: 'mail', prefix: 'inbound/', isAnnounced: false }] }],
      codes: ['problem rule-silent'],
    },
    {
      title: 'remarks a rule that does not scan',
      rules: [{ ...ours, isScanning: false }],
      codes: ['remark rule-scan-off'],
    },
    {
      title: 'reports an earlier rule that ends the evaluation for the domain',
      rules: [ending('acme.com', '.acme.com'), ours],
      codes: ['problem rule-shadowed'],
    },
    {
      title: 'reports an earlier rule that ends it for all mail',
      rules: [ending(), ours],
      codes: ['problem rule-shadowed'],
    },
    {
      title: 'remarks an earlier rule for a single address',
      rules: [ending('abuse@inbound.acme.com'), ours],
      codes: ['remark rule-shadowed'],
    },
    { title: 'ignores an earlier rule for other mail', rules: [ending('other.example'), ours], codes: [] },
    {
      title: 'ignores an earlier rule that is disabled or ends nothing',
      rules: [{ ...ending(), isEnabled: false }, { ...ending(), ends: false }, ours],
      codes: [],
    },
    { title: 'ignores a later rule', rules: [ours, ending()], codes: [] },
  ])('$title', ({ rules, codes }) => {
    expect(codesOf(findings(rules))).toEqual(codes);
  });

  it.each([
    ['postern-shared', 'ruleSet: { mode: shared }'],
    ['postern-dev', '{ mode: shared, takeover: true } in dev'],
    ['theirs', 'ruleSet: { mode: existing, name: theirs }'],
  ])('says how the stage adds its rule to %s', (active, advice) => {
    const [finding] = findings([], active);

    expect(finding).toMatchObject({ code: 'rule-set-inactive', todo: expect.stringContaining(advice) as unknown });
  });

  it('recognizes the rule set of another stage of the own prefix', () => {
    const [finding] = ruleFindings({ ...deployment, namePrefix: 'acme' }, { name: 'acme-dev', rules: [] });

    expect(finding!.todo).toContain('{ mode: shared, takeover: true } in dev');
  });

  it('says that SES refuses all mail where no rule set is active', () => {
    expect(ruleFindings(deployment, undefined)[0]!.what).toMatch(/no receipt rule set is active/);
  });
});
