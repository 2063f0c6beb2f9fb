import { zipSync } from 'fflate';
import { readForm } from '../lambdas/api/form.ts';
import { readBounce } from '../lambdas/domain/understanding/bounce/bounce.ts';
import { readRecipient } from '../lambdas/domain/understanding/bounce/recipient.ts';
import { helloRefused } from '../lambdas/domain/understanding/bounce/sender-wording.ts';
import { isDeleted } from '../lambdas/domain/understanding/bounce/unknown-user-wording.ts';
import { translatedReason } from '../lambdas/domain/understanding/bounce/wording-by-language.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { classify } from '../lambdas/domain/understanding/classify/classify.ts';
import { readIntent } from '../lambdas/domain/understanding/intent/intent.ts';
import { readWords } from '../lambdas/domain/understanding/reply/words.ts';
import { inspect } from '../lambdas/inspect/inspect.ts';
import { readTnef } from '../lambdas/inspect/tnef.ts';
import { withoutEncodedFiles } from '../lambdas/mime/encoded-files.ts';
import { unlessTooDeep } from '../lambdas/mime/html-limits.ts';
import { htmlToText } from '../lambdas/mime/html-text.ts';
import { withoutArmor, withoutHtmlArmor } from '../lambdas/mime/pgp-armor.ts';
import { openPgpMessage } from '../lambdas/mime/pgp-message.ts';
import { readRtf } from '../lambdas/mime/rtf.ts';
import { createSanitizer } from '../lambdas/mime/sanitize.ts';
import { safeStyle } from '../lambdas/mime/styles.ts';
import { aParsedMail, aReceipt } from './helpers/builders.ts';
import { hostileLayouts, hostilePlaces, hostileShapes } from './helpers/hostile-mails.ts';
import { readWhole } from './helpers/read-whole.ts';

/** Texts designed to slow down a backtracking pattern: repeated and nested near misses. */
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

/** Returns the least processor time of some runs in ms, so that other load on the machine does not count. */
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

describe('patterns', () => {
  it.each(Object.entries(pieces))('reads 200,000 characters of %s in linear time', (_name, piece) => {
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
      html: () => unlessTooDeep(() => htmlToText(text)),
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
  ])('converts and sanitizes HTML of %s in linear time', (_name, piece) => {
    const html = piece.repeat(Math.ceil(length / piece.length));
    const sanitize = createSanitizer();

    expect(msOf(() => unlessTooDeep(() => htmlToText(html)))).toBeLessThan(bound);
    expect(msOf(() => sanitize(html))).toBeLessThan(2 * bound);
  });

  // Each of these once took quadratic time: little for 200,000 characters, minutes for 4 MB.
  it.each([
    ['open divs', '<div>'],
    ['open quotes', '<blockquote type=cite>a'],
    ['open fonts', '<font>a'],
    ['open links', '<a href=http:>'],
    ['open frames', '<iframe>'],
    ['tables', '<table><tr><td>'],
    ['tracking pixels between words', 'some words <img src=http://a width=1 height=1>'],
    ['490 levels, repeatedly', `${'<div>'.repeat(490)}a${'</div>'.repeat(490)}`],
    ['links in one line', '<a href="https://x.example/">x</a>'],
  ])('converts and sanitizes 2 MB of HTML of %s in linear time', (_name, piece) => {
    const html = piece.repeat(Math.ceil((10 * length) / piece.length));
    const sanitize = createSanitizer();

    expect(msOf(() => unlessTooDeep(() => htmlToText(html)))).toBeLessThan(2 * bound);
    expect(msOf(() => sanitize(html))).toBeLessThan(2 * bound);
  });
});

/**
 * Length of a hostile text in characters; the text that it is compared with is four times as long. That patterns take
 * linear time has a proof (test/patterns.test.ts): these texts look for careless loops, whose every step takes longer.
 */
const shortLength = 2_000;
/** A reading of the long text below this time, in ms, is not compared, because the clock is too coarse. */
const comparedFrom = 20;
/** Linear work grows by 4, quadratic work by 16; the rest is the noise of a machine with other load. */
const maxGrowth = 8;
/** Limit for 8,000 characters in ms, for any growth: 1 is usual, 15 are much. */
const ceiling = 150;
/** The limit of a text that is four times as long as this. */
const ceilingOf = (short: number): number => (ceiling * short) / shortLength;

