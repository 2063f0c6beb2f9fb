import { readMail } from '../../lambdas/mime/read-mail.ts';

async function mailOf(header: Buffer | string) {
  const raw = Buffer.concat([Buffer.from(header), Buffer.from('\r\nMIME-Version: 1.0\r\n\r\nHello.\r\n')]);
  const reading = await readMail(
    (async function* () {
      yield raw;
    })(),
  );
  if (reading.kind === 'unreadable') throw new Error(reading.code);
  await reading[Symbol.asyncDispose]();
  return reading.mail;
}

const from = 'From: a@b.example\r\n';
const bytes = (before: string, ...raw: number[]): Buffer => Buffer.concat([Buffer.from(before), Buffer.from(raw)]);

describe('subject', () => {
  it.each<[string, Buffer | string, string | undefined]>([
    ['UTF-7 in an encoded word', `${from}Subject: =?utf-7?Q?Gr+APwA3w-e?=`, 'Grüße'],
    ['raw Latin-1', Buffer.from(`${from}Subject: Grüße`, 'latin1'), 'Grüße'],
    ['raw UTF-8', `${from}Subject: Grüße`, 'Grüße'],
    [
      'raw KOI8-R under the body’s charset',
      bytes(`${from}Content-Type: text/plain; charset=koi8-r\r\nSubject: `, 0xf0, 0xd2, 0xc9),
      'При',
    ],
    [
      'raw Shift_JIS under the body’s charset',
      bytes(`${from}Content-Type: text/plain; charset=shift_jis\r\nSubject: `, 0x82, 0xb1),
      'こ',
    ],
    ['raw ISO-2022-JP', `${from}Subject: \u001b$B$3$s\u001b(B`, 'こん'],
    [
      'a character split over two encoded words',
      `${from}Subject: =?utf-8?B?44GT44KT44Gr44Gh44?=\r\n =?utf-8?B?Gv?=`,
      'こんにちは',
    ],
    ['blanks within an encoded word', `${from}Subject: =?utf-8?Q?a b c=C3=BC?=`, 'a b cü'],
    ['a language tag', `${from}Subject: =?utf-8*en?Q?h=C3=BC?=`, 'hü'],
    ['a charset that nobody knows', `${from}Subject: =?x-foo?Q?abc?=`, 'abc'],
    [
      'an encoded word of a wrong charset',
      `${from}Subject: =?utf-8?Q?Gr=FC=DFe?= an =?us-ascii?Q?J=FCrgen?=`,
      'Grüße an Jürgen',
    ],
    [
      'Korean in seven bits',
      `${from}Subject: =?ISO-2022-KR?B?${Buffer.from('\u001b$)C\u000e0!\u000f').toString('base64')}?=`,
      '가',
    ],
    [
      'raw bytes within an encoded word',
      bytes(`${from}Subject: =?iso-8859-1?Q?Gr`, 0xfc, 0xdf, 0x65, 0x3f, 0x3d),
      'Grüße',
    ],
    ['nothing', `${from}Subject: `, undefined],
    ['an empty field before a full one', `${from}Subject: \r\nSubject: two`, 'two'],
    ['folding', `${from}Subject:\r\n hello\r\n there`, 'hello there'],
    ['no blank after the colon', 'From:a@b.example\r\nSubject:hello', 'hello'],
    ['twice', `${from}Subject: one\r\nSubject: two`, 'one'],
    ['a byte order mark before the first line', `\ufeff${from}Subject: bom`, 'bom'],
    ['blank lines before the first line', `\r\n\r\n${from}Subject: late`, 'late'],
    ['an mbox line before the first line', `From a@b.example Fri Nov 20 09:00:00 2026\r\n${from}Subject: mbox`, 'mbox'],
  ])('%s', async (_name, header, subject) => {
    expect((await mailOf(header)).subject).toBe(subject);
  });

  it('reads the headers of a mail with lines that end in CR alone', async () => {
    const reading = await readMail(
      (async function* () {
        yield Buffer.from('From: a@b.example\rSubject: only cr\r\rbody\r');
      })(),
    );

    expect(reading.kind === 'mail' && reading.mail.subject).toBe('only cr');
  });
});

