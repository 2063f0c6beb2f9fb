import { TransientError } from '../../lambdas/domain/errors.ts';
import type { MailReader } from '../../lambdas/domain/mail/mail-reader.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { readSecond } from '../../lambdas/mime/second-reader.ts';
import { createCompareReaders, readWithSecond } from '../../lambdas/parse/second-reading.ts';
import { aReceipt } from '../helpers/builders.ts';

const headers = 'From: ada@customer.example\r\nSubject: Hello\r\nContent-Type: text/plain\r\n';
const mail = `${headers}\r\nWords.\r\n`;

async function* inPieces(raw: string, size = 7): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < raw.length; start += size) yield Buffer.from(raw.slice(start, start + size));
}

/** Reads everything and finds no words. */
const blind: MailReader = async (raw) => {
  const reading = await readMail(raw);
  if (reading.kind === 'unreadable') return reading;
  const { text: _text, ...rest } = reading.mail;
  return { ...reading, mail: rest };
};
const failing =
  (error: Error): MailReader =>
  async (raw) => {
    await Array.fromAsync(raw);
    throw error;
  };
/** The first reader as given, and mailparser as the second. */
const withMailparser =
  (first: MailReader): MailReader =>
  (raw, isSuspect, reader) =>
    reader === 'second' ? readSecond(raw) : first(raw, isSuspect);

function readingOf(first: MailReader, raw = mail, source = () => inPieces(raw)) {
  const warnings: unknown[] = [];
  const log = {
    info: () => {},
    warn: (key: string, fields = {}) => void warnings.push([key, fields]),
    error: () => {},
  };
  const store = { openRaw: async () => inPieces(raw) };
  const result = readWithSecond({ read: withMailparser(first), store, log }, source(), aReceipt(), false);
  return { result, warnings };
}

describe('reading with a second reader', () => {
  it.each<[string, MailReader]>([
    ['fails', failing(new RangeError('a bug'))],
    ['finds neither text nor parts', blind],
  ])('takes the second reading where ours %s, and the event says so', async (_name, first) => {
    const { result, warnings } = readingOf(first);
    const reading = await result;

    if (reading.kind !== 'mail') throw new Error(reading.code);
    expect(buildEvent(reading.mail, aReceipt())).toMatchObject({ reader: 'second', body: { text: 'Words.\n' } });
    expect(warnings).toEqual([['parse.second-reader', expect.objectContaining({ mailId: 'mail-1' })]]);
  });

  it.each<[string, MailReader, string]>([
    ['has words', readMail, mail],
    ['has a file', readMail, `${headers.replace('text/plain', 'application/pdf')}\r\nx\r\n`],
    ['has no body', blind, `${headers}\r\n`],
    ['has a body of blanks', blind, `${headers}\r\n \r\n\t\r\n`],
    ['is only a header', blind, headers],
    ['is refused', async () => ({ kind: 'unreadable', code: 'too-deep', message: 'parts within parts' }), mail],
  ])('reads once where the mail %s', async (_name, first, raw) => {
    const { result, warnings } = readingOf(first, raw);
    const reading = await result;

    expect(warnings).toEqual([]);
    expect(reading.kind === 'mail' && reading.mail.reader).not.toBe('second');
  });

  it.each([
    ['the store stopped', new TransientError('the store stopped in the middle of a mail')],
    ['the worker was lost', Object.assign(new Error('ended'), { name: 'WorkerEndedError' })],
  ])('hands on the error where %s', async (_name, error) => {
    const { result, warnings } = readingOf(failing(error));

    await expect(result).rejects.toBe(error);
    expect(warnings).toEqual([]);
  });

  it('hands on the error of a source that fails', async () => {
    const error = new RangeError('the socket closed');
    const { result, warnings } = readingOf(readMail, mail, async function* () {
      yield* inPieces(headers);
      throw error;
    });

    await expect(result).rejects.toBe(error);
    expect(warnings).toEqual([]);
  });

  it('keeps the first error where the second reader fails, too', async () => {
    const error = new RangeError('a bug');
    const read = failing(error);
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const store = { openRaw: async () => inPieces(mail) };

    await expect(readWithSecond({ read, store, log }, inPieces(mail), aReceipt(), false)).rejects.toBe(error);
  });

  it('keeps our reading where the second finds nothing either', async () => {
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const store = { openRaw: async () => inPieces(mail) };
    const reading = await readWithSecond({ read: blind, store, log }, inPieces(mail), aReceipt(), false);

    expect(reading).toMatchObject({ kind: 'mail', mail: { subject: 'Hello' } });
  });
});

describe('comparing the readers', () => {
  async function comparison(raw: string, share: number, change: Parameters<typeof Object.assign>[1] = {}) {
    const reading = await readMail(inPieces(mail));
    if (reading.kind !== 'mail') throw new Error(reading.code);
    const event = { ...buildEvent(reading.mail, aReceipt()), ...change };
    const counted: string[] = [];
    const warnings: unknown[] = [];
    const log = {
      info: () => {},
      warn: (key: string, fields = {}) => void warnings.push([key, fields]),
      error: () => {},
    };
    const store = { openRaw: async () => inPieces(raw, 65_536) };
    const compare = createCompareReaders(
      { read: withMailparser(readMail), store, log },
      { share, random: () => 0.5, count: (field) => void counted.push(field) },
    );
    await compare(aReceipt(), event);
    return { counted, warnings, eventId: event.eventId };
  }

  it('counts nothing where both agree', async () => {
    expect(await comparison(mail, 1)).toMatchObject({ counted: [], warnings: [] });
  });

  it('counts each field that differs, and logs the event without its content', async () => {
    const { counted, warnings, eventId } = await comparison(mail.replace('Words', 'Others').replace('Hello', 'Hi'), 1);

    expect(counted).toEqual(['subject', 'words']);
    expect(warnings).toEqual([['parse.readers-differ', { eventId, fields: ['subject', 'words'] }]]);
  });

  it.each<[string, number, object]>([
    ['a mail outside the sample', 0.5, {}],
    ['a mail while comparison is off', 0, {}],
    ['a mail that the second reader has read', 1, { reader: 'second' }],
  ])('does not read %s again', async (_name, share, change) => {
    expect(await comparison('Subject: other\r\n\r\n', share, change)).toMatchObject({ counted: [], warnings: [] });
  });

  it('leaves a large mail alone', async () => {
    const { counted, warnings } = await comparison(`${mail}${'x'.repeat(1024 * 1024)}`, 1);

    expect(counted).toEqual([]);
    expect(warnings).toEqual([['parse.second-reader', expect.objectContaining({ error: 'RangeError' })]]);
  });
});
