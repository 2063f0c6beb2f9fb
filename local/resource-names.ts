import { createHash } from 'node:crypto';
import type { Identify, Identity } from './intrinsics.ts';

/** The account of this machine. */
export const account = '000000000000';
export const region = 'us-east-1';

/** An ARN of the account and region of this machine. */
export const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;

/** ARN of an IAM resource, which has no region: `role/…`. */
export const iamArn = (resource: string): string => `arn:aws:iam::${account}:${resource}`;

/** The function that a name or an ARN leads to, be it that of the function, of a version of it, of an alias or of an invocation. */
export const functionNameOf = (nameOrArn: unknown): string => {
  const text = String(nameOrArn);
  return /:lambda:[^:]*:[^:]*:function:([\w-]+)/.exec(text)?.[1] ?? text.split(':')[0]!;
};

/**
 * Names the resources of the templates as AWS would, so that policies compare the same ARNs here; by logical id, so that a
 * restart finds them again.
 *
 * @param endpoint where SQS answers on this machine
 */
export const identifyFor =
  (endpoint: string): Identify =>
  ({ logicalId, type, properties, place, resolve }): Identity | undefined => {
    const arnOf = (service: string, resource: string): string =>
      `arn:aws:${service}:${place.region}:${place.account}:${resource}`;
    const named = (service: string, resource: string): Identity => ({ ref: logicalId, arn: arnOf(service, resource) });
    const both = (own: string): Identity => ({ ref: own, arn: own });
    const iamArnOf = (resource: string): string => `arn:aws:iam::${place.account}:${resource}`;
    switch (type) {
      case 'AWS::SQS::Queue': {
        const name = `${logicalId}${properties.FifoQueue === true ? '.fifo' : ''}`;
        return { ref: `${endpoint}/${place.account}/${name}`, arn: arnOf('sqs', name) };
      }
      case 'AWS::SNS::Topic':
        return both(arnOf('sns', logicalId));
      case 'AWS::S3::Bucket':
        return { ref: logicalId.toLowerCase(), arn: `arn:aws:s3:::${logicalId.toLowerCase()}` };
      case 'AWS::DynamoDB::GlobalTable':
        return named('dynamodb', `table/${logicalId}`);
      case 'AWS::Lambda::Function':
        return named('lambda', `function:${logicalId}`);
      case 'AWS::Lambda::Alias':
      case 'AWS::Lambda::Version': {
        const name = functionNameOf(String(resolve(properties.FunctionName)));
        const qualifier = type === 'AWS::Lambda::Alias' ? String(resolve(properties.Name)) : '1';
        return both(arnOf('lambda', `function:${name}:${qualifier}`));
      }
      case 'AWS::SecretsManager::Secret':
        return both(
          arnOf('secretsmanager', `secret:${String(properties.Name ?? logicalId)}-${secretSuffix(logicalId)}`),
        );
      case 'AWS::KMS::Key':
        return named('kms', `key/${logicalId}`);
      case 'AWS::IAM::Role':
        return { ref: logicalId, arn: iamArnOf(`role/${logicalId}`) };
      case 'AWS::IAM::ManagedPolicy':
        return both(iamArnOf(`policy/${logicalId}`));
      case 'AWS::Logs::LogGroup':
        return named('logs', `log-group:${logicalId}:*`);
      case 'AWS::Events::Rule': {
        const name = String(resolve(properties.Name ?? logicalId));
        const bus = resolve(properties.EventBusName ?? 'default');
        return { ref: name, arn: arnOf('events', `rule/${bus === 'default' ? '' : `${String(bus)}/`}${name}`) };
      }
      case 'AWS::Scheduler::Schedule':
        return named('scheduler', `schedule/default/${logicalId}`);
      case 'AWS::CloudWatch::Alarm':
      case 'AWS::CloudWatch::CompositeAlarm':
        return named('cloudwatch', `alarm:${logicalId}`);
      default:
        return undefined;
    }
  };

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
