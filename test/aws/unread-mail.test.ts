import type { SQSClient } from '@aws-sdk/client-sqs';
import { countUnread } from '../../lambdas/aws/unread-mail.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

describe('countUnread', () => {
  it('counts mail that waits, and mail that is being read', async () => {
    const Attributes = { ApproximateNumberOfMessages: '40', ApproximateNumberOfMessagesNotVisible: '2' };
    const { client, sent } = scriptedClient<SQSClient>({ Attributes });

    expect(await countUnread(client, 'https://q/inbox')).toEqual({ unread: 42 });
    expect(sent[0]?.input).toMatchObject({ QueueUrl: 'https://q/inbox' });
  });

  it('counts nothing where the queue says nothing', async () => {
    expect(await countUnread(scriptedClient<SQSClient>({}).client, 'q')).toEqual({ unread: 0 });
  });
});
