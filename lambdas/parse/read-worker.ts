// Runs in a worker thread: reads one mail after the other, so that its caller can end it in the middle of anything.

import { parentPort } from 'node:worker_threads';
import { compact } from '../compact.ts';
import type { ReadMail, UnreadableMail } from '../domain/mail/mail-reader.ts';
import { buildEvent } from '../domain/understanding/build-event.ts';
import { readMail } from '../mime/read-mail.ts';
import { readSecond } from '../mime/second-reader.ts';
import type { ReadRequest, ReadResponse } from './read-protocol.ts';

/** The mail that is being read. */
interface Session {
  readonly reading: Promise<ReadMail | UnreadableMail>;
  /** Hands over bytes; none are the end of the mail. */
  readonly push: (bytes: Uint8Array | undefined) => void;
  /** Resolves when the reader wants more, or has come to its end. */
  readonly wants: () => Promise<unknown>;
  /** Ends the reading, also while it waits for bytes that never come, and removes its files. */
  readonly close: () => Promise<void>;
  readonly files: Map<number, AsyncIterator<Uint8Array>>;
}

function openSession(spoolFolder: string, reader: 'second' | undefined): Session {
  let arrived = Promise.withResolvers<Uint8Array | undefined>();
  let demand = Promise.withResolvers<void>();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (;;) {
      demand.resolve();
      const chunk = await arrived.promise;
      arrived = Promise.withResolvers();
      if (chunk === undefined) return;
      yield chunk;
    }
  }
  const reading = reader === 'second' ? readSecond(bytes(), spoolFolder) : readMail(bytes(), true, spoolFolder);
  // The request for the result meets its failure.
  reading.catch(() => {});
  const settled = reading.then(
    () => {},
    () => {},
  );
  return {
    reading,
    push(chunk) {
      demand = Promise.withResolvers();
      arrived.resolve(chunk);
    },
    wants: () => Promise.race([demand.promise, settled]),
    async close() {
      // The reader may be at its end, and wait for no bytes.
      arrived.promise.catch(() => {});
      arrived.reject(new Error('the mail is abandoned'));
      const mail = await reading.catch(() => undefined);
      if (mail?.kind === 'mail') await mail[Symbol.asyncDispose]();
    },
    files: new Map(),
  };
}

/** Answers one request after the other, about the mail that the last `begin` opened. */
function createAnswers(): (request: ReadRequest) => Promise<ReadResponse> {
  let session: Session | undefined;
  const current = (): Session => {
    if (session === undefined) throw new Error('no mail is being read');
    return session;
  };
  return async function answer(request) {
    switch (request.kind) {
      case 'begin':
        session = openSession(request.spoolFolder, request.reader);
        await session.wants();
        return { kind: 'done' };
      case 'bytes':
        current().push(request.bytes);
        await current().wants();
        return { kind: 'done' };
      case 'end':
        current().push(undefined);
        return endOf(await current().reading);
      case 'event':
        return { kind: 'event', event: buildEvent(request.mail, request.receipt) };
      case 'file':
        return nextBytes(current(), request.index);
      case 'dispose': {
        const ended = session;
        session = undefined;
        await ended?.close();
        return { kind: 'done' };
      }
    }
  };
}

function endOf(reading: ReadMail | UnreadableMail): ReadResponse {
  if (reading.kind === 'unreadable') return { kind: 'unreadable', unreadable: reading };
  const macroFree = reading.mail.attachments.map((_, index) => reading.macroFreeCopy(index));
  return { kind: 'mail', mail: reading.mail, macroFree };
}

/** The next bytes of an attachment, from the end of the last answer on. */
async function nextBytes({ reading, files }: Session, index: number): Promise<ReadResponse> {
  const mail = await reading;
  if (mail.kind === 'unreadable') throw new Error('an unreadable mail has no attachments');
  const file = files.get(index) ?? mail.openAttachment(index)[Symbol.asyncIterator]();
  files.set(index, file);
  const { done, value } = await file.next();
  if (done) files.delete(index);
  return compact({ kind: 'bytes', bytes: done ? undefined : value });
}

const answer = createAnswers();

parentPort?.on('message', async ({ id, request }: { id: number; request: ReadRequest }) => {
  try {
    parentPort?.postMessage({ id, response: await answer(request) });
  } catch (error) {
    // Also a response that cannot be cloned: the reading fails, and the worker goes on with the others.
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    parentPort?.postMessage({ id, response: { kind: 'failed', name, message } satisfies ReadResponse });
  }
});
