import { cluesOf } from '../../lambdas/domain/threads/thread-clues.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { aReceipt } from './builders.ts';

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads a mail as parse does: its parts, its attachments, its event and its thread clues. */
export async function readWhole(raw: Buffer): Promise<void> {
  const reading = await readMail(once(raw));
  if (reading.kind === 'unreadable') return;
  try {
    cluesOf(buildEvent(reading.mail, aReceipt({ recovered: true })), 'acme', (_tenant, address) => address);
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}
