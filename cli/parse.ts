import { compact } from '../lambdas/compact.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { createRouter } from '../lambdas/domain/configuration/route.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { headerValue, type ParsedMail } from '../lambdas/domain/mail/parsed-mail.ts';
import type { Receipt } from '../lambdas/domain/mail/receipt.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';
import { cluesOf } from '../lambdas/domain/threads/thread-clues.ts';
import type { ThreadDecision } from '../lambdas/domain/threads/thread-entry.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { trustOf } from '../lambdas/domain/understanding/trust.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { loadIntegrations } from './integrations-file.ts';
import { mailSources } from './mail-sources.ts';
import { createMemoryThreadIndex, type MemoryThreadIndex } from './memory-thread-index.ts';
import { print, printJson } from './output.ts';

/** The event of one mail, or the reason why it could not be read: a line of `postern parse`. */
type ParseLine = { readonly source: string; readonly index: number } & (
  | { readonly event: EmailReceived }
  | { readonly error: { readonly code: string; readonly message: string } }
);

interface ParseOptions {
  readonly jsonl?: boolean;
  readonly json?: boolean;
}

export async function runParse(paths: readonly string[], options: ParseOptions): Promise<void> {
  const isJson = options.jsonl || options.json || process.stdout.isTTY !== true;
  let isAnyRead = false;
  for await (const line of parseSources(paths, loadIntegrations().file.integrations)) {
    isAnyRead ||= 'event' in line;
    if (isJson) printJson(line);
    else print(summaryLine(line));
  }
  process.exitCode = isAnyRead ? 0 : 1;
}

/** A mail that was read, or the reason why it could not be. */
type OfflineReading =
  | { readonly mail: ParsedMail; readonly event: EmailReceived; readonly thread: ThreadDecision }
  | { readonly error: { readonly code: string; readonly message: string } };

/** One mail read offline, with the parsed mail and the thread decision behind its event. */
type OfflineMail = { readonly source: string; readonly index: number } & OfflineReading;

/** Parses mail after mail; threads are kept across all of them. Every mail gives a line. */
export async function* parseSources(
  paths: readonly string[],
  integrations: readonly Integration[],
): AsyncGenerator<ParseLine> {
  for await (const read of readSources(paths, integrations)) {
    const { source, index } = read;
    yield 'error' in read ? { source, index, error: read.error } : { source, index, event: read.event };
  }
}

/** Reads mail after mail, with the parsed mail beside the event; threads are kept across all of them. */
export async function* readSources(
  paths: readonly string[],
  integrations: readonly Integration[],
): AsyncGenerator<OfflineMail> {
  const threads = createMemoryThreadIndex();
  for await (const { source, index, open } of mailSources(paths)) {
    try {
      yield { source, index, ...(await readOffline(open(), offlineReceipt, threads, integrations)) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      yield { source, index, error: { code: code ?? 'internal', message } };
    }
  }
}

/** Reads one mail as the parse stage does, without storing anything. */
export async function readOffline(
  raw: AsyncIterable<Uint8Array>,
  receiptOf: (mail: ParsedMail) => Receipt,
  threads: Pick<MemoryThreadIndex, 'resolve'>,
  integrations: readonly Integration[],
): Promise<OfflineReading> {
  const reading = await readMail(raw);
  if (reading.kind === 'unreadable') return { error: { code: reading.code, message: reading.message } };
  try {
    const event = buildEvent(reading.mail, receiptOf(reading.mail));
    return { mail: reading.mail, ...(await withRoute(event, threads, integrations)) };
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}

/** The receipt of a mail that came without one, from the mail's own trace headers; it has no verdicts. */
function offlineReceipt(mail: ParsedMail): Receipt {
  const returnPath = headerValue(mail, 'return-path')?.replace(/^<|>$/g, '');
  const received = Date.parse(headerValue(mail, 'received')?.split(';').at(-1) ?? '');
  const receivedAt = Number.isNaN(received) ? (mail.date ?? new Date(0)) : new Date(received);
  return compact({
    mailId: 'offline',
    objectKey: 'offline',
    receivedAt: receivedAt.toISOString(),
    mailFrom: returnPath || undefined,
    recipients: [],
    authentication: {},
    recovered: true,
  });
}

/** The address itself stands for its hash: nothing is stored, so no key is needed. */
const addressAsHash: SubjectHash = (_tenant, address) => address;

async function withRoute(
  event: EmailReceived,
  threads: Pick<MemoryThreadIndex, 'resolve'>,
  integrations: readonly Integration[],
): Promise<{ readonly event: EmailReceived; readonly thread: ThreadDecision }> {
  const route = event.envelope.rcptTo.map(createRouter(integrations)).find((candidate) => candidate !== undefined);
  const integration = integrations.find(({ key }) => key === route?.integration);
  const clues = cluesOf(
    event,
    integration?.tenant ?? 'offline',
    addressAsHash,
    compact({
      token: route?.token,
      own: integration?.trust,
      threadHeaders: integration?.threadHeader === undefined ? undefined : [integration.threadHeader],
    }),
  );
  // No receiver has checked the senders of files on a disk: the person who reads them knows where they are from.
  const isUnchecked = Object.keys(event.authentication).length === 0;
  const thread = await threads.resolve({ ...clues, ...compact({ authentication: isUnchecked ? 'pass' : undefined }) });
  const { key, aliases, matchedBy, confidence } = thread;
  return {
    thread,
    event: {
      ...event,
      ...compact({ trust: integration?.trust ? trustOf(event, integration.trust) : undefined }),
      thread: compact({ key, matchedBy, confidence, aliases: aliases.length > 0 ? [...aliases] : undefined }),
      ...compact({ route }),
    },
  };
}

/** A mail in one line, for people. */
export function summaryLine(line: ParseLine): string {
  const place = `${line.source}#${line.index}`;
  if ('error' in line) return `${place}  unreadable: ${line.error.code}: ${line.error.message}`;
  const { classification, message, attachments } = line.event;
  const files = attachments.length > 0 ? `, ${attachments.length} attachment(s)` : '';
  return `${place}  ${classification.kind}  ${message.from?.address ?? '(no sender)'}  ${message.subject ?? '(no subject)'}${files}`;
}
