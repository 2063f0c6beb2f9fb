import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// The SDK clients of most functions; those of SES are in ses-clients.ts, so that their bundles hold nothing else. Endpoints
// come from AWS_ENDPOINT_URL_* where it is set, which is how a laptop and the tests point elsewhere.

export const createS3 = (): S3Client => new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });

export const createSqs = (): SQSClient =>
  // A local queue URL already names the host that answers it.
  new SQSClient({ useQueueUrlAsEndpoint: true });

export const createDynamo = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
