import { createSweepContainer } from '../../lambdas/sweep/container.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

describe('createSweepContainer', () => {
  it('names every setting that is missing', () => {
    const { platform } = scriptedPlatform(namedSettings({ mailBucket: '', inboxQueueUrl: undefined }));

    expect(() => createSweepContainer(platform)).toThrow('missing environment: MAIL_BUCKET, INBOX_QUEUE_URL');
  });

  it('looks a mail up in the ledger, and queues the stored receipt of a lost one for parse', async () => {
    const receipt = { Body: { transformToByteArray: async () => Buffer.from('{"receipt":true}') } };
    const { platform, toTables, toQueues, toBuckets } = scriptedPlatform(namedSettings(), { s3: [receipt] });

    await createSweepContainer(platform).sweep.repairMail({
      objectKey: 'inbound/m1',
      storedAt: '2026-11-20T11:00:00.000Z',
    });

    expect(toTables[0]).toMatchObject({ name: 'GetCommand', input: { TableName: 'ledgerTable' } });
    expect(toBuckets[0]?.input.Bucket).toBe('mailBucket');
    expect(toQueues).toEqual([
      {
        name: 'SendMessageCommand',
        input: { QueueUrl: 'inboxQueueUrl', MessageBody: '{"receipt":true}' },
      },
    ]);
  });

  it('reads the records of mails to reread from the ledger table', async () => {
    const { platform, toTables } = scriptedPlatform(namedSettings(), { dynamo: [{ Responses: { ledgerTable: [] } }] });

    expect(await createSweepContainer(platform).reread({ reread: ['m1'], actor: 'ada' })).toEqual({
      mails: [{ mailId: 'm1', result: 'unknown' }],
    });
    expect(toTables.map(({ name }) => name)).toEqual(['BatchGetCommand']);
  });
});
