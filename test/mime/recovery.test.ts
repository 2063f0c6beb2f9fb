import { readMail } from '../../lambdas/mime/read-mail.ts';

const head = 'From: a@b.example\nSubject: s\nMIME-Version: 1.0\n';
const pdf = 'Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\npdf\n';
const inner = `From: i@n.example\nSubject: inner\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\nHello.\n--q\n${pdf}--q--\n`;

async function read(raw: string) {
  const reading = await readMail(
    (async function* () {
      yield Buffer.from(raw);
    })(),
  );
  if (reading.kind === 'unreadable') throw new Error(reading.code);
  await reading[Symbol.asyncDispose]();
  const { text, subject, attachments } = reading.mail;
  return {
    subject,
    words: text?.trim(),
    files: attachments.map(({ filename, contentType }) => filename ?? contentType),
  };
}

describe('recoverWords', () => {
  it.each<[string, string, readonly string[]]>([
    ['a mail that is another mail', `Content-Type: message/rfc822\n\n${inner}`, ['message/rfc822', 'a.pdf']],
    [
      'one in base64',
      `Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${Buffer.from(inner).toString('base64')}\n`,
      ['message/rfc822', 'a.pdf'],
    ],
    ['a text marked as a file', 'Content-Disposition: attachment; filename=note.txt\n\nHello.\n', ['note.txt']],
    [
      'HTML marked as a file',
      'Content-Type: text/html\nContent-Disposition: attachment; filename=note.html\n\n<p>Hello.</p>\n',
      ['note.html'],
    ],
    [
      'a part of text marked as a file',
      `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\nContent-Transfer-Encoding: quoted-printable\n\nHel=6Co.\n--b\n${pdf}--b--\n`,
      ['text/plain', 'a.pdf'],
    ],
    ['parts without a type in the header', `\n--b\nContent-Type: text/plain\n\nHello.\n--b\n${pdf}--b--\n`, ['a.pdf']],
    [
      'parts in a text, behind the words for old readers',
      `Content-Type: text/plain\n\nThis is a multi-part message in MIME format.\n\n--b\nContent-Type: text/plain\n\nHello.\n--b--\n`,
      [],
    ],
    [
      'words in front of the first part',
      `Content-Type: multipart/mixed; boundary=b\n\nHello.\n\n--b\n${pdf}--b--\n`,
      ['a.pdf'],
    ],
    [
      'a multipart in base64',
      `Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n${Buffer.from('--b\n\nHello.\n--b--\n').toString('base64')}\n`,
      [],
    ],
    [
      'parts behind the end of a multipart',
      `Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b--\n--b\n${pdf}--b--\n`,
      ['a.pdf'],
    ],
    ['a type of one word', 'Content-Type: foo\n\nHello.\n', []],
  ])('finds the words and files of %s', async (_name, rest, files) => {
    expect(await read(head + rest)).toEqual({ subject: 's', words: 'Hello.', files });
  });

  it.each<[string, string, string | undefined]>([
    [
      'a file beside a text',
      `Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=log.txt\n\nlog\n--b--\n`,
      'Hi.',
    ],
    [
      'a file alone',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=list.txt\n\nitem\n--b--\n',
      undefined,
    ],
    ['dashes at the start of a text', '\n--b\nHello.\n--b\n', '--b\nHello.\n--b'],
    [
      'the preamble of mail software',
      `Content-Type: multipart/mixed; boundary=b\n\nThis is a MIME mail.\n--b\n${pdf}--b--\n`,
      undefined,
    ],
    ['a long file', `Content-Disposition: attachment; filename=log.txt\n\n${'line\n'.repeat(60_000)}`, undefined],
  ])('does not take for words: %s', async (_name, rest, words) => {
    expect((await read(head + rest)).words).toBe(words);
  });
});
