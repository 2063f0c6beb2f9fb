import { readBounce } from '../../../../lambdas/domain/understanding/bounce/bounce.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const report =
  'Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; ada@customer.example.com\nAction: failed\nStatus: 5.2.2';

describe('readBounce', () => {
  it('reads a report, with what the words add to it', () => {
    const text = 'It failed.\n<ada@customer.example.com>: 552 5.2.2 mailbox full';

    expect(readBounce(aParsedMail({ report, text }))).toEqual({
      state: 'failed',
      bounce: {
        recipients: [
          {
            address: 'ada@customer.example.com',
            status: '5.2.2',
            smtpCode: '552',
            action: 'failed',
            type: 'soft',
            reason: 'mailboxfull',
            diagnostic: '552 5.2.2 mailbox full',
          },
        ],
        reportingMta: 'mx.example.com',
      },
    });
  });

  it.each([
    ['failed', 'failed'],
    ['delayed', 'delayed'],
    ['delivered', 'delivered'],
  ])('calls a mail that was %s by its state', (action, state) => {
    expect(readBounce(aParsedMail({ report: report.replace('failed', action) })).state).toBe(state);
  });

  it('calls a notice in words that the mail still waits a delay', () => {
    const text = 'ada@customer.example.com: this is a warning message only. You do not need to resend your message.';
    const { state, bounce } = readBounce(aParsedMail({ subject: 'Warning: message still undelivered', text }));

    expect(state).toBe('delayed');
    expect(bounce.recipients[0]).toMatchObject({
      address: 'ada@customer.example.com',
      action: 'delayed',
      type: 'soft',
    });
  });

  it('names the mail that failed', () => {
    const returned = 'Message-ID: <a@ours.example>\nTo: ada@customer.example.com';

    expect(readBounce(aParsedMail({ report, returned })).bounce.originalMessageId).toBe('a@ours.example');
  });
});
