// Runs in a worker thread: reads one mail after the other, so that whoever asked can end it in the middle of anything.

import { parentPort } from 'node:worker_threads';
import { compact } from '../compact.ts';
import type { ReadMail, UnreadableMail } from '../domain/mail/mail-reader.ts';
import { buildEvent } from '../domain/understanding/build-event.ts';
import { readMail } from '../mime/read-mail.ts';
import type { ReadRequest, ReadResponse } from './read-protocol.ts';

/** The mail at hand. */
interface Session {
  readonly reading: Promise<ReadMail | UnreadableMail>;
  /** Hands over bytes; the end, when there are none. */
  readonly push: (bytes: Uint8Array | undefined) => void;
  /** Resolves when the reader wants more, or has come to its end. */
  readonly wants: () => Promise<unknown>;
  /** Ends a reading whose bytes will never come. */
  readonly abandon: () => void;
  readonly files: Map<number, AsyncIterator<Uint8Array>>;
}

function openSession(spoolFolder: string): Session {
  let arrived = Promise.withResolvers<Uint8Array | undefined>();
  let wanted = Promise.withResolvers<void>();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (;;) {
      wanted.resolve();
      const chunk = await arrived.promise;
      arrived = Promise.withResolvers();
      if (chunk === undefined) return;
      yield chunk;
    }
  }
  const reading = readMail(bytes(), true, spoolFolder);
  // Whoever asks for the result learns of its failure.
  reading.catch(() => {});
  const settled = reading.then(
    () => {},
    () => {},
  );
  return {
    reading,
    push(chunk) {
      wanted = Promise.withResolvers();
      arrived.resolve(chunk);
    },
    wants: () => Promise.race([wanted.promise, settled]),
    abandon() {
      // The reader may have come to its end, and wait for nothing.
      arrived.promise.catch(() => {});
      arrived.reject(new Error('the mail is abandoned'));
    },
    files: new Map(),
  };
}

let session: Session | undefined;
const current = (): Session => {
  if (session === undefined) throw new Error('no mail is being read');
  return session;
};
const currentMail = async (): Promise<ReadMail> => (await current().reading) as ReadMail;

async function answer(request: ReadRequest): Promise<ReadResponse> {
  switch (request.kind) {
    case 'begin':
      session = openSession(request.spoolFolder);
      await session.wants();
      return { kind: 'done' };
    case 'bytes':
      current().push(request.bytes);
      await current().wants();
      return { kind: 'done' };
    case 'end': {
      current().push(undefined);
      const reading = await current().reading;
      if (reading.kind === 'unreadable') return { kind: 'unreadable', unreadable: reading };
      const macroFree = reading.mail.attachments.map((_, index) => reading.macroFreeCopy(index));
      return { kind: 'mail', mail: reading.mail, macroFree };
    }
    case 'event':
      return { kind: 'event', event: buildEvent(request.mail, request.receipt) };
    case 'file': {
      const { files } = current();
      const file =
        files.get(request.index) ?? (await currentMail()).openAttachment(request.index)[Symbol.asyncIterator]();
      files.set(request.index, file);
      const { done, value } = await file.next();
      if (done) files.delete(request.index);
      return compact({ kind: 'bytes', bytes: !done ? value : undefined });
    }
    case 'dispose': {
      session?.abandon();
      const reading = await session?.reading.catch(() => undefined);
      session = undefined;
      if (reading?.kind === 'mail') await reading.dispose();
      return { kind: 'done' };
    }
  }
}

parentPort?.on('message', async ({ id, request }: { id: number; request: ReadRequest }) => {
  try {
    parentPort?.postMessage({ id, response: await answer(request) });
  } catch (error) {
    const { name, message } = error as Error;
    parentPort?.postMessage({ id, response: { kind: 'failed', name, message } satisfies ReadResponse });
  }
});
