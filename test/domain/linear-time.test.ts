import { readBounce } from '../../lambdas/domain/bounce/bounce.ts';
import { buildEvent } from '../../lambdas/domain/build-event.ts';
import { classify } from '../../lambdas/domain/classify/classify.ts';
import { readIntent } from '../../lambdas/domain/intent/intent.ts';
import { readWords } from '../../lambdas/domain/reply/words.ts';
import { htmlToText } from '../../lambdas/mime/html-text.ts';
import { createSanitizer } from '../../lambdas/mime/sanitize.ts';
import { aParsedMail, aReceipt } from '../helpers/builders.ts';

/** Texts made to keep a backtracking pattern busy: near misses, repeated and nested. */
const pieces: Readonly<Record<string, string>> = {
  blanks: ' ',
  'line feeds': '\n',
  quotes: '> ',
  'quoted lines': '> a\n',
  colons: 'a:',
  'header lines': 'From: a\n',
  'original markers': '-----',
  'half a header': 'On Mon, 1 Jan 2024 at 10:00, a <a@b.c>\n',
  'wrote without an end': 'wrote wrote ',
  'at signs': 'a@',
  addresses: 'a@b.example, ',
  'angle brackets': '<a@b.example',
  digits: '4',
  'card digits': '4111 ',
  'status codes': '5.1.1 ',
  'reply codes': '550 ',
  'delivery words': 'could not be delivered mailbox user unknown ',
  'opt-out words': 'please remove me from ',
  'interest words': 'i am very interested ',
  'absence words': 'ich bin im ',
  'iban letters': 'DE89 3704 ',
  dashes: '--\n',
  'thanks lines': 'Best regards,\n',
  'phone digits': '+44 20 79 ',
  'sent from': 'Sent from my ',
  'transcript lines': '<<< 550 a@b.example\n',
  'report fields': 'Final-Recipient: rfc822; a@b.example\n',
  'one letter': 'a',
  'one long word of umlauts': 'ü',
  'percent and equals': '=?utf-8?q?=20',
};

const bound = 1500;
const length = 200_000;

/** What a piece of work costs at best, in ms of processor time: what else the machine does must not count. */
function msOf(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && best >= bound; attempt += 1) {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

describe('every pattern takes linear time', () => {
  it.each(Object.entries(pieces))('on 200,000 characters of %s', (_name, piece) => {
    const text = piece.repeat(Math.ceil(length / piece.length));
    const mail = aParsedMail({
      text,
      subject: text.slice(0, 5000),
      from: { name: text.slice(0, 5000), address: 'mailer-daemon@b.example' },
      report: text,
      returned: text,
    });
    const works: Readonly<Record<string, () => unknown>> = {
      words: () => readWords(mail),
      words_html: () => readWords({ ...mail, isTextFromHtml: true, markedText: text }),
      kind: () => classify({ mail, recipients: [], reply: text }),
      'kind by words': () =>
        classify({ mail: aParsedMail({ text, subject: text.slice(0, 5000) }), recipients: [], reply: text }),
      bounce: () => readBounce(mail),
      intent: () => readIntent(text),
      event: () => buildEvent(mail, aReceipt()),
      html: () => htmlToText(text),
    };
    for (const [name, work] of Object.entries(works)) expect([name, msOf(work) < bound]).toEqual([name, true]);
  });

  it.each([
    ['open divs', '<div>'],
    ['open quotes', '<blockquote type=cite>'],
    ['closing tags', '</p>'],
    ['attributes', '<a href="'],
    ['comments', '<!--'],
    ['links', '<a href="https://x.example/">x</a>'],
    ['styles', '<p style="a:b;">'],
    ['images', '<img src="https://x.example/a.png" width=1>'],
    ['tables', '<table><tr><td>'],
    ['entities', '&amp;&lt;&#x41;'],
  ])('on HTML of %s', (_name, piece) => {
    const html = piece.repeat(Math.ceil(length / piece.length));
    const sanitize = createSanitizer();

    expect(msOf(() => htmlToText(html))).toBeLessThan(bound);
    expect(msOf(() => sanitize(html))).toBeLessThan(2 * bound);
  });
});
