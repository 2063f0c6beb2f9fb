import { Template } from 'aws-cdk-lib/assertions';
import { MailIdentity } from '../../../lib/constructs/mail-identity.ts';
import { aStack, outputsOf } from '../flow-stack.ts';

describe('MailIdentity', () => {
  const stack = aStack();
  new MailIdentity(stack, 'Identity', { domain: 'inbound.example.com' });
  const template = Template.fromStack(stack);

  it('stays when its stack goes: another identity would need other DKIM records', () => {
    const [identity] = Object.values(template.findResources('AWS::SES::EmailIdentity'));

    expect(identity).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EmailIdentity: 'inbound.example.com' },
    });
  });

  it('says which three DKIM records to make', () => {
    expect(outputsOf(stack)).toEqual(['DkimRecord1', 'DkimRecord2', 'DkimRecord3']);
    expect(JSON.stringify(template.findOutputs('DkimRecord1'))).toContain(' CNAME ');
  });
});
