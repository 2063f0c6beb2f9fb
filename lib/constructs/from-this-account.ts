import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * A statement of a resource policy that lets an AWS service act for this account only: without the condition the service
 * could be made to act here for any account.
 *
 * @param service its name without `.amazonaws.com`
 * @param sourceArn a pattern; narrows the statement to the resources that the service acts for
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function fromThisAccount(
  service: string,
  actions: string[],
  resources: string[],
  sourceArn?: string,
): PolicyStatement {
  const account = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
  return new PolicyStatement({
    principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
    actions,
    resources,
    conditions: sourceArn === undefined ? account : { ...account, ArnLike: { 'aws:SourceArn': sourceArn } },
  });
}
