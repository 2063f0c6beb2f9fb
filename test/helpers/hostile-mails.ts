/** A text of a given length that is designed to slow down a backtracking pattern or a careless loop. */
interface HostileShape {
  readonly name: string;
  /** Text that is repeated. */
  readonly unit: string;
}

/** Every character that JavaScript, a mail client or a font treats as a blank. */
const blanks: Readonly<Record<string, string>> = {
  blanks: ' ',
  tabs: '\t',
  'no-break blanks': '\u00a0',
  'ideographic blanks': '\u3000',
  'zero-width blanks': '\u200b',
  'byte order marks': '\ufeff',
  'line separators': '\u2028',
  'vertical tabs': '\u000b',
  'mixed blanks': ' \t\u00a0',
  'form feeds': '\f',
  'lone carriage returns': '\r',
  nulls: '\0',
};

const marks = [...'>-=_*<([{&@.:"\'`,;/\\|#~+?!)]}%$^4aMü'];

/** Tokens of the formats and phrases that patterns search for, repeated without the token that would end them. */
const words: Readonly<Record<string, string>> = {
  'letters and colons': 'a:',
  'letters and points': 'a.',
  'letters and at signs': 'a@',
  'at signs and letters in a route': '@a',
  'routes that part in two ways': '@0@0,',
  'escaped quotes': '\\"',
  'quoted backslashes': '"\\\\"',
  'open tags': '<a',
  'open addresses': '<a@',
  addresses: 'a@b.example, ',
  'letters and blanks': 'a ',
  'stars and blanks': '* ',
  'quotes and blanks': '" ',
  'dashes and blanks': '- ',
  'points and digits': '1.',
  'digits and dashes': '1-',
  'digits and blanks': '1 ',
  'content disposition': 'content-disposition:',
  'content disposition and name': 'content-disposition: form-data; name=',
  'encoded words': '=?utf-8?q?=20',
  'encoded words that end': '=?utf-8?q?a?= ',
  'encoded base64 words': '=?utf-8?b?YQ==?=',
  'parameter continuations': "; name*0*=utf-8''a",
  parameters: '; a=b',
  comments: '(a',
  'closed comments': '(a)',
  groups: 'a:b@c.example;',
  'mailto links': '[mailto:',
  'mailto tags': '<mailto:',
  'web addresses': 'www.a',
  'web schemes': 'http://',
  'From fields': 'From: ',
  'expanded from': 'expanded from: a@',
  'original address': 'original address:',
  'wrote:': 'wrote: ',
  heeft: 'heeft ',
  'On Mon': 'On Mon, 1 Jan 2024 at 10:00, a <a@',
  'dashed markers': '-----Original Message-----',
  'dates and brackets': '2024-01-01 <a@',
  GroupWise: '>>> 1>>>',
  'open metas': '<meta ',
  'open pictures': '<img ',
  'picture sources': '<img src="',
  'open relationships': '<Relationship ',
  'open overrides': '<Override vbaProject',
  'open declarations': '<!',
  'open conditions': '<![if',
  'open ends': '</',
  entities: '&amp;',
  'half entities': '&#x',
  'styles of blanks': 'position : ',
  iban: 'DE89 3704 ',
  cards: '4111 ',
  'status codes': '5.1.1 ',
  'reply codes': '550 ',
  'delivery words': 'could not be delivered mailbox user unknown ',
  'reason words': 'mailbox has been was is ',
  'list words': 'client host server ip ',
  'follows words': 'original message follows follows ',
  'opt-out words': 'please remove me from ',
  'interest words': 'podria podria ',
  'absence words': 'until the ',
  'sent from': 'Sent from my ',
  contact: 'contact ',
  'to and blanks': `to${' '.repeat(900)}@a `,
  phones: '+44 20 79 ',
  'soft breaks': 'a=\n',
};

/** Texts designed to slow down a backtracking pattern: repeated and nested near misses. */
export const hostileShapes: readonly HostileShape[] = [
  ...Object.entries(blanks).map(([name, unit]) => ({ name, unit })),
  ...marks.map((unit) => ({ name: `a run of ${unit}`, unit })),
  ...Object.entries(words).map(([name, unit]) => ({ name, unit })),
];

