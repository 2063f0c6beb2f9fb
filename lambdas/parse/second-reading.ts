import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailReader, ReadMail, UnreadableMail } from '../domain/mail/mail-reader.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import { disagreementsOf, type ReaderField } from './compare-readers.ts';

/** The largest mail that is read a second time: the second reader holds it in memory several times over. */
const maxSecondBytes = 10 * 1024 * 1024;
/** The largest mail that is read by both readers for comparison only. */
const maxComparedBytes = 1024 * 1024;

/** Bytes of a mail as they passed by. */
interface Passage {
  size: number;
  /** Whether anything but blanks stands behind the header. */
  hasBody: boolean;
  /** Whether the source failed, rather than the reader. */
  hasSourceFailed: boolean;
}

interface SecondReadingDependencies {
  readonly read: MailReader;
  readonly store: Pick<MailStore, 'openRaw'>;
  readonly log: Log;
}

/**
 * Reads a mail, and by the second reader where ours fails, or finds neither text nor parts in a mail that has a body. A
 * mail that is refused for its limits is not read again, nor one on which the reader had to be ended.
 *
 * @throws the error of our reader, where the second has nothing better
 */
export async function readWithSecond(
  { read, store, log }: SecondReadingDependencies,
  raw: AsyncIterable<Uint8Array>,
  { mailId, objectKey }: Pick<Receipt, 'mailId' | 'objectKey'>,
  isSuspect: boolean,
): Promise<ReadMail | UnreadableMail> {
  const passage: Passage = { size: 0, hasBody: false, hasSourceFailed: false };
  const [first] = await Promise.allSettled([read(passing(raw, passage), isSuspect)]);
  if (!isForSecond(first, passage)) return readingIn(first);
  const error = first.status === 'rejected' ? (first.reason as Error).name : undefined;
  log.warn('parse.second-reader', { mailId, ...(error === undefined ? {} : { error }) });
  const again = await store.openRaw(objectKey);
  const second = again && (await read(again, isSuspect, 'second').catch(() => undefined));
  if (second?.kind !== 'mail') return readingIn(first);
  if (first.status === 'fulfilled' && first.value.kind === 'mail') {
    if (isBare(second)) {
      await second[Symbol.asyncDispose]();
      return first.value;
    }
    await first.value[Symbol.asyncDispose]();
  }
  return second;
}

type Settled = PromiseSettledResult<ReadMail | UnreadableMail>;

function readingIn(settled: Settled): ReadMail | UnreadableMail {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Errors that say nothing about the mail: the store stopped, or the worker was lost. */
const otherErrors = ['TransientError', 'WorkerEndedError'];

function isForSecond(first: Settled, { size, hasBody, hasSourceFailed }: Passage): boolean {
  if (hasSourceFailed || size > maxSecondBytes) return false;
  if (first.status === 'rejected') return !otherErrors.includes((first.reason as Error).name);
  return first.value.kind === 'mail' && hasBody && isBare(first.value);
}

/** Whether a reading holds neither text nor parts. */
const isBare = ({ mail }: ReadMail): boolean =>
  mail.text === undefined && mail.html === undefined && mail.leftOut === undefined && mail.attachments.length === 0;

/** Passes bytes on, and looks for the first of the body. */
async function* passing(raw: AsyncIterable<Uint8Array>, passage: Passage): AsyncGenerator<Uint8Array> {
  let isBehindHeader = false;
  let tail = '';
  try {
    for await (const bytes of raw) {
      passage.size += bytes.byteLength;
      if (!passage.hasBody) {
        const text = tail + Buffer.from(bytes).toString('latin1');
        const blankLine: number = isBehindHeader ? 0 : text.search(/\n\r?\n/);
        isBehindHeader ||= blankLine >= 0;
        passage.hasBody = isBehindHeader && /\S/.test(text.slice(blankLine));
        tail = text.slice(-2);
      }
      yield bytes;
    }
  } catch (error) {
    passage.hasSourceFailed = true;
    throw error;
  }
}

/** Reads a mail that was read and delivered by the second reader as well, and counts where they differ. */
export type CompareReaders = (receipt: Receipt, event: EmailReceived) => Promise<void>;

/**
 * Compares the readers on a sample of the mail. Only the fields that differ are counted, and logged with the event's id;
 * never their content. The mail is delivered before: nothing that happens here changes its fate.
 *
 * @param share of the mail, from 0 to 1
 */
export function createCompareReaders(
  { read, store, log }: SecondReadingDependencies,
  { share, random, count }: { share: number; random: () => number; count: (field: ReaderField) => void },
): CompareReaders {
  return async function compareReaders({ objectKey }, event) {
    if (event.reader === 'second' || random() >= share) return;
    const { eventId, message, body, attachments } = event;
    try {
      const raw = await store.openRaw(objectKey);
      const second = raw && (await read(upTo(maxComparedBytes, raw), false, 'second'));
      if (second?.kind !== 'mail') return;
      await using reading = second;
      const ours = { subject: message.subject, from: message.from, attachments, text: body.text };
      const fields = disagreementsOf(ours, reading.mail);
      for (const field of fields) count(field);
      if (fields.length > 0) log.warn('parse.readers-differ', { eventId, fields });
    } catch (error) {
      log.warn('parse.second-reader', { eventId, error: (error as Error).name });
    }
  };
}

/**
 * The bytes, up to a number of them.
 *
 * @throws RangeError when there are more
 */
async function* upTo(most: number, raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of raw) {
    size += bytes.byteLength;
    if (size > most) throw new RangeError('larger than what is compared');
    yield bytes;
  }
}
