import type { Command } from 'commander';
import { compact } from '../lambdas/compact.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { createRouter } from '../lambdas/domain/configuration/route.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { headerValue, type ParsedMail } from '../lambdas/domain/mail/parsed-mail.ts';
import type { Receipt } from '../lambdas/domain/mail/receipt.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';
import type { ThreadIndex } from '../lambdas/domain/threads/thread.ts';
import { cluesOf } from '../lambdas/domain/threads/thread-clues.ts';
import type { ThreadDecision } from '../lambdas/domain/threads/thread-entry.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { trustOf } from '../lambdas/domain/understanding/trust.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { loadIntegrations } from './integrations-file.ts';
import { mailSources } from './mail-sources.ts';
import { createMemoryThreadIndex } from './memory-thread-index.ts';
import { fail, print, printJson } from './output.ts';

export type ParseLine = { readonly source: string; readonly index: number } & (
  | { readonly event: EmailReceived }
  | { readonly error: { readonly code: string; readonly message: string } }
);

export function registerParse(program: Command): void {
  program
    .command('parse')
    .description(
      'read mail offline and print its events, one JSON line a mail; needs no pipeline. Exit code 1: none could be read',
    )
    .argument('<paths...>', '.eml files, folders, mbox files, or - for standard input')
    .option('--jsonl', 'JSON lines even on a terminal')
    .option('--json', 'the same as --jsonl')
    .addHelpText(
      'after',
      '\nExamples:\n  postern parse mail.eml\n  postern parse --jsonl fixtures/emails > events.jsonl\n  cat mail.eml | postern parse -',
    )
    .action(async (paths: string[], options: { jsonl?: boolean; json?: boolean }) => {
      const asJson = options.jsonl || options.json || process.stdout.isTTY !== true;
      try {
        let isAnyRead = false;
        for await (const line of parseSources(paths, loadIntegrations().file.integrations)) {
          isAnyRead ||= 'event' in line;
          if (asJson) printJson(line);
          else print(summary(line));
        }
        process.exitCode = isAnyRead ? 0 : 1;
      } catch (error) {
        fail(error);
      }
    });
}

/** One mail read offline, with what the reading and the thread decision were made of. */
export type OfflineMail = { readonly source: string; readonly index: number } & (
  | { readonly mail: ParsedMail; readonly event: EmailReceived; readonly thread: ThreadDecision }
  | { readonly error: { readonly code: string; readonly message: string } }
);

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

/** The same with the parsed mail beside the event, for verbs that look closer. */
export async function* readSources(
  paths: readonly string[],
  integrations: readonly Integration[],
): AsyncGenerator<OfflineMail> {
  const threads = createMemoryThreadIndex();
  for await (const { source, index, open } of mailSources(paths)) {
    try {
      yield { source, index, ...(await readOffline(open(), receiptFrom, threads, integrations)) };
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
  threads: ThreadIndex,
  integrations: readonly Integration[],
): Promise<
  | { readonly mail: ParsedMail; readonly event: EmailReceived; readonly thread: ThreadDecision }
  | { readonly error: { readonly code: string; readonly message: string } }
> {
  const reading = await readMail(raw);
  if (reading.kind === 'unreadable') return { error: { code: reading.code, message: reading.message } };
  try {
    const event = buildEvent(reading.mail, receiptOf(reading.mail));
    return { mail: reading.mail, ...(await routed(event, threads, integrations)) };
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}

/** What can be said of a mail that came with no receipt: its own trace, and no verdict at all. */
function receiptFrom(mail: ParsedMail): Receipt {
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

/** Nothing of it is kept, so that no key is needed. */
const asItIs: SubjectHash = (_tenant, address) => address;

async function routed(
  event: EmailReceived,
  threads: ThreadIndex,
  integrations: readonly Integration[],
): Promise<{ readonly event: EmailReceived; readonly thread: ThreadDecision }> {
  const route = event.envelope.rcptTo.map(createRouter(integrations)).find((found) => found !== undefined);
  const integration = integrations.find(({ key }) => key === route?.integration);
  const clues = cluesOf(
    event,
    integration?.tenant ?? 'offline',
    asItIs,
    compact({
      token: route?.token,
      own: integration?.trust ? integration.trust : undefined,
    }),
  );
  // Files on a disk were received by nobody who could have proven their senders: whoever reads them knows where they are from.
  const isUnchecked = Object.keys(event.authentication).length === 0;
  const thread = await threads.resolve({ ...clues, ...compact({ authentication: isUnchecked ? 'pass' : undefined }) });
  const { key, aliases, matchedBy, confidence } = thread;
  return {
    thread,
    event: {
      ...event,
      ...compact({ trust: integration?.trust ? trustOf(event, integration.trust) : undefined }),
      thread: compact({ key, matchedBy, confidence, aliases: aliases.length > 0 ? [...aliases] : undefined }),
      ...compact({ route: route }),
    },
  };
}

function summary(line: ParseLine): string {
  if ('error' in line) return `${line.source}#${line.index}  unreadable: ${line.error.code}: ${line.error.message}`;
  const { event } = line;
  const files = event.attachments.length > 0 ? `, ${event.attachments.length} attachment(s)` : '';
  return `${line.source}#${line.index}  ${event.classification.kind}  ${event.message.from?.address ?? '(no sender)'}  ${event.message.subject ?? '(no subject)'}${files}`;
}
