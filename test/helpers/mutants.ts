import { readdirSync, readFileSync } from 'node:fs';
import { replyMail } from '../../bench/judge.ts';
import { catalogue } from '../../fixtures/catalogue.ts';
import { labelledBounces } from '../../fixtures/labelled/bounces.ts';
import { bouncesInWords } from '../../fixtures/labelled/bounces-in-words.ts';
import { bouncesOfOthers } from '../../fixtures/labelled/bounces-of-others.ts';
import { labelledKinds } from '../../fixtures/labelled/kinds.ts';
import { labelledReplies } from '../../fixtures/labelled/replies.ts';
import { repliesInHtml } from '../../fixtures/labelled/replies-in-html.ts';
import { repliesOfClients } from '../../fixtures/labelled/replies-of-clients.ts';
import { repliesOfOthers } from '../../fixtures/labelled/replies-of-others.ts';
import { type EmailReceived, emailReceivedSchema } from '../../lambdas/domain/mail/event.ts';
import { aMail, aPart } from './read-mail.ts';
import { aTnef } from './tnef.ts';

const wrapped = new URL('../mime/wrapped-by-others/', import.meta.url);
const stored = readdirSync(wrapped).map((name) => ({ name, bytes: readFileSync(new URL(name, wrapped)) }));
/** Mails with each kind of wrapper. */
const wrappedMails: readonly Buffer[] = [
  ...stored.filter(({ name }) => name.endsWith('.eml')).map(({ bytes }) => bytes),
  ...stored
    .filter(({ name }) => /\.(?:asc|uu|uu64|ync)$/.test(name))
    .map(({ bytes }) => Buffer.concat([Buffer.from(aMail('Content-Type: text/plain\n\nHi\n')), bytes])),
  ...stored
    .filter(({ name }) => /\.(?:lzfu|mela)$/.test(name))
    .map(({ bytes }) => Buffer.from(aMail(aPart('Content-Type: application/ms-tnef', aTnef([], { rtf: bytes }))))),
];

/** All stored mails, as seeds of mutants. */
export const seeds: readonly Buffer[] = [
  ...wrappedMails,
  ...catalogue.map(({ raw }) => raw),
  ...[...labelledBounces, ...bouncesInWords, ...bouncesOfOthers, ...labelledKinds].map(({ raw }) => raw),
  ...[...labelledReplies, ...repliesOfOthers, ...repliesOfClients, ...repliesInHtml].map(replyMail),
];

/** A repeatable source of integers below a bound. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The same for one of many numbered inputs, which does not depend on those before it. */
export const seededFor = (seed: number, index: number): ((below: number) => number) =>
  seeded((Math.imul(seed + 1, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b)) >>> 0);

const scraps = [
  '\r\n',
  '\n\n',
  '\0',
  '--=_part_1\r\n',
  '--=_part_1--\r\n',
  '=?utf-8?B?',
  '?=',
  'Content-Type: multipart/mixed; boundary=',
  '<',
  '"',
  '\u202e',
  'ÿþ',
  'Content-Transfer-Encoding: base64\r\n',
  'begin 644 x\n',
  ';;;;',
  '('.repeat(50),
];

/** Cuts, splices, flips and repeats parts of the mail and inserts fragments, several times. */
export function mutate(raw: Buffer, others: readonly Buffer[], pick: (below: number) => number): Buffer {
  let mail = raw;
  for (let changes = 1 + pick(4); changes > 0; changes -= 1) {
    const at = pick(mail.length + 1);
    const end = Math.min(mail.length, at + pick(200));
    const other = others[pick(others.length)]!;
    const insert = (bytes: Buffer): Buffer => Buffer.concat([mail.subarray(0, at), bytes, mail.subarray(at)]);
    const ways: Array<() => Buffer> = [
      () => mail.subarray(0, at),
      () => Buffer.concat([mail.subarray(0, at), mail.subarray(end)]),
      () => Buffer.concat([mail.subarray(0, at), other.subarray(pick(other.length + 1))]),
      () => insert(Buffer.from(scraps[pick(scraps.length)]!)),
      () => insert(Buffer.concat(Array.from({ length: 1 + pick(40) }, () => mail.subarray(at, end)))),
      () => {
        const flipped = Buffer.from(mail);
        if (at < flipped.length) flipped[at] = pick(256);
        return flipped;
      },
    ];
    mail = ways[pick(ways.length)]!();
  }
  return mail;
}

/** Single-line fields of an event: they must not contain a line break or reverse the text direction. */
const oneLiners = ({ message, attachments, classification }: EmailReceived): Array<string | undefined> => [
  message.messageId,
  message.inReplyTo,
  ...message.references,
  message.subject,
  message.forwarded?.subject,
  ...[
    message.from,
    message.sender,
    ...message.replyTo,
    ...message.to,
    ...message.cc,
    ...message.bcc,
    message.forwarded?.from,
  ].flatMap((mailbox) => [mailbox?.name, mailbox?.address]),
  ...message.headers.flatMap(({ name, value }) => [name, value]),
  ...attachments.flatMap(({ filename, contentType, contentId }) => [filename, contentType, contentId]),
  ...(classification.bounce?.recipients.flatMap(({ address, status, diagnostic }) => [address, status, diagnostic]) ??
    []),
  classification.bounce?.originalMessageId,
  ...(classification.complaint?.recipients ?? []),
  classification.calendar?.summary,
  classification.autoReply?.delegate,
];

/** Returns the faults of an event, for any input; empty if there are none. */
export function faultsOf(event: EmailReceived): string[] {
  const faults = (emailReceivedSchema.safeParse(event).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
  for (const text of oneLiners(event)) {
    if (text !== undefined && /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(text))
      faults.push('a control character in a one-line field');
  }
  for (const { filename } of event.attachments)
    if (filename !== undefined && /[/\\]/.test(filename)) faults.push('a path in a file name');
  for (const text of [event.body.text, event.body.html, event.body.reply?.text])
    if (text !== undefined && /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\ue000\ue003]/.test(text))
      faults.push('a control character in a text');
  if (/<script|\son\w+\s*=\s*["']|javascript:/i.test((event.body.html ?? '').replace(/>[^<]*</g, '><')))
    faults.push('HTML that would run');
  return faults;
}
