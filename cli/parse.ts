import type { Command } from 'commander';
import { buildEvent } from '../lambdas/domain/build-event.ts';
import type { EmailReceived } from '../lambdas/domain/event.ts';
import type { Integration } from '../lambdas/domain/integration.ts';
import { createMemoryThreadIndex } from '../lambdas/domain/memory-thread-index.ts';
import { headerValue, type ParsedMail } from '../lambdas/domain/parsed-mail.ts';
import type { ThreadIndex } from '../lambdas/domain/ports.ts';
import type { Receipt } from '../lambdas/domain/receipt.ts';
import { createRouter } from '../lambdas/domain/route.ts';
import { cluesOf } from '../lambdas/domain/thread-clues.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { loadIntegrations } from './integrations-file.ts';
import { type MailSource, mailSources } from './mail-sources.ts';
import { fail, print, printJson } from './output.ts';

export type ParseLine = { readonly source: string; readonly index: number } & (
  | { readonly event: EmailReceived }
  | { readonly error: { readonly code: string; readonly message: string } }
);

export function registerParse(program: Command): void {
  program
    .command('parse')
    .description('read mail offline and print its events, one JSON line a mail; needs no pipeline')
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
        for await (const line of parseSources(paths, loadIntegrations().file.integrations)) {
          if (asJson) printJson(line);
          else print(summary(line));
        }
      } catch (error) {
        fail(error);
      }
    });
}

/** Parses mail after mail; threads are kept across all of them. Every mail gives a line. */
export async function* parseSources(
  paths: readonly string[],
  integrations: readonly Integration[],
): AsyncGenerator<ParseLine> {
  const threads = createMemoryThreadIndex();
  for await (const mail of mailSources(paths)) yield await parseOne(mail, threads, integrations);
}

async function parseOne(
  { source, index, open }: MailSource,
  threads: ThreadIndex,
  integrations: readonly Integration[],
): Promise<ParseLine> {
  try {
    const reading = await readMail(open());
    if (reading.kind === 'unreadable')
      return { source, index, error: { code: reading.code, message: reading.message } };
    try {
      const event = buildEvent(reading.mail, receiptFrom(reading.mail));
      return { source, index, event: await routed(event, threads, integrations) };
    } finally {
      await reading.dispose();
    }
  } catch (error) {
    return {
      source,
      index,
      error: { code: (error as NodeJS.ErrnoException).code ?? 'internal', message: (error as Error).message },
    };
  }
}

/** What can be said of a mail that came with no receipt: its own trace, and no verdict at all. */
function receiptFrom(mail: ParsedMail): Receipt {
  const returnPath = headerValue(mail, 'return-path')?.replace(/^<|>$/g, '');
  const received = Date.parse(headerValue(mail, 'received')?.split(';').at(-1) ?? '');
  const receivedAt = Number.isNaN(received) ? (mail.date ?? new Date(0)) : new Date(received);
  return {
    mailId: 'offline',
    objectKey: 'offline',
    receivedAt: receivedAt.toISOString(),
    ...(returnPath && { mailFrom: returnPath }),
    recipients: [],
    authentication: {},
    recovered: true,
  };
}

async function routed(
  event: EmailReceived,
  threads: ThreadIndex,
  integrations: readonly Integration[],
): Promise<EmailReceived> {
  const route = event.envelope.rcptTo.map(createRouter(integrations)).find((found) => found !== undefined);
  const tenant = integrations.find(({ key }) => key === route?.integration)?.tenant ?? 'offline';
  const decision = await threads.resolve(cluesOf(event, tenant, route?.token));
  const { key, aliases, matchedBy, confidence } = decision;
  return {
    ...event,
    thread: { key, matchedBy, confidence, ...(aliases.length > 0 && { aliases: [...aliases] }) },
    ...(route && { route }),
  };
}

function summary(line: ParseLine): string {
  if ('error' in line) return `${line.source}#${line.index}  unreadable: ${line.error.code}: ${line.error.message}`;
  const { event } = line;
  const files = event.attachments.length > 0 ? `, ${event.attachments.length} attachment(s)` : '';
  return `${line.source}#${line.index}  ${event.classification.kind}  ${event.message.from?.address ?? '(no sender)'}  ${event.message.subject ?? '(no subject)'}${files}`;
}