/**
 * Layouts of a shape: as one line, and as lines just below the lengths at which readers stop searching (a limit on the
 * length of a line bounds the work per line, but not the number of lines). Each layout begins and ends with a letter or
 * a mark, so that a run is never at an end where it could be trimmed.
 */
export const hostileLayouts: Readonly<Record<string, (unit: string, length: number) => string>> = {
  'in one line': (unit, length) => `x${run(unit, length)}x`,
  'in one line below a colon': (unit, length) => `From:${run(unit, length)}\u2028x`,
  'in lines of 480': (unit, length) => lines(`x${run(unit, 470)}x>`, length),
  'in lines of 1,900': (unit, length) => lines(`From: x${run(unit, 1890)}x`, length),
};

const run = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const lines = (line: string, length: number): string =>
  Array.from({ length: Math.ceil(length / line.length) }, () => line).join('\n');

const head = (from: string, subject: string, type: string, ...more: string[]): string =>
  [
    `From: ${from}`,
    'To: sales@inbound.localhost',
    `Subject: ${subject}`,
    'Message-ID: <hostile@customer.example>',
    'Date: Fri, 20 Nov 2026 09:00:00 +0000',
    'MIME-Version: 1.0',
    ...more,
    `Content-Type: ${type}`,
    '',
    '',
  ].join('\n');
const ada = 'Ada <ada@customer.example>';
const daemon = 'Mail Delivery System <mailer-daemon@customer.example>';
const plainType = 'text/plain; charset=utf-8';
const inText = (text: string): string => head(ada, 'Hello', plainType) + text;
const multipart = (type: string, ...parts: string[]): string =>
  `${head(daemon, 'Undelivered Mail Returned to Sender', `${type}; boundary=b`)}${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`;
/** Folds a header field at the text's line feeds, so that the text stays within the field. */
const folded = (text: string): string => text.replaceAll('\n', '\n ');
const inField = (name: string, text: string): string =>
  `${head(ada, 'Hello', plainType, `${name}: ${folded(text)}`)}Hi.\n`;

