import type { Context, SQSEvent } from 'aws-lambda';
import { createSweepHandler } from '../../lambdas/sweep/handler.ts';

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

function aHandler() {
  const asked: unknown[] = [];
  const handler = createSweepHandler({
    sweep: {
      async repairMail(mail) {
        asked.push(mail);
        if (mail.objectKey.endsWith('broken')) throw new Error('no');
        return true;
      },
      async reconcile(...request) {
        asked.push(request);
        return { mails: 0, deliveries: 0 };
      },
    },
    async reread(request) {
      asked.push(request);
      return { mails: [] };
    },
  });
  return { handler, asked };
}
const record = (messageId: string, key: string) => ({
  messageId,
  body: JSON.stringify({ Records: [{ eventTime: '2026-11-20T09:00:00Z', s3: { object: { key } } }] }),
});

describe('createSweepHandler', () => {
  it('repairs each announced object, by the key that S3 has encoded', async () => {
    const { handler, asked } = aHandler();

    await handler({ Records: [record('m1', 'inbound/a+b%2Bc')] } as SQSEvent, context);

    expect(asked).toEqual([{ objectKey: 'inbound/a b+c', storedAt: '2026-11-20T09:00:00.000Z' }]);
  });

  it('returns only unrepaired objects to the queue', async () => {
    const { handler } = aHandler();
    const Records = [record('m1', 'inbound/broken'), record('m2', 'inbound/a')];

    expect(await handler({ Records } as SQSEvent, context)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  it('ignores the test event of a new notification', async () => {
    const { handler, asked } = aHandler();
    const Records = [{ messageId: 'm1', body: '{"Event":"s3:TestEvent"}' }];

    expect(await handler({ Records } as SQSEvent, context)).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual([]);
  });

  it.each<[string, object, unknown]>([
    ['reconciles the last 26 hours', {}, [26, 900_000, { budgetMs: 40_000, isRoutine: false }]],
    [
      'reconciles what the call asks for',
      { sinceHours: 1, stuckForMs: 0, routine: true },
      [1, 0, { budgetMs: 40_000, isRoutine: true }],
    ],
    ['rereads the mails that a call names', { reread: ['m'], actor: 'ada' }, { reread: ['m'], actor: 'ada' }],
  ])('%s', async (_case, payload, wanted) => {
    const { handler, asked } = aHandler();

    await handler(payload, context);

    expect(asked).toEqual([wanted]);
  });

  it('refuses a call that makes no sense', async () => {
    await expect(aHandler().handler({ sinceHours: -1 }, context)).rejects.toThrow();
    await expect(aHandler().handler({ reread: Array(101).fill('m'), actor: 'ada' }, context)).rejects.toThrow();
  });
});