describe('words', () => {
  const head = 'From: a@b.example\nMIME-Version: 1.0\n';

  it.each<[string, string, string]>([
    ['a multipart that names no boundary', `${head}Content-Type: multipart/mixed\n\nHello.\n`, 'Hello.'],
    [
      'a boundary that is another than the named one',
      `${head}Content-Type: multipart/mixed; boundary=abc\n\n--xyz\nContent-Type: text/plain\n\nHello.\n--xyz--\n`,
      'Hello.',
    ],
    ['words where parts should be', `${head}Content-Type: multipart/alternative; boundary=abc\n\nHello.\n`, 'Hello.'],
    [
      'boundary lines padded with blanks',
      `${head}Content-Type: multipart/mixed; boundary="abc"\n\n--abc  \nContent-Type: text/plain\n\nHello.\n-- \nAda\n--abc-- \n`,
      'Hello.\n-- \nAda',
    ],
    ['a mail without the blank line below its header', `${head}Content-Type: text/plain\nHello all.\n`, 'Hello all.'],
    [
      'a header line without a colon',
      `${head}This is words\nCrane: free\n\nHello.\n`,
      'This is words\nCrane: free\n\nHello.',
    ],
    ['a folded line without its blank', `${head}Subject: a\nb c\nTo: d@e.example\n\nHello.\n`, 'Hello.'],
    [
      'parts without blank lines',
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nHello all.\n--b\nAnd bye.\n--b--\n`,
      'Hello all.\n\nAnd bye.',
    ],
    [
      'a multipart without the blank line below its header',
      `${head}Content-Type: multipart/mixed; boundary="b"\n--b\nContent-Type: text/plain\n\nHello.\n--b--\n`,
      'Hello.',
    ],
    [
      'two types of content',
      `${head}Content-Type: text/plain\nContent-Type: multipart/mixed;\n boundary=b\n\n--b\n\nHello.\n--b--\n`,
      'Hello.',
    ],
    ['an encoding with a semicolon', `${head}Content-Transfer-Encoding: quoted-printable;\n\nHel=6Co.\n`, 'Hello.'],
    ['a type without its second half', `${head}Content-Type: text\n\nHello.\n`, 'Hello.'],
    ['a kind of text that nobody knows', `${head}Content-Type: text/x-unknown\n\nHello.\n`, 'Hello.'],
    [
      'text beside HTML and text',
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nA\n--b\nContent-Type: text/html\n\n<p>B</p>\n--b\n\nC\n--b--\n`,
      'A\nB\nC',
    ],
    [
      'an empty text beside HTML',
      `${head}Content-Type: multipart/alternative; boundary=b\n\n--b\n\n\n--b\nContent-Type: text/html\n\n<p>Hello.</p>\n--b--\n`,
      'Hello.',
    ],
  ])('keeps the words of %s in chunks of any size', async (_name, text, words) => {
    const raw = Buffer.from(text.replaceAll('\n', '\r\n'));
    for (const size of [1, 3, 50, raw.length]) {
      const reading = await readMail(
        (async function* () {
          for (let start = 0; start < raw.length; start += size) yield raw.subarray(start, start + size);
        })(),
      );

      expect(reading.kind === 'mail' && reading.mail.text?.trim()).toBe(words);
    }
  });
});

describe('sender', () => {
  it.each<[string, Buffer | string, string | undefined, string]>([
    ['raw Latin-1', Buffer.from('From: Jürgen <a@b.example>', 'latin1'), 'Jürgen', 'a@b.example'],
    ['an encoded word in quotes', 'From: "=?utf-8?Q?J=C3=BCrgen?=" <a@b.example>', 'Jürgen', 'a@b.example'],
    ['a comma without quotes', 'From: Doe, John <a@b.example>', 'Doe, John', 'a@b.example'],
    ['the name as a comment', 'From: a@b.example (John Doe)', 'John Doe', 'a@b.example'],
    ['escaped quotes', 'From: "John \\"J\\" Doe" <a@b.example>', 'John "J" Doe', 'a@b.example'],
    ['no brackets', 'From: John Doe a@b.example', 'John Doe', 'a@b.example'],
    [
      'an address within the encoded name',
      'From: =?utf-8?Q?J_=3Cx=40evil=2Eexample=3E?= <a@b.example>',
      'J <x@evil.example>',
      'a@b.example',
    ],
    ['a source route', 'From: <@relay.example:a@b.example>', undefined, 'a@b.example'],
    ['the address as the name', 'From: "a@b.example" <a@b.example>', undefined, 'a@b.example'],
  ])('%s', async (_name, header, name, address) => {
    expect((await mailOf(header)).from).toEqual({ address, ...(name !== undefined && { name }) });
  });
});

describe('recipients', () => {
  it('joins repeated fields, as some senders write one for each recipient', async () => {
    const { to, cc, replyTo } = await mailOf(
      `${from}To: b@c.example\r\nCc: d@e.example\r\nTo: F <f@g.example>\r\nTo:\r\nReply-To: h@i.example`,
    );

    expect(to).toEqual([{ address: 'b@c.example' }, { name: 'F', address: 'f@g.example' }]);
    expect([cc, replyTo]).toEqual([[{ address: 'd@e.example' }], [{ address: 'h@i.example' }]]);
  });
});

describe('author', () => {
  it('keeps the name of a From without an address apart from mailboxes', async () => {
    const mail = await mailOf('From: Harbour Office');

    expect(mail.from).toBeUndefined();
    expect(mail.fromName).toBe('Harbour Office');
    expect(mail.hasOneFrom).toBe(false);
  });
});
