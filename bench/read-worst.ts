// Runs as a process of its own: reads one mail as the parse function does, and prints its time and memory.
// usage: node --max-old-space-size=<MB> bench/read-worst.ts <file> <memory of the function in MB>
// Imported for its size alone: the function holds the clients of AWS as well.
import '../lambdas/parse/container.ts';
import { createReadStream } from 'node:fs';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { createFunctionReader } from '../lambdas/parse/watched-reader.ts';
import type { WorstResult } from './worst.ts';

const [file = '', memoryMb = ''] = process.argv.slice(2);
const receipt = {
  mailId: 'bench',
  objectKey: 'bench',
  receivedAt: '2026-11-20T09:00:00.000Z',
  recipients: ['sales@inbound.localhost'],
  authentication: {},
  recovered: false,
};

async function read(): Promise<Pick<WorstResult, 'outcome' | 'eventMiB'>> {
  const reading = await createFunctionReader(Number(memoryMb))(createReadStream(file, { highWaterMark: 64 * 1024 }));
  if (reading.kind === 'unreadable') return { outcome: `quarantined: ${reading.code}`, eventMiB: 0 };
  const event = await (reading.buildEvent ?? buildEvent)(reading.mail, receipt);
  if ('kind' in event) return { outcome: `quarantined: ${event.code}`, eventMiB: 0 };
  for (let index = 0; index < event.attachments.length; index += 1)
    for await (const _ of reading.openAttachment(index));
  const json = JSON.stringify(event);
  await reading[Symbol.asyncDispose]();
  const leftOut = (event.body.leftOut ?? []).map(({ part, reason }) => `${part} ${reason}`);
  const outcome = leftOut.length === 0 ? 'event' : `event; ${leftOut.join(', ')}`;
  return { outcome, eventMiB: Buffer.byteLength(json) / 2 ** 20 };
}

const started = performance.now();
const result = await read();
const ms = Math.round(performance.now() - started);
console.log(JSON.stringify({ ...result, ms, peakMiB: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);
