import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compact } from '../compact.ts';
import { TransientError } from '../domain/errors.ts';
import type { MailReader, UnreadableMail } from '../domain/mail/mail-reader.ts';
import type { ParsedMail } from '../domain/mail/parsed-mail.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import { readMail } from '../mime/read-mail.ts';
import type { ReadRequest, ReadResponse } from './read-protocol.ts';
import { createWatchedWorker, type WatchedWorker, WorkerEndedError } from './watched-worker.ts';

/** Work that one mail may cost, in ms: five of them fit into the function's two minutes. */
export const readBudgetMs = 20_000;
/** Mail up to this is read in place: its share of the budget is small, and most mail is far smaller. */
const inPlaceBytes = 1024 * 1024;
/** The longest wait for the store in the middle of a mail, in ms. */
const stallMs = 30_000;
/** The longest wait for bytes of an attachment, in ms: they come from a file that is there already. */
const fileMs = 60_000;

interface WatchedReaderOptions {
  readonly worker: WatchedWorker;
  /** @default readBudgetMs */
  readonly budgetMs?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
}

/**
 * A reader of mail that always comes to its end: large mail, and mail that was tried before, is read in a worker
 * that is ended when its budget of time or memory is spent. Time in which it waits for bytes does not count.
 */
export function createWatchedReader({ worker, budgetMs = readBudgetMs, clock }: WatchedReaderOptions): MailReader {
  return async function readWatched(raw, isSuspect = false, reader = undefined) {
    const source = withoutStalls(raw)[Symbol.asyncIterator]();
    const head: Uint8Array[] = [];
    let size = 0;
    for (let isAtEnd = false; !isAtEnd && !isSuspect && reader === undefined && size <= inPlaceBytes; ) {
      const { done, value } = await source.next();
      isAtEnd = done === true;
      if (isAtEnd) return readMail(fromArray(head));
      head.push(value);
      size += value.byteLength;
    }
    return readApart(chained(head, source), { worker, budgetMs, clock }, reader);
  };
}

/** One mail that the worker reads. */
interface ApartReading extends Required<WatchedReaderOptions> {
  readonly spoolFolder: string;
  /** Work so far, in ms of the budget. */
  spentMs: number;
  /** Whether the worker was ended: only its files are left. */
  isEnded: boolean;
}

async function readApart(
  raw: AsyncIterable<Uint8Array>,
  options: Required<WatchedReaderOptions>,
  reader: 'second' | undefined,
): ReturnType<MailReader> {
  const spoolFolder = await mkdtemp(join(tmpdir(), 'postern-read-'));
  const apart: ApartReading = { ...options, spoolFolder, spentMs: 0, isEnded: false };
  await using unlessRead = new AsyncDisposableStack();
  unlessRead.defer(() => endReading(apart));
  const reading = await unlessEnded(apart, () => readWithin(apart, raw, reader));
  if (reading.kind === 'mail') unlessRead.move();
  return reading;
}

async function readWithin(
  apart: ApartReading,
  raw: AsyncIterable<Uint8Array>,
  reader: 'second' | undefined,
): ReturnType<MailReader> {
  await ask(apart, compact({ kind: 'begin', spoolFolder: apart.spoolFolder, reader }));
  for await (const bytes of raw) await ask(apart, { kind: 'bytes', bytes: new Uint8Array(bytes) });
  const response = await ask(apart, { kind: 'end' });
  if (response.kind === 'unreadable') return response.unreadable;
  if (response.kind !== 'mail') throw new Error(`unexpected answer: ${response.kind}`);
  const { mail, macroFree } = response;
  return {
    kind: 'mail',
    mail,
    openAttachment: (index) => openFile(apart, index),
    macroFreeCopy: (index) => macroFree[index],
    buildEvent: (changed, receipt) => buildEventApart(apart, changed, receipt),
    [Symbol.asyncDispose]: () => endReading(apart),
  };
}

/** Asks the worker within the rest of the budget. */
async function ask(apart: ApartReading, request: ReadRequest): Promise<ReadResponse> {
  const askedAt = apart.clock();
  const response = await apart.worker.ask(request, Math.max(0, apart.budgetMs - apart.spentMs));
  apart.spentMs += apart.clock() - askedAt;
  return answered(response);
}

const buildEventApart = (apart: ApartReading, mail: ParsedMail, receipt: Receipt) =>
  unlessEnded(apart, async () => {
    const response = await ask(apart, { kind: 'event', mail, receipt });
    if (response.kind !== 'event') throw new Error(`unexpected answer: ${response.kind}`);
    return response.event;
  });

async function* openFile({ worker }: ApartReading, index: number): AsyncGenerator<Uint8Array> {
  for (;;) {
    const response = answered(await worker.ask({ kind: 'file', index }, fileMs));
    if (response.kind !== 'bytes' || response.bytes === undefined) return;
    yield response.bytes;
  }
}

/** A mail for which the worker had to be ended is unreadable; a worker that crashed is no fault of the mail. */
async function unlessEnded<T>(apart: ApartReading, work: () => Promise<T>): Promise<T | UnreadableMail> {
  try {
    return await work();
  } catch (error) {
    apart.isEnded = error instanceof WorkerEndedError;
    if (!(error instanceof WorkerEndedError) || error.why === 'crash') throw error;
    return error.why === 'out-of-time'
      ? { kind: 'unreadable', code: 'too-slow', message: `reading it took more than ${apart.budgetMs / 1000} s` }
      : { kind: 'unreadable', code: 'too-much-memory', message: 'reading it took more memory than a mail may take' };
  }
}

async function endReading({ worker, spoolFolder, isEnded }: ApartReading): Promise<void> {
  if (!isEnded) await worker.ask({ kind: 'dispose' }, fileMs).catch(() => {});
  await rm(spoolFolder, { recursive: true, force: true });
}

/**
 * A response that is no failure.
 *
 * @throws the worker's error, under its name
 */
function answered(response: ReadResponse): ReadResponse {
  if (response.kind !== 'failed') return response;
  throw Object.assign(new Error(response.message), { name: response.name });
}

/** Gives up on a source that stalls: the error is an answer, and a function out of time would give none. */
async function* withoutStalls(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = raw[Symbol.asyncIterator]();
  let isAtEnd = false;
  try {
    while (!isAtEnd) {
      const { done, value } = await within(source.next(), stallMs);
      if (!done) yield value;
      isAtEnd = done === true;
    }
  } finally {
    // Not awaited: a source that gives nothing may not end either.
    if (!isAtEnd) source.return?.().catch(() => {});
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TransientError('the store stopped in the middle of a mail')), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function* fromArray(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* chained(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The share of the function's memory that the worker's heap may take; buffers and code have the rest. */
const heapShare = 0.6;

/**
 * The reader as the function has it.
 *
 * @param memoryMb the memory of the function, as Lambda tells it
 */
export const createFunctionReader = (memoryMb: number): MailReader =>
  createWatchedReader({
    worker: createWatchedWorker(Math.floor(memoryMb * heapShare)),
    clock: () => performance.now(),
  });
