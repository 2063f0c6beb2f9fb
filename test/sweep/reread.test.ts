import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { createReread } from '../../lambdas/sweep/reread.ts';
import { silentLog } from '../helpers/builders.ts';

const recordOf = (mailId: string, state: MailRecord['state']): MailRecord => ({
  mailId,
  objectKey: `inbound/${mailId}`,
  receivedAt: '2026-11-20T09:00:00.000Z',
  state,
  reason: 'too-slow: so',
  recipients: [],
});

async function reread(mailIds: readonly string[], dryRun = false) {
  const queued: string[] = [];
  const reasons: Array<string | undefined> = [];
  const records = new Map([
    ['kept', recordOf('kept', 'quarantined')],
    ['lost', recordOf('lost', 'quarantined')],
    ['read', recordOf('read', 'parsed')],
  ]);
  const run = createReread({
    mailRecords: async () => records,
    ledger: {
      async recordMail({ reason }) {
        reasons.push(reason);
        return {};
      },
    },
    receipt: async (mailId) => (mailId === 'kept' ? 'the receipt as it came' : undefined),
    enqueueReceipt: async (notification) => void queued.push(notification),
    log: silentLog,
  });
  return { ...(await run({ reread: mailIds, dryRun, actor: 'somebody' })), queued, reasons };
}

describe('createReread', () => {
  it('queues the original receipt, or one made from the record where the receipt is gone', async () => {
    const { mails, queued, reasons } = await reread(['kept', 'lost']);

    expect(mails.map(({ mailId, result }) => [mailId, result])).toEqual([
      ['kept', 'queued'],
      ['lost', 'queued'],
    ]);
    expect(reasons).toEqual(['queued again, was too-slow: so', 'queued again, was too-slow: so']);
    expect(queued[0]).toBe('the receipt as it came');
    expect(JSON.parse(queued[1]!)).toMatchObject({ recovered: true, mail: { messageId: 'lost' } });
  });

  it('leaves mail alone that was read, reports unknown mail, and queues nothing in a dry run', async () => {
    expect(await reread(['read', 'never seen'])).toEqual({
      mails: [
        { mailId: 'read', result: 'not-quarantined' },
        { mailId: 'never seen', result: 'unknown' },
      ],
      queued: [],
      reasons: [],
    });
    expect(await reread(['kept'], true)).toMatchObject({ mails: [{ result: 'would-queue' }], queued: [] });
  });
});
