import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * Decides about data when its resource leaves the template, or the stack is deleted.
 *
 * Kept data is kept on every update and on every deletion, but not when the creation of the stack fails: the remains of a
 * failed first deployment would hold the names that the next attempt needs.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export const removalPolicyFor = (retain: boolean): RemovalPolicy =>
  retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
