import type { Command } from 'commander';
import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import type { Receipt } from '../lambdas/domain/mail/receipt.ts';
import { type Explanation, explainEvent } from '../lambdas/domain/understanding/explain.ts';
import { connectBackend } from './backend.ts';
import { loadIntegrations } from './integrations-file.ts';
import { createMemoryThreadIndex } from './memory-thread-index.ts';
import { fail, print, printJson } from './output.ts';
import { readOffline, readSources } from './parse.ts';

export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description(
      'say why a mail was read as it was: each decision with its rule and its evidence. Exit code 1: none could be read',
    )
    .argument('<what...>', '.eml files, folders, mbox files, - for standard input, or an event id (evt_…)')
    .option('--json', 'one JSON line a mail')
    .addHelpText(
      'after',
      '\nExamples:\n  postern explain fixtures/emails/auto-reply.eml\n  postern explain evt_0123…\n  postern explain --json fixtures/emails | less\n\nFiles are explained offline, together, so that answers find their threads. An event id needs the pipeline that\nholds it; its raw mail is read anew by the rules of today.',
    )
    .action(async (what: string[], options: { json?: boolean }) => {
      let isAnyRead = false;
      const show = (story: Story): void => {
        isAnyRead ||= story.error === undefined;
        if (options.json) printJson(story);
        else tell(story);
        process.exitCode = isAnyRead ? 0 : 1;
      };
      try {
        const { integrations } = loadIntegrations().file;
        const files = what.filter((name) => !name.startsWith('evt_'));
        for (const eventId of what.filter((name) => name.startsWith('evt_'))) show(await explainStored(eventId));
        if (files.length === 0) return;
        for await (const read of readSources(files, integrations)) {
          const { source, index } = read;
          if ('error' in read) show({ source, index, error: read.error });
          else show({ source, index, decisions: explainEvent(read.mail, read.event, read.thread) });
        }
      } catch (error) {
        fail(error);
      }
    });
}

interface Story {
  readonly source: string;
  readonly index: number;
  readonly decisions?: readonly Explanation[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Reads the raw bytes of an event again, under the verdicts and envelope that were stored; `trace` tells its thread. */
async function explainStored(eventId: string): Promise<Story> {
  const { reader, store } = connectBackend();
  const [ledger, stored] = await Promise.all([reader.event(eventId), store.getEvent(eventId)]);
  const [mail] = (await reader.mails(ledger?.mails ?? [])).values();
  const raw = mail && (await store.openRaw(mail.objectKey));
  if (stored === undefined || raw === undefined)
    throw new ConfigError(`nothing is known of ${eventId}, or its raw mail is gone; postern trace tells what there is`);
  const { integrations } = loadIntegrations().file;
  const read = await readOffline(raw, () => receiptOf(stored), createMemoryThreadIndex(), integrations);
  if ('error' in read) return { source: eventId, index: 0, error: read.error };
  return { source: eventId, index: 0, decisions: explainEvent(read.mail, read.event) };
}

const receiptOf = ({ receivedAt, envelope, authentication, spam, virus }: EmailReceived): Receipt =>
  compact({
    mailId: 'stored',
    objectKey: 'stored',
    receivedAt,
    mailFrom: envelope.mailFrom,
    recipients: envelope.rcptTo,
    authentication,
    spam: spam || undefined,
    virus: virus || undefined,
    recovered: envelope.source === 'headers',
  });

function tell({ source, index, decisions, error }: Story): void {
  print(`${source}#${index}`);
  if (error) print(`  not read: ${error.code}: ${error.message}`);
  for (const { decision, outcome, rule, evidence } of decisions ?? []) {
    print(`  ${decision}: ${outcome}`);
    print(`    rule ${rule}`);
    for (const line of evidence) print(`    because ${line}`);
  }
  print('');
}
