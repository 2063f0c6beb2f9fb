import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A client of SQS for the principal of an access key. */
export const createSqsClient = (endpoint: string, accessKeyId: string): SQSClient =>
  new SQSClient({
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
    endpoint,
    useQueueUrlAsEndpoint: true,
  });

/** Clients of the emulators, for the runtime itself. */
export function createAwsClients(endpoint: string, dynamoEndpoint: string, accessKeyId: string) {
  const common = { region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'local' } };
  const dynamo = new DynamoDBClient({ ...common, endpoint: dynamoEndpoint });
  return {
    sqs: createSqsClient(endpoint, accessKeyId),
    sns: new SNSClient({ ...common, endpoint }),
    s3: new S3Client({ ...common, endpoint, forcePathStyle: true }),
    dynamo,
    documents: DynamoDBDocumentClient.from(dynamo),
  };
}
