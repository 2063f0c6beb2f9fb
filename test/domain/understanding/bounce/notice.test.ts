import { announcedRecipients, readNotice } from '../../../../lambdas/domain/understanding/bounce/notice.ts';

const context = (changes: Partial<Parameters<typeof readNotice>[1]> = {}) => ({
  announced: [],
  addressed: [],
  ids: new Set<string>(),
  excluded: new Set(['bob@ours.example']),
  ...changes,
});

describe('readNotice', () => {
  it.each<[string, string, string[]]>([
    [
      'a line that an address opens',
      'Hi. This is the mail system.\n<ada@customer.example>: 550 5.1.1 unknown',
      ['ada@customer.example'],
    ],
    [
      'a label before the address',
      'It failed.\nRecipient: ada@customer.example\nReason: full',
      ['ada@customer.example'],
    ],
    ['an SMTP transcript', 'It failed.\n>>> RCPT TO:<ada@customer.example>\n<<< 550 unknown', ['ada@customer.example']],
    [
      'fields of a report set as text',
      'It failed.\n  Final-Recipient: rfc822; ada@customer.example\n  Action: failed',
      ['ada@customer.example'],
    ],
    ['no address but its author’s', 'Your mail from bob@ours.example failed.', []],
    ['an address to ask for help', 'It failed. Please contact help@mx.example', []],
  ])('reads %s', (_name, notice, addresses) => {
    expect(readNotice(notice, context()).map(({ address }) => address)).toEqual(addresses);
  });

  it('gives each recipient the words below its own line', () => {
    const notice = '<a@customer.example>:\n550 5.1.1 unknown\n\n<b@customer.example>:\n552 5.2.2 mailbox full';

    expect(readNotice(notice, context()).map(({ diagnostic }) => diagnostic)).toEqual([
      '550 5.1.1 unknown',
      '552 5.2.2 mailbox full',
    ]);
  });

  it('lets the whole notice speak for a list of addresses above one reason', () => {
    const notice = 'These failed:\n  a@customer.example\n  b@customer.example\n\nThe server said: 552 mailbox full';

    expect(readNotice(notice, context()).map(({ diagnostic }) => diagnostic?.includes('552'))).toEqual([true, true]);
  });

  it('takes the address that was mailed where a forward failed', () => {
    const notice = '<inner@host.example>: unknown user\n  (expanded from: <ada@customer.example>)';

    expect(readNotice(notice, context())[0]?.address).toBe('ada@customer.example');
  });

  it('believes the header that announces recipients first', () => {
    expect(readNotice('It failed.', context({ announced: ['ada@customer.example'] }))[0]?.address).toBe(
      'ada@customer.example',
    );
  });
});

describe('announcedRecipients', () => {
  it('splits what a header names, and leaves out what is no address', () => {
    expect(announcedRecipients(['a@customer.example, b@customer.example', 'postmaster'])).toEqual([
      'a@customer.example',
      'b@customer.example',
    ]);
  });
});
