import { readMail } from '../../lambdas/mime/read-mail.ts';

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text, 'latin1');
}

const report = [
  'From: Mail Delivery System <mailer-daemon@mx.example>',
  'To: sales@ours.example',
  'Subject: =?utf-8?q?Z=C3=BCrich?=',
  'Message-ID: <r1@mx.example>',
  'In-Reply-To: <a@ours.example>',
  'Content-Type: multipart/report; report-type=Delivery-Status; boundary=b',
  '',
  '--b',
  '',
  'It failed.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Final-Recipient: rfc822; ada@customer.example',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'Subject: Prices',
  '',
  'Words.',
  '--b--',
  '',
].join('\r\n');

describe('readMail', () => {
  it.each([
    ['a daemon', 'From: MAILER-DAEMON@mx.example\r\nSubject: Prices', '\n\nWords.'],
    ['a person', 'Subject: Prices', undefined],
  ])('keeps the words of a carried mail of %s only where a daemon wrote it', async (_name, head, words) => {
    const reading = await readMail(once(report.replace('Subject: Prices', head)));
    if (reading.kind === 'unreadable') throw new Error(reading.code);
    await using read = reading;

    expect(read.mail.returnedText).toBe(words);
  });

  it('reads the fields of a disposition report', async () => {
    const disposition = report.replaceAll('delivery-status', 'disposition-notification');
    const reading = await readMail(once(disposition));
    if (reading.kind === 'unreadable') throw new Error(reading.code);
    await using read = reading;

    expect(read.mail.report).toBe('Final-Recipient: rfc822; ada@customer.example');
  });

  it('reads header, words, report and the header of the mail that came back', async () => {
    const reading = await readMail(once(report));
    if (reading.kind === 'unreadable') throw new Error(reading.code);
    await using read = reading;

    expect(read.mail).toMatchObject({
      messageId: 'r1@mx.example',
      inReplyTo: 'a@ours.example',
      subject: 'Zürich',
      from: { name: 'Mail Delivery System', address: 'mailer-daemon@mx.example' },
      to: [{ address: 'sales@ours.example' }],
      text: 'It failed.',
      contentType: { type: 'multipart/report', reportType: 'delivery-status' },
      partTypes: ['multipart/report', 'text/plain', 'message/delivery-status', 'message/rfc822'],
      report: 'Final-Recipient: rfc822; ada@customer.example',
      returned: 'Subject: Prices',
    });
    expect(read.mail.attachments.map(({ contentType }) => contentType)).toEqual([
      'message/delivery-status',
      'message/rfc822',
    ]);
  });

  it('opens attachments one by one, without their transfer encoding', async () => {
    const mail = `From: a@b.example\r\nContent-Type: a/b; name=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n`;
    const reading = await readMail(once(mail));
    if (reading.kind === 'unreadable') throw new Error(reading.code);
    await using read = reading;

    expect(read.mail.attachments).toMatchObject([{ filename: 'x.bin', size: 5 }]);
    expect(Buffer.concat(await Array.fromAsync(read.openAttachment(0))).toString()).toBe('Hello');
    expect(read.macroFreeCopy(0)).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'empty'],
    ['words without a header', 'Just words.\r\n', 'not-mail'],
    ['trace fields of a receiver alone', 'Received: from a by b\r\n\r\nHi.', 'not-mail'],
    [
      'more header lines than any mail has',
      `${'X: y\r\n'.repeat(10_001)}From: a@b.example\r\n\r\nHi.`,
      'too-many-headers',
    ],
  ])('calls %s unreadable', async (_name, mail, code) => {
    expect(await readMail(once(mail))).toMatchObject({ kind: 'unreadable', code });
  });
});