/** Returns the least processor time of several runs in ms; stops early when a run is short enough. */
async function leastMsOf(work: () => unknown, enough: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5 && least >= enough; run += 1) {
    const started = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(started);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** How often the time of a text grows when the text becomes four times as long; 0 where the clock is too coarse. */
async function growthFrom(workOn: (length: number) => () => unknown, short: number): Promise<number> {
  const long = await leastMsOf(workOn(4 * short), comparedFrom);
  if (long < comparedFrom) return 0;
  return long >= ceilingOf(short) ? Number.POSITIVE_INFINITY : long / (await leastMsOf(workOn(short), 0));
}

/**
 * Describes how the time of the work grows too fast with the length of its text; undefined if it does not.
 *
 * A few ms are measured badly on a busy machine. So what seems to grow too fast has to do so again with longer texts, whose
 * times are longer: quadratic work does at every length.
 */
async function growthOf(workOn: (length: number) => () => unknown, times = 1): Promise<string | undefined> {
  const growths: string[] = [];
  for (let short = shortLength * times, round = 0; round < 3; short *= 2, round += 1) {
    const growth = await growthFrom(workOn, short);
    if (growth < maxGrowth) return undefined;
    growths.push(`${growth.toFixed(1)} times from ${short} characters on`);
  }
  return growths.join(', ');
}

/**
 * Returns the shapes that slow a reader down, five at most.
 *
 * @param times factor on the length of the texts, for readers with little work per character
 */
async function slowShapes(
  layouts: readonly string[],
  workOn: (text: string) => () => unknown,
  times = 1,
): Promise<readonly string[]> {
  const slow: string[] = [];
  for (const { name, unit } of hostileShapes) {
    for (const layout of layouts) {
      const growth = await growthOf((length) => workOn(hostileLayouts[layout]!(unit, length)), times);
      if (growth !== undefined) slow.push(`${name} ${layout}: ${growth}`);
      if (slow.length > 4) return slow;
    }
  }
  return slow;
}

describe('the comparison of two lengths', () => {
  it.each<[string, (length: number) => number, string | undefined]>([
    ['passes linear work', (length) => length / 200, undefined],
    ['notices quadratic work', (length) => (length / 1600) ** 2, expect.stringContaining('characters on')],
  ])(
    '%s',
    async (_name, msFor, growth) => {
      const workOn = (length: number) => () => {
        const started = process.cpuUsage();
        let { user, system } = process.cpuUsage(started);
        while ((user + system) / 1000 < msFor(length)) ({ user, system } = process.cpuUsage(started));
      };

      expect(await growthOf(workOn)).toEqual(growth);
    },
    120_000,
  );
});

describe('readers of a mail', () => {
  // Outside of bodies, readers do not depend on the length of lines.
  const inLines = /text|bounce|note|page|parts/;

  it.each(Object.entries(hostilePlaces))(
    'reads a hostile text in %s in linear time',
    async (name, place) => {
      const layouts = Object.keys(hostileLayouts).slice(0, inLines.test(name) ? undefined : 2);

      const slow = await slowShapes(layouts, (text) => {
        const raw = Buffer.from(place(text));
        return () => readWhole(raw);
      });

      expect(slow).toEqual([]);
    },
    240_000,
  );

  it.each<[string, number, (text: string) => () => unknown]>([
    ['a style', 1, (text) => () => safeStyle(text.slice(0, 3999))],
    ['a form that was posted', 10, (text) => () => readForm('multipart/form-data; boundary=b', `--b\r\n${text}\r\n`)],
    ['the boundary of a form', 10, (text) => () => readForm(`multipart/form-data; ${text}`, 'a')],
    ['the relationships of a document', 1, (text) => inspectedDocument({ 'word/_rels/document.xml.rels': text })],
    ['the types of a document', 1, (text) => inspectedDocument({ '[Content_Types].xml': text })],
    ['a page', 2, (text) => inspectedFile('a.html', `<html>${text}`)],
    ['a drawing', 2, (text) => inspectedFile('a.svg', `<svg xmlns="http://www.w3.org/2000/svg">${text}`)],
    ['a table', 2, (text) => inspectedFile('a.csv', text)],
    ['an RTF document', 2, (text) => inspectedFile('a.rtf', `{\\rtf1 ${text}`)],
    ['a PDF', 2, (text) => inspectedFile('a.pdf', `%PDF-1.7\n/XFA 1 0 R/EF<</F 1 0 R>>${text}`)],
    ['the strings of a PDF', 2, (text) => inspectedFile('a.pdf', `%PDF-1.7\n1 0 obj<</S/Launch/T(${text}`)],
    ['a page with a file', 2, (text) => inspectedFile('a.html', `<a onload= href="data:x/y;base64,${text}`)],
    ['a calendar', 2, (text) => inspectedFile('a.ics', `BEGIN:VEVENT\nATTACH;ENCODING=BASE64:${text}`)],
    ['a card', 2, (text) => inspectedFile('a.vcf', `BEGIN:VCARD\n${text}`)],
    ['a slide', 1, (text) => inspectedDocument({ 'ppt/slides/slide1.xml': `<a action="ppaction:">HYPERLINK ${text}` })],
    ['the HTML of a TNEF part', 1, (text) => () => readTnef(tnefOf(Buffer.from(text)))],
    ['HTML beside text', 2, (text) => () => createSanitizer()(text)],
    [
      'a text with files',
      10,
      (text) => () => withoutEncodedFiles(Buffer.from(`begin 644 a\n${text}\n=ybegin ${text}`), 9),
    ],
    ['armor', 10, (text) => () => withoutArmor(`-----BEGIN PGP SIGNED MESSAGE-----\n${text}`, (message) => message)],
    ['armor in HTML', 10, (text) => () => withoutHtmlArmor(`-----BEGIN PGP SIGNED MESSAGE-----${text}`)],
    ['a PGP message', 10, (text) => () => openPgpMessage(text)],
    ['RTF', 10, (text) => () => readRtf(Buffer.from(`{\\rtf1 ${text}`))],
  ])(
    'reads a hostile text in %s in linear time',
    async (_name, times, workOn) => {
      expect(await slowShapes(['in one line', 'in one line below a colon'], workOn, times)).toEqual([]);
    },
    120_000,
  );

  it('reads a source route that can be split at its hosts in two ways in linear time', async () => {
    // Each further host once doubled the time.
    const route = `rfc822; ${'@0@0,'.repeat(26)} x`;

    expect(await leastMsOf(() => readRecipient(route), ceiling)).toBeLessThan(ceiling);
  });

  // Each further point that a rule could read in two ways once doubled the time.
  it.each([
    ['numbers behind the words of an absence', `Ich bin ${'0.'.repeat(30)}\n`],
    ['numbers behind the words of a receipt', `Wir haben ihre Nachricht ${'0.'.repeat(30)}\n`],
  ])('reads %s in linear time', async (_name, text) => {
    const mail = aParsedMail({ text, subject: text.slice(0, 200) });

    expect(await leastMsOf(() => classify({ mail, recipients: [], reply: text }), ceiling)).toBeLessThan(ceiling);
  });

  it.each([
    ['abbreviations behind the words of an address', `konto${'.el'.repeat(29)}.! hittades inte`],
    ['abbreviations behind the words of a domain', `domæn${' el.'.repeat(22)}! findes ikke`],
    ['verbs behind the word of an account', `user${' has been'.repeat(100)}n`],
    ['words of a name behind a greeting', `bad ${'host name '.repeat(100)}`],
  ])('reads %s in a bounce in linear time', async (_name, text) => {
    const work = () => [translatedReason(text), isDeleted.test(text), helloRefused.test(text)];

    expect(await leastMsOf(work, ceiling)).toBeLessThan(ceiling);
  });

  it('reads a text with an end like the signature in its HTML in linear time', async () => {
    const growth = await growthOf((length) => {
      const mail = aParsedMail({
        text: `Hi.\n${'a\n.\n'.repeat(length)}`,
        markedText: `Hi.\n\ue003${'a'.repeat(length * 2)}`,
      });
      return () => readWords(mail);
    });

    expect(growth).toBeUndefined();
  });
});

function inspectedDocument(parts: Readonly<Record<string, string>>): () => Promise<unknown> {
  const document = {
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': '<w:document/>',
    'word/vbaProject.bin': 'Sub AutoOpen()',
    ...parts,
  };
  const bytes = Buffer.from(
    zipSync(Object.fromEntries(Object.entries(document).map(([name, text]) => [name, Buffer.from(text)]))),
  );
  return inspectedFile('a.docm', bytes);
}

function inspectedFile(filename: string, content: Uint8Array | string): () => Promise<unknown> {
  const bytes = Buffer.from(content);
  return () => inspect({ filename, contentType: '', size: bytes.length, head: bytes, read: async () => bytes });
}

/** Builds a TNEF part (MS-OXTNEF §2.1.3) with one property: the body in HTML. */
function tnefOf(html: Buffer): Buffer {
  const padded = Buffer.concat([html, Buffer.alloc((4 - (html.length % 4)) % 4)]);
  const properties = Buffer.alloc(16);
  properties.writeUInt32LE(1, 0);
  properties.writeUInt16LE(0x0102, 4);
  properties.writeUInt16LE(0x1013, 6);
  properties.writeUInt32LE(1, 8);
  properties.writeUInt32LE(html.length, 12);
  const head = Buffer.alloc(15);
  head.writeUInt32LE(0x223e9f78, 0);
  head[6] = 1;
  head.writeUInt32LE(0x00069003, 7);
  head.writeUInt32LE(properties.length + padded.length, 11);
  return Buffer.concat([head, properties, padded, Buffer.alloc(2)]);
}
