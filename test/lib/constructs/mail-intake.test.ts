import { Template } from 'aws-cdk-lib/assertions';
import { MailIntake } from '../../../lib/constructs/mail-intake.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { aFlow, outputsOf, propertiesOf } from '../flow-stack.ts';

function build(ruleSet: StageConfig['ruleSet'], settings: Partial<StageConfig> = {}) {
  const { stack, flow } = aFlow({ ruleSet, ...settings });
  return { stack, intake: new MailIntake(stack, 'Intake', flow) };
}

describe('MailIntake', () => {
  it.each<{ ruleSet: StageConfig['ruleSet']; made: object[]; used?: string }>([
    { ruleSet: { mode: 'own', takeover: false }, made: [{ RuleSetName: 'acme-test' }] },
    { ruleSet: { mode: 'shared', takeover: false }, made: [], used: 'postern-shared' },
    { ruleSet: { mode: 'existing', name: 'theirs' }, made: [], used: 'theirs' },
  ])('puts its rule into the rule set of the mode $ruleSet.mode', ({ ruleSet, made, used }) => {
    const { stack, intake } = build(ruleSet, { namePrefix: 'acme' });

    expect(propertiesOf(stack, 'AWS::SES::ReceiptRuleSet')).toEqual(made);
    if (used !== undefined) expect(intake.ruleSetName).toBe(used);
  });

  it('stores the mail of the domain and its subdomains, and loses none for want of TLS', () => {
    const { stack } = build({ mode: 'own', takeover: false }, { inboundDomain: 'in.example.com' });
    const [{ Rule } = { Rule: undefined }] = propertiesOf(stack, 'AWS::SES::ReceiptRule');

    expect(Rule).toMatchObject({
      Recipients: ['in.example.com', '.in.example.com'],
      ScanEnabled: true,
      TlsPolicy: 'Optional',
      Enabled: true,
      Actions: [{ S3Action: { ObjectKeyPrefix: 'inbound/', TopicArn: expect.anything() as unknown } }],
    });
    expect(JSON.stringify(Template.fromStack(stack).findOutputs('MxRecord'))).toContain(
      'in.example.com MX 10 inbound-smtp.eu-west-1.amazonaws.com',
    );
    expect(outputsOf(stack)).toContain('MxRecord');
  });

  it('refuses senders without TLS where the stage says so', () => {
    const { stack } = build({ mode: 'own', takeover: false }, { tlsPolicy: 'require' });

    expect(propertiesOf(stack, 'AWS::SES::ReceiptRule')[0]).toMatchObject({ Rule: { TlsPolicy: 'Require' } });
  });

  it.each([
    ['last', 'last'],
    [undefined, undefined],
  ])('comes after the rule %s of another owner', (after, place) => {
    const { stack } = build({ mode: 'existing', name: 'theirs', ...(after !== undefined && { after }) });

    expect(propertiesOf(stack, 'AWS::SES::ReceiptRule')[0]!.After).toBe(place);
  });
});
