import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { createAwsClients, createSqsClient } from '../../local/aws-clients.ts';
import { type RuntimeFile, runtimeFileName } from '../../local/runtime-file.ts';
import type { Pipeline } from './pipeline.ts';

const readRuntimeFile = ({ dataDir }: Pipeline): RuntimeFile =>
  JSON.parse(readFileSync(join(dataDir, runtimeFileName), 'utf8')) as RuntimeFile;

/** Invokes a function of a running pipeline, by its folder under `lambdas/`, with the permissions of its operator. */
export async function invoke(pipeline: Pipeline, stage: string, payload: object = {}): Promise<unknown> {
  const { environment, functions } = readRuntimeFile(pipeline);
  const lambda = new LambdaClient({
    region: 'us-east-1',
    endpoint: environment.AWS_ENDPOINT_URL_LAMBDA!,
    credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID!, secretAccessKey: 'local' },
  });
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: functions[stage]!, Payload: JSON.stringify(payload) }),
  );
  lambda.destroy();
  const answer = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError !== undefined) throw new Error(`${stage}: ${answer}`);
  return answer === '' ? undefined : JSON.parse(answer);
}

/**
 * Puts a message into a queue of a running pipeline, as the runtime itself would.
 *
 * @param variable name of the environment variable with the URL of the queue
 * @param group message group in a FIFO queue
 */
export async function putMessage(pipeline: Pipeline, variable: string, body: string, group?: string): Promise<void> {
  const { environment } = readRuntimeFile(pipeline);
  const sqs = createSqsClient(environment.AWS_ENDPOINT_URL_SQS!, environment.AWS_ACCESS_KEY_ID!);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: environment[variable]!,
      MessageBody: body,
      ...(group !== undefined && { MessageGroupId: group, MessageDeduplicationId: crypto.randomUUID() }),
    }),
  );
  sqs.destroy();
}

/** Reads and changes the stored data of a running pipeline, with the permissions of its operator. */
export function operatorOf(pipeline: Pipeline) {
  const { environment } = readRuntimeFile(pipeline);
  const clients = createAwsClients(
    environment.AWS_ENDPOINT_URL_S3!,
    environment.AWS_ENDPOINT_URL_DYNAMODB!,
    environment.AWS_ACCESS_KEY_ID!,
  );
  const { sqs, sns, s3, dynamo, documents } = clients;
  return {
    environment,
    s3,
    documents,
    stop: () => {
      for (const client of [sqs, sns, s3, dynamo]) client.destroy();
    },
  };
}
