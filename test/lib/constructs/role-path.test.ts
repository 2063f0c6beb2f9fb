import { Aspects, CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { RolePath } from '../../../lib/constructs/role-path.ts';
import { aStack } from '../flow-stack.ts';

describe('RolePath', () => {
  it('gives its path to every role, also to one without a class of its own, and to nothing else', () => {
    const stack = aStack();
    new Role(stack, 'Made', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new CfnResource(stack, 'Plain', { type: 'AWS::IAM::Role' });
    new Topic(stack, 'Topic');
    Aspects.of(stack).add(new RolePath('/teams/mail/'));
    const template = Template.fromStack(stack);

    template.allResourcesProperties('AWS::IAM::Role', { Path: '/teams/mail/' });
    template.resourceCountIs('AWS::IAM::Role', 2);
    template.resourcePropertiesCountIs('AWS::SNS::Topic', { Path: '/teams/mail/' }, 0);
  });
});
