import { judgeRecipients, readBounce } from '../../../../lambdas/domain/understanding/bounce/bounce.ts';
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

  it('names those that wait beside those that failed, and not those that arrived', () => {
    const more = ['delayed', 'delivered', 'deliverable'].map(
      (action) => `Final-Recipient: rfc822; ${action}@customer.example.com\nAction: ${action}`,
    );
    const { state, bounce } = readBounce(aParsedMail({ report: [report, ...more].join('\n\n') }));

    expect(state).toBe('failed');
    expect(bounce.recipients.map(({ address, action }) => [address, action])).toEqual([
      ['ada@customer.example.com', 'failed'],
      ['delayed@customer.example.com', 'delayed'],
    ]);
  });

  it.each<[string, Partial<Parameters<typeof aParsedMail>[0]>, string[]]>([
    [
      'the author, who wrote to themselves',
      {
        to: [{ address: 'ada@customer.example' }],
        text: '<ada@customer.example>: full',
        returned: 'From: ada@customer.example\nTo: ada@customer.example',
      },
      ['ada@customer.example'],
    ],
    [
      'not the Message-ID, though it looks like an address',
      {
        text: 'Your mail to <postmaster@customer.example> failed.\n\nMessage-Id: <1@mx.example>\nTo: <postmaster@customer.example>',
        returned: 'To: postmaster@customer.example\nMessage-Id: <1@mx.example>',
      },
      ['postmaster@customer.example'],
    ],
    [
      'a mailbox that a host names without its domain',
      { from: { address: 'mailer-daemon@customer.example' }, text: '550 ada... User unknown' },
      ['ada@customer.example'],
    ],
    [
      'the recipient in our return path, when nothing else names one',
      { to: [{ address: 'b+ada=customer.example@ours.example' }], text: 'It failed.' },
      ['ada@customer.example'],
    ],
    [
      'the recipient of a report that somebody passes on',
      { returned: 'From: mailer-daemon@mx.example', returnedText: '<ada@customer.example>: 550 unknown user' },
      ['ada@customer.example'],
    ],
  ])('finds %s', (_name, changes, addresses) => {
    const read = readBounce(aParsedMail({ from: { address: 'mailer-daemon@mx.example' }, text: '', ...changes }));

    expect(read.bounce.recipients.map(({ address }) => address)).toEqual(addresses);
  });

  it('names the mail that failed', () => {
    const returned = 'Message-ID: <a@ours.example>\nTo: ada@customer.example.com';

    expect(readBounce(aParsedMail({ report, returned })).bounce.originalMessageId).toBe('a@ours.example');
  });
});

describe('judgeRecipients', () => {
  it('takes a host that calls the author unknown for a refusal of the sender', () => {
    const recipient = { address: 'ada@customer.example', diagnostic: '550 <bob@ours.example>: no such user' };

    expect(judgeRecipients([recipient], ['bob@ours.example'])[0]).toMatchObject({
      type: 'soft',
      reason: 'senderrejected',
    });
    expect(judgeRecipients([recipient])[0]).toMatchObject({ type: 'hard', reason: 'userunknown' });
  });

  it('keeps the first of a repeated recipient', () => {
    const address = 'ada@customer.example';

    expect(
      judgeRecipients([
        { address, status: '5.1.1' },
        { address, status: '5.2.2' },
      ]),
    ).toMatchObject([{ address, status: '5.1.1' }]);
  });
});
