import { createHash } from 'node:crypto';
import type { Identity } from './template.ts';

/** The account of this machine. */
export const account = '000000000000';
export const region = 'us-east-1';

/** An ARN of the account and region of this machine. */
export const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARN of an IAM resource, which has no region: `role/…`. */
export const iamArn = (resource: string): string => `arn:aws:iam::${account}:${resource}`;

/** The name of a function that an ARN or a name leads to; one of a version or an alias leads to its function. */
export const functionNameOf = (reference: string): string =>
  (reference.startsWith('arn:') ? reference.split(':')[6] : reference.split(':')[0]) ?? reference;

type Properties = Readonly<Record<string, unknown>>;

/**
 * Names the resources of the templates as AWS would, so that policies compare the same ARNs here; by logical id, so that a
 * restart finds them again.
 *
 * @param endpoint where SQS answers on this machine
 */
export function identifyFor(endpoint: string) {
  return (logicalId: string, type: string, properties: Properties): Identity | undefined => {
    const named = (service: string, resource: string): Identity => ({ ref: logicalId, arn: arn(service, resource) });
    const byArn = (service: string, resource: string): Identity => {
      const own = arn(service, resource);
      return { ref: own, arn: own };
    };
    switch (type) {
      case 'AWS::SQS::Queue': {
        const name = `${logicalId}${properties.FifoQueue === true ? '.fifo' : ''}`;
        return { ref: `${endpoint}/${account}/${name}`, arn: arn('sqs', name) };
      }
      case 'AWS::SNS::Topic':
        return byArn('sns', logicalId);
      case 'AWS::S3::Bucket':
        return { ref: logicalId.toLowerCase(), arn: `arn:aws:s3:::${logicalId.toLowerCase()}` };
      case 'AWS::DynamoDB::GlobalTable':
        return named('dynamodb', `table/${logicalId}`);
      case 'AWS::Lambda::Function':
        return named('lambda', `function:${logicalId}`);
      case 'AWS::Lambda::Alias':
        return byArn('lambda', `function:${referred(properties.FunctionName)}:${String(properties.Name)}`);
      case 'AWS::Lambda::Version':
        return byArn('lambda', `function:${referred(properties.FunctionName)}:1`);
      case 'AWS::SecretsManager::Secret':
        return byArn('secretsmanager', `secret:${String(properties.Name ?? logicalId)}-${secretSuffix(logicalId)}`);
      case 'AWS::KMS::Key':
        return named('kms', `key/${logicalId}`);
      case 'AWS::IAM::Role':
        return { ref: logicalId, arn: iamArn(`role/${logicalId}`) };
      case 'AWS::IAM::ManagedPolicy': {
        const own = iamArn(`policy/${logicalId}`);
        return { ref: own, arn: own };
      }
      case 'AWS::Logs::LogGroup':
        return named('logs', `log-group:${logicalId}:*`);
      case 'AWS::Events::Rule':
        return named('events', `rule/${logicalId}`);
      case 'AWS::Scheduler::Schedule':
        return named('scheduler', `schedule/default/${logicalId}`);
      case 'AWS::CloudWatch::Alarm':
      case 'AWS::CloudWatch::CompositeAlarm':
        return named('cloudwatch', `alarm:${logicalId}`);
      default:
        return undefined;
    }
  };
}

/** The logical id that `Ref` or `Fn::GetAtt` names. */
function referred(value: unknown): string {
  if (typeof value !== 'object' || value === null) return functionNameOf(String(value));
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return Ref ?? attribute?.[0] ?? '';
}

/**
 * The hyphen is followed by six characters that Secrets Manager makes up: here by the same at every start.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
 */
const secretSuffix = (logicalId: string): string =>
  createHash('sha256')
    .update(logicalId)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6);
