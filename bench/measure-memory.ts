// Runs as a process of its own: reads one mail and prints how far the resident memory rose over idle.
// usage: node --expose-gc bench/measure-memory.ts <ours|mailparser> <file>

import { createReadStream } from 'node:fs';
import { simpleParser } from 'mailparser';
import { largeMail } from '../fixtures/mail-builder.ts';
import type { Receipt } from '../lambdas/domain/mail/receipt.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';

const receipt: Receipt = {
  mailId: 'bench',
  objectKey: 'bench',
  receivedAt: '2026-11-20T09:00:00.000Z',
  recipients: [],
  authentication: {},
  recovered: false,
};

const [reader, file] = process.argv.slice(2);
const small =
  'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--\r\n';

async function read(source: AsyncIterable<Uint8Array>): Promise<void> {
  if (reader === 'ours') {
    const reading = await readMail(source);
    if (reading.kind !== 'mail') return;
    buildEvent(reading.mail, receipt);
    await reading[Symbol.asyncDispose]();
  } else await simpleParser(source as never);
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

// Beyond the size up to which a mail is split at once.
const streamed = small.replace('hi', 'hi there\r\n'.repeat(10_000));
// Beyond the size up to which an attachment stays in memory: the mail that is measured has one.
const attached = largeMail(300 * 1024, 'warm').toString('latin1');

// Code is loaded and warm before the measuring starts, so that the result is the cost of the mail alone.
for (let index = 0; index < 50; index += 1) {
  for (const mail of [small, streamed, attached]) {
    if (reader === 'ours') await read(bytes(mail));
    else await simpleParser(mail);
  }
}
globalThis.gc?.();
const idle = process.memoryUsage.rss();
let peak = idle;
const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 2);
const started = performance.now();
// The size of pieces that the command line reads.
await read(createReadStream(file ?? '', { highWaterMark: 128 * 1024 }));
const ms = performance.now() - started;
clearInterval(timer);
peak = Math.max(peak, process.memoryUsage.rss());
console.log(JSON.stringify({ ms: Math.round(ms), risenMiB: Number(((peak - idle) / 2 ** 20).toFixed(1)) }));