/** Places in a mail where a sender can put a text of any length. */
export const hostilePlaces: Readonly<Record<string, (text: string) => string>> = {
  'the text': inText,
  'the text in quoted-printable': (text) =>
    `${head(ada, 'Hello', plainType, 'Content-Transfer-Encoding: quoted-printable')}${text}`,
  'the text in base64': (text) => `${head(ada, 'Hello', plainType, 'Content-Transfer-Encoding: base64')}${text}`,
  'flowed text': (text) => head(ada, 'Hello', `${plainType}; format=flowed; delsp=yes`) + text,
  'the text below a drawn line': (text) => inText(`Hi.\n\n____\n${text}\n`),
  'the text below a closing': (text) => inText(`Hi.\n\nBest regards,\nAda\n${text}\n`),
  'the text above a closing quote': (text) => inText(`Hi.\n${text} wrote:\n> a\n`),
  'the text below a quote header': (text) =>
    inText(`Hi.\n\nOn Mon, 1 Jan 2024 at 10:00, Bo <bo@b.example> wrote:\n${text}\n> a\n`),
  'a forwarded header block': (text) =>
    inText(`Hi.\n\n-----Original Message-----\nFrom: ${text}\nSent: 1 Jan 2024 10:00\nTo: ${text}\nSubject: a\n\nb\n`),
  'HTML text': (text) => `${head(ada, 'Hello', 'text/html; charset=utf-8')}<p>${text}</p>`,
  'HTML beside text': (text) =>
    multipart(
      'multipart/alternative',
      'Content-Type: text/plain; charset=utf-8\n\nHi.',
      `Content-Type: text/html; charset=utf-8\n\n<blockquote>${text}`,
    ),
  'an HTML style': (text) => `${head(ada, 'Hello', 'text/html; charset=utf-8')}<p style="color:${text}">a`,
  'HTML text in a block': (text) => `${head(ada, 'Hello', 'text/html; charset=utf-8')}<pre>${text}</pre>`,
  'an HTML attribute': (text) =>
    `${head(ada, 'Hello', 'text/html; charset=utf-8')}<blockquote><a href="https://a.example/" class="${text}" id="${text}" style="${text}">a</a><img src="${text}">`,
  'the subject': (text) => `${head(ada, folded(text), plainType)}Hi.\n`,
  'the display name': (text) => `${head(`"${folded(text)}" <ada@customer.example>`, 'Hello', plainType)}Hi.\n`,
  'the sender': (text) => `${head(folded(text), 'Hello', plainType)}Hi.\n`,
  'the recipients': (text) => inField('Cc', text),
  'the references': (text) => inField('References', text),
  'a trace field': (text) => inField('Received', text),
  'a list field': (text) => inField('List-Unsubscribe', text),
  'an unknown field': (text) => inField('X-Custom', text),
  'failed recipients': (text) =>
    `${head(daemon, 'Undelivered Mail Returned to Sender', plainType, `X-Failed-Recipients: ${folded(text)}`)}Hi.\n`,
  'a parameter of the type': (text) => `${head(ada, 'Hello', `text/plain; charset="${folded(text)}"`)}Hi.\n`,
  'a file name': (text) =>
    multipart(
      'multipart/mixed',
      `Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="${folded(text)}"\n\nx`,
    ),
  'an unquoted file name': (text) =>
    multipart(
      'multipart/mixed',
      `Content-Type: application/octet-stream; name=${folded(text)}\nContent-Disposition: attachment; filename=${folded(text)}\n\nx`,
    ),
  'a content id': (text) =>
    multipart('multipart/related', `Content-Type: image/png\nContent-ID: <${folded(text)}>\n\nx`),
  'the field of a part': (text) =>
    multipart('multipart/mixed', `Content-Type: text/plain\nX-Part: ${folded(text)}\n\nx`),
  'the lines between parts': (text) => `${head(ada, 'Hello', 'multipart/mixed; boundary=b')}--b${text}\n\n--${text}\n`,
  'a multipart without parts': (text) => head(ada, 'Hello', 'multipart/mixed; boundary=never') + text,
  'the words of a bounce': (text) => head(daemon, 'Undelivered Mail Returned to Sender', plainType) + text,
  'the transcript of a bounce': (text) =>
    `${head(daemon, 'Undelivered Mail Returned to Sender', plainType)}The mail could not be delivered:\n\n<bo@b.example>: ${text}\n`,
  'a delivery report': (text) =>
    multipart(
      'multipart/report; report-type=delivery-status',
      'Content-Type: text/plain\n\nFailed.',
      `Content-Type: message/delivery-status\n\nReporting-MTA: dns; b.example\n\nFinal-Recipient: rfc822; ${text}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; ${text}\n`,
    ),
  'a returned mail': (text) =>
    multipart(
      'multipart/report; report-type=delivery-status',
      'Content-Type: text/plain\n\nFailed.',
      `Content-Type: message/rfc822\n\nFrom: ${text}\nTo: ${text}\nMessage-ID: <${text}>\nSubject: a\n\nb`,
    ),
  'a feedback report': (text) =>
    multipart(
      'multipart/report; report-type=feedback-report',
      `Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: ${text}\nUser-Agent: ${text}\n`,
    ),
  'a calendar': (text) =>
    `${head(ada, 'Invitation', 'multipart/mixed; boundary=b')}--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID;X="${text}":${text}\nSUMMARY:${text}\nORGANIZER;CN=${text}:mailto:${text}\nEND:VEVENT\nEND:VCALENDAR\n--b--\n`,
  'an absence note': (text) =>
    `${head(ada, 'Automatic reply: Hello', plainType, 'Auto-Submitted: auto-replied')}${text}`,
  'an attached page': (text) =>
    multipart('multipart/mixed', `Content-Type: text/html; name=a.html\nContent-Disposition: attachment\n\n${text}`),
  'an attached PDF': (text) =>
    multipart('multipart/mixed', `Content-Type: application/pdf; name=a.pdf\n\n%PDF-1.7\n${text}\nendobj`),
};
