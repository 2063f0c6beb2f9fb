import { decodeReceipt, recoveredNotification } from '../../../lambdas/domain/mail/receipt.ts';

describe('receipts', () => {
  it('reads envelope and verdicts of an SES notification', () => {
    const receipt = decodeReceipt({
      notificationType: 'Received',
      mail: { messageId: 'm1', timestamp: '2026-11-20T09:00:00.000Z', source: '<>' },
      receipt: {
        recipients: ['a@b.example', 'a@b.example'],
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'GRAY' },
        dmarcVerdict: { status: 'FAIL' },
        action: { type: 'S3', objectKey: 'inbound/m1', bucketName: 'b' },
      },
    });

    expect(receipt).toMatchObject({
      mailId: 'm1',
      recipients: ['a@b.example'],
      authentication: { spf: 'pass', dkim: 'neutral', dmarc: 'fail' },
      recovered: false,
    });
    expect(receipt.mailFrom).toBeUndefined();
    expect(receipt).not.toHaveProperty('spam');
  });

  it('reads the score of a receiver that gives one', () => {
    const receipt = decodeReceipt({
      notificationType: 'Received',
      mail: { messageId: 'm1', timestamp: '2026-11-20T09:00:00.000Z' },
      receipt: { recipients: [], spamVerdict: { status: 'FAIL', score: 7.5 }, action: { objectKey: 'inbound/m1' } },
    });

    expect(receipt).toMatchObject({ spam: 'fail', spamScore: 7.5 });
  });

  it('reads what the sweep writes in place of a lost notification', () => {
    const made = JSON.parse(
      JSON.stringify(recoveredNotification('m1', 'inbound/m1', '2026-11-20T09:00:00.000Z')),
    ) as unknown;

    expect(decodeReceipt(made)).toMatchObject({ mailId: 'm1', recovered: true, recipients: [] });
  });
});
