/**
 * Calls of AWS services to each other: SES stores mail in S3 and announces it at SNS, S3 notifies SQS. These calls
 * take no way over HTTP, and IAM is not asked here: whoever calls asks for the delivery first (`iam/delivery-questions.ts`).
 */
export interface EmulatorServices {
  /** @throws Error when there is no such bucket, or when the object cannot be written */
  putObject(bucket: string, key: string, bytes: Buffer): void;
  /** Publishes to the subscriptions of a topic. @throws Error when there is no such topic */
  publish(topicArn: string, message: string): void;
  /** Sends to a standard queue. @throws Error when there is no such queue */
  sendMessage(queueUrl: string, body: string): void;
}

/** The functions and stores of the emulator that its own HTTP server calls. */
export interface EmulatorParts {
  readonly s3Store: { putObject(bucket: string, key: string, bytes: Buffer): unknown };
  readonly snsStore: unknown;
  readonly sqsStore: unknown;
  readonly publish: (request: object, snsStore: unknown, sqsStore: unknown) => unknown;
  readonly sendMessage: (request: object, sqsStore: unknown) => unknown;
  /** Called after an object is stored. */
  readonly onObjectCreated: (bucket: string, key: string, size: number) => void;
}

/** The services' own calls at the emulator. */
export const createEmulatorServices = (parts: EmulatorParts): EmulatorServices => ({
  putObject(bucket, key, bytes) {
    parts.s3Store.putObject(bucket, key, bytes);
    parts.onObjectCreated(bucket, key, bytes.length);
  },
  publish: (topicArn, message) =>
    void parts.publish({ TopicArn: topicArn, Message: message }, parts.snsStore, parts.sqsStore),
  sendMessage: (queueUrl, body) => void parts.sendMessage({ QueueUrl: queueUrl, MessageBody: body }, parts.sqsStore),
});
