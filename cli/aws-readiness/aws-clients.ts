import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SignedService } from '../../lambdas/aws/signed-fetch.ts';
import { createSignedCalls, type SignedCalls } from './signed-calls.ts';

/** A person waits: one more attempt is enough. */
const maxAttempts = 2;

/**
 * The services that are asked about an account.
 *
 * @param dynamo whose region and credentials sign the calls of services without a client
 * @param read a variable of the environment: endpoints are named as the SDK names them
 */
export function connectAws(
  dynamo: Pick<DynamoDBDocumentClient, 'config'>,
  region: string,
  read: (name: string) => string | undefined,
) {
  const common = { maxAttempts, region };
  const endpointOf = (service: SignedService): string =>
    read(`AWS_ENDPOINT_URL_${service.toUpperCase()}`) ??
    read('AWS_ENDPOINT_URL') ??
    `https://${service}.${region}.amazonaws.com`;
  const signed: SignedCalls = createSignedCalls(dynamo, endpointOf);
  return {
    ses: new SESClient(common),
    sesv2: new SESv2Client(common),
    sns: new SNSClient(common),
    cloudWatch: new CloudWatchClient(common),
    lambda: new LambdaClient(common),
    secrets: new SecretsManagerClient(common),
    tables: new DynamoDBClient(common),
    s3: new S3Client({ ...common, forcePathStyle: read('AWS_ENDPOINT_URL_S3') !== undefined }),
    signed,
  };
}

export type AwsClients = ReturnType<typeof connectAws>;
