import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { createAwsClients, createSqsClient } from '../../local/aws-clients.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';

const emulators = useHttpStandIn();
const database = useHttpStandIn();

/** The access key by which the only request is signed. */
const signerOf = ({ requests }: ReturnType<typeof useHttpStandIn>) =>
  /Credential=([^/]+)\//.exec(requests[0]?.headers.authorization ?? '')?.[1];

beforeEach(() => {
  emulators.answer({ status: 200, body: '{}' });
  database.answer({ status: 200, body: '{}' });
});

describe('createSqsClient', () => {
  it('asks its endpoint in the name of the access key', async () => {
    const client = createSqsClient(emulators.endpoint(), 'KEY');

    await client.send(new ListQueuesCommand({}));

    expect(signerOf(emulators)).toBe('KEY');
    client.destroy();
  });
});

describe('createAwsClients', () => {
  it('asks the emulators and the database in the name of the access key', async () => {
    const { sqs, sns, s3, dynamo, documents } = createAwsClients(emulators.endpoint(), database.endpoint(), 'RUN');

    await dynamo.send(new ListTablesCommand({}));
    await s3.send(new HeadObjectCommand({ Bucket: 'mail', Key: 'a' }));

    expect([signerOf(database), signerOf(emulators)]).toEqual(['RUN', 'RUN']);
    // Path style: the emulator has one host for all buckets.
    expect(emulators.requests[0]).toMatchObject({ method: 'HEAD', url: '/mail/a' });

    emulators.answer({ status: 200, body: '<PublishResponse><PublishResult/></PublishResponse>' });
    await sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:000000000000:T', Message: 'm' }));

    expect(signerOf(emulators)).toBe('RUN');
    for (const client of [sqs, sns, s3, documents, dynamo]) client.destroy();
  });
});
