import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { createAccess } from '../../local/iam/access.ts';
import { createDecider } from '../../local/iam/decider.ts';
import { createGateway } from '../../local/iam/gateway.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import { arn } from '../../local/resource-names.ts';
import { allow, aPrincipal, policiesWith } from '../helpers/iam.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const access = createAccess();
let emulators: Emulators;
const clientsOf = (accessKeyId: string) => {
  const common = {
    region: 'us-east-1',
    endpoint: emulators.endpoint,
    credentials: { accessKeyId, secretAccessKey: 'local' },
  };
  return {
    s3: new S3Client({ ...common, forcePathStyle: true }),
    sqs: new SQSClient({ ...common, useQueueUrlAsEndpoint: true }),
    sns: new SNSClient(common),
  };
};
const mayFanOut = { value: true };

beforeAll(async () => {
  emulators = await startEmulators({
    dataDir: temporaryFolder(),
    access,
    mayDeliver: () => mayFanOut.value,
    onObjectCreated: () => {},
  });
  const { s3, sqs, sns } = clientsOf(access.runtimeKey);
  const { CreateBucketCommand } = await import('@aws-sdk/client-s3');
  for (const Bucket of ['listed', 'hidden']) await s3.send(new CreateBucketCommand({ Bucket }));
  for (const QueueName of ['open', 'closed']) await sqs.send(new CreateQueueCommand({ QueueName }));
  await sns.send(new CreateTopicCommand({ Name: 'topic' }));
  const topic = { TopicArn: arn('sns', 'topic'), Protocol: 'sqs', Endpoint: arn('sqs', 'open') };
  await sns.send(new SubscribeCommand({ ...topic, Attributes: { RawMessageDelivery: 'true' } }));
  const decide = createDecider(
    policiesWith([
      allow('s3:GetObject', 'arn:aws:s3:::*'),
      allow('s3:GetObject', 'arn:aws:s3:::*', {
        Effect: 'Deny',
        Condition: { StringEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'THREATS_FOUND' } },
      }),
      allow('s3:PutObject', 'arn:aws:s3:::hidden/events/*'),
      allow('s3:ListBucket', 'arn:aws:s3:::listed'),
      allow('sqs:SendMessage', arn('sqs', 'open')),
    ]),
    (await loadSimulator())!,
  );
  const log = { note: () => {}, denials: () => [] };
  access.enforce(createGateway({ policies: policiesWith([]), decide, log }));
});

afterAll(() => emulators.stop());

const functionClients = () => clientsOf(access.issue(aPrincipal));
const queueUrl = (name: string): string => `${emulators.endpoint}/000000000000/${name}`;

describe('the emulators under IAM', () => {
  it('ask for the tag of an object that is read', async () => {
    const { s3 } = functionClients();
    const [clean, infected] = ['events/clean', 'events/infected'].map((Key) => ({ Bucket: 'hidden', Key }));
    for (const object of [clean!, infected!]) await s3.send(new PutObjectCommand({ ...object, Body: 'a' }));
    emulators.tags.put('hidden', clean!.Key, { GuardDutyMalwareScanStatus: 'NO_THREATS_FOUND' });
    emulators.tags.put('hidden', infected!.Key, { GuardDutyMalwareScanStatus: 'THREATS_FOUND' });

    expect((await s3.send(new GetObjectCommand(clean!))).$metadata.httpStatusCode).toBe(200);
    await expect(s3.send(new GetObjectCommand(infected!))).rejects.toThrow(
      'is not authorized to perform: s3:GetObject',
    );
  });

  it('lets a role do what its policy allows', async () => {
    const { s3, sqs } = functionClients();

    await s3.send(new PutObjectCommand({ Bucket: 'hidden', Key: 'events/a', Body: 'a' }));
    expect(
      await (await s3.send(new GetObjectCommand({ Bucket: 'hidden', Key: 'events/a' }))).Body?.transformToString(),
    ).toBe('a');
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('open'), MessageBody: 'x' }));
  });

  it('takes a conditional write from a role that may not read', async () => {
    const { s3 } = functionClients();
    const put = () =>
      s3.send(new PutObjectCommand({ Bucket: 'hidden', Key: 'events/once', Body: 'a', IfNoneMatch: '*' }));

    await put();
    await expect(put()).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it.each<[string, () => Promise<unknown>, string, RegExp]>([
    [
      'S3',
      () => functionClients().s3.send(new PutObjectCommand({ Bucket: 'hidden', Key: 'inbound/a', Body: 'a' })),
      'AccessDenied',
      /s3:PutObject on resource: arn:aws:s3:::hidden\/inbound\/a because no identity-based policy/,
    ],
    [
      'SQS',
      () => functionClients().sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('closed'), MessageBody: 'x' })),
      'AccessDenied',
      /sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:closed /,
    ],
    [
      'SNS',
      () => functionClients().sns.send(new PublishCommand({ TopicArn: arn('sns', 'topic'), Message: 'x' })),
      'AuthorizationError',
      /sns:Publish on resource: arn:aws:sns:us-east-1:000000000000:topic /,
    ],
  ])('deny as %s does', async (_service, call, code, message) => {
    const error = await call().catch((thrown: Error) => thrown);

    expect(error).toMatchObject({
      name: expect.stringMatching(new RegExp(`^${code}`)),
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it.each([
    ['listed', 404],
    ['hidden', 403],
  ])('answer for an object that is not there in a bucket that is %s with %i', async (Bucket, status) => {
    const { s3 } = functionClients();

    for (const command of [
      new GetObjectCommand({ Bucket, Key: 'none' }),
      new HeadObjectCommand({ Bucket, Key: 'none' }),
    ])
      await expect(s3.send(command as GetObjectCommand)).rejects.toMatchObject({
        $metadata: { httpStatusCode: status },
      });
  });

  it('takes no request without a key of the run', async () => {
    const { sqs } = clientsOf('AKIA');

    await expect(sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('open'), MessageBody: 'x' }))).rejects.toThrow();
  });

  it.each([false, true])('let SNS deliver to a queue only where it may: %s', async (may) => {
    const { sqs, sns } = clientsOf(access.operatorKey);
    mayFanOut.value = may;

    await sns.send(new PublishCommand({ TopicArn: arn('sns', 'topic'), Message: `fanned out ${may}` }));

    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl('open'), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    expect(Messages.map(({ Body }) => Body).includes(`fanned out ${may}`)).toBe(may);
  });
});
