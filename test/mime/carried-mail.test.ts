import { aMail, aMultipart, aPart, eventOfMail } from '../helpers/read-mail.ts';

const program = aPart('Content-Type: application/octet-stream; name=setup.exe', Buffer.from('MZ\u0090\0', 'latin1'));
const inner = `From: Grace <grace@third.example>\nSubject: =?utf-8?q?The_old_off=C3=A9r?=\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n${aMultipart('mixed', 'Content-Type: text/plain\n\nInner words.', program)}`;
const plainInner = 'From: grace@third.example\nSubject: Plain\n\nInner words.\n';
const hello = 'Content-Type: text/plain\n\nOuter words.';

async function read(...parts: readonly string[]) {
  const { body, message, attachments } = await eventOfMail(aMail(aMultipart('mixed', hello, ...parts)));
  return { body, message, attachments, verdicts: attachments.map(({ filename, verdict }) => [filename, verdict]) };
}

describe('a mail that another one carries', () => {
  it('is read one level deep, under the name of its subject', async () => {
    const { body, attachments } = await read(`Content-Type: message/rfc822\n\n${inner}`);

    expect(body.text).toBe('Outer words.');
    expect(attachments).toHaveLength(1);
    expect(attachments[0]).toMatchObject({
      filename: 'The old offér.eml',
      verdict: 'blocked',
      mail: {
        subject: 'The old offér',
        from: { name: 'Grace', address: 'grace@third.example', companyDomain: 'third.example' },
        date: '2026-11-20T09:00:00.000Z',
        snippet: 'Inner words.',
        files: [{ filename: 'setup.exe', contentType: 'application/octet-stream', size: 4, verdict: 'blocked' }],
      },
    });
  });

  it.each<[string, string]>([
    ['base64', aPart('Content-Type: message/rfc822', Buffer.from(inner))],
    ['a name alone', aPart('Content-Type: application/octet-stream; name="old.EML"', Buffer.from(inner))],
    [
      'a file of text',
      aPart('Content-Type: text/plain\nContent-Disposition: attachment; filename=old.eml', Buffer.from(inner)),
    ],
    ['its international form', aPart('Content-Type: message/global', Buffer.from(inner))],
    ['a line of a mailbox file', aPart('Content-Type: message/rfc822', Buffer.from(`From grace Mon Nov 30\n${inner}`))],
    [
      'a mail within a mail',
      `Content-Type: message/rfc822\n\n${aMail(aPart('Content-Type: message/rfc822', Buffer.from(inner)))}`,
    ],
    [
      'a program in uuencode',
      `Content-Type: message/rfc822\n\n${aMail('Content-Type: text/plain\n\nbegin 644 a.exe\n#35J0\n`\nend\n')}`,
    ],
  ])('is looked into as %s', async (_, part) => {
    expect((await read(part)).verdicts).toEqual([[expect.stringMatching(/\.eml$/i), 'blocked']]);
  });

  it('is clean when what it holds is', async () => {
    const { verdicts, attachments } = await read(
      aPart('Content-Type: message/rfc822; name=plain.eml', Buffer.from(plainInner)),
    );

    expect(verdicts).toEqual([['plain.eml', 'clean']]);
    expect(attachments[0]?.reasons).toEqual([]);
  });

  it('stays unscanned where it is too deep to be opened', async () => {
    let raw = inner;
    for (let depth = 0; depth < 12; depth += 1)
      raw = aMail(aPart('Content-Type: message/rfc822; name=a.eml', Buffer.from(raw)));

    expect((await read(`Content-Type: message/rfc822; name=a.eml\n\n${raw}`)).verdicts).toEqual([
      ['a.eml', 'unscanned'],
    ]);
  });

  it('is no mail for its name alone', async () => {
    const { attachments } = await read(
      aPart('Content-Type: application/octet-stream; name=old.eml', Buffer.from('<html>')),
    );

    expect(attachments[0]?.mail).toBeUndefined();
  });

  it('is each part of a digest that names no type (RFC 2046 §5.1.5)', async () => {
    const digest = aMultipart('digest', `\n${plainInner}`, `Content-Type: message/rfc822\n\n${inner}`);
    const { verdicts, body } = await read(digest);

    expect(verdicts).toEqual([
      ['Plain.eml', 'clean'],
      ['The old offér.eml', 'blocked'],
    ]);
    expect(body.text).toBe('Outer words.');
  });

  it('is inspected and not described where a report returns it', async () => {
    const report =
      'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n';
    const raw = aMail(
      aMultipart('report; report-type=delivery-status', hello, report, `Content-Type: message/rfc822\n\n${inner}`),
    );
    const { attachments, classification } = await eventOfMail(raw);

    expect(classification.kind).toBe('bounce');
    expect(attachments.at(-1)).toMatchObject({ contentType: 'message/rfc822', verdict: 'blocked' });
    expect(attachments.at(-1)).not.toHaveProperty('mail');
    expect(attachments.at(-1)).not.toHaveProperty('filename');
  });

  it('makes no bounce of a mail that carries one', async () => {
    const bounce = `From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n${aMultipart('report; report-type=delivery-status', hello, 'Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n')}`;
    const { attachments } = await read(`Content-Type: message/rfc822\n\n${bounce}`);

    expect(attachments).toHaveLength(1);
  });

  it('says nothing of its own wrappers in the outer mail', async () => {
    const signed = aMail(
      'Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nhQGMA0000000\n-----END PGP MESSAGE-----\n',
    );

    expect((await read(`Content-Type: message/rfc822\n\n${signed}`)).body.wrappers).toBeUndefined();
  });
});
