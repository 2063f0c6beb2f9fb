import type { Statement } from '../../local/iam/policy-document.ts';
import type { Identity, Unnamed } from '../../local/intrinsics.ts';

/** The longest names that CloudFormation generates for resources of a stage, in the region with the longest name. */
export function longestName({ logicalId, type, properties, resolve }: Unnamed): Identity | undefined {
  const generated = `${'p'.repeat(20)}-${'s'.repeat(20)}-State-${logicalId}-ABCDEFGHIJKL`;
  const at = (service: string, resource: string): string =>
    `arn:aws:${service}:ap-northeast-1:111122223333:${resource}`;
  const both = (arn: string): Identity => ({ ref: arn, arn });
  switch (type) {
    case 'AWS::Lambda::Function': {
      const name = generated.slice(0, 64);
      return { ref: name, arn: at('lambda', `function:${name}`) };
    }
    case 'AWS::Lambda::Alias':
      return both(at('lambda', `function:${String(resolve(properties.FunctionName)).padEnd(64, 'x')}:live`));
    case 'AWS::SQS::Queue':
      return { ref: generated, arn: at('sqs', generated.slice(0, 80)) };
    case 'AWS::DynamoDB::GlobalTable':
      return { ref: generated, arn: at('dynamodb', `table/${generated}`) };
    case 'AWS::SecretsManager::Secret':
      return both(at('secretsmanager', `secret:${'p'.repeat(20)}/${'s'.repeat(20)}/address-key-AbCdEf`));
    case 'AWS::KMS::Key':
      return { ref: generated, arn: at('kms', 'key/00000000-0000-0000-0000-000000000000') };
    case 'AWS::S3::Bucket': {
      const name = generated.slice(0, 63);
      return { ref: name, arn: `arn:aws:s3:::${name}` };
    }
    case 'AWS::SNS::Topic':
      return both(at('sns', generated));
    default:
      return undefined;
  }
}

/** Characters of a policy, as IAM counts them. */
export const sizeOf = (statements: readonly Statement[]): number =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }).length;
