import { compact } from '../lambdas/compact.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import type { Receipt } from '../lambdas/domain/mail/receipt.ts';
import { explainEvent } from '../lambdas/domain/understanding/explain.ts';
import type { Explanation } from '../lambdas/domain/understanding/explain-stored.ts';
import { type Backend, connectBackend } from './backend.ts';
import { loadIntegrations } from './integrations-file.ts';
import { isMasked } from './masking.ts';
import { createMemoryThreadIndex } from './memory-thread-index.ts';
import { printJson, printLines } from './output.ts';
import { readOffline, readSources } from './parse.ts';

export async function runExplain(inputs: readonly string[], { json }: { json?: boolean }): Promise<void> {
  let isAnyRead = false;
  for await (const story of storiesOf(inputs)) {
    isAnyRead ||= story.error === undefined;
    const shown = isMasked() ? withoutFileNames(story) : story;
    if (json) printJson(shown);
    else printLines(storyLines(shown));
    process.exitCode = isAnyRead ? 0 : 1;
  }
}

/** The stories of stored events first, then those of files. */
async function* storiesOf(inputs: readonly string[]): AsyncGenerator<Story> {
  const { integrations } = loadIntegrations().file;
  const { eventIds = [], paths = [] } = Object.groupBy(inputs, (input) =>
    input.startsWith('evt_') ? 'eventIds' : 'paths',
  );
  for (const eventId of eventIds) yield await explainStored(connectBackend(), eventId, integrations);
  if (paths.length > 0) yield* explainFiles(paths, integrations);
}

/** Explains mail in files, folders and mbox files; answers find their threads among them. */
async function* explainFiles(paths: readonly string[], integrations: readonly Integration[]): AsyncGenerator<Story> {
  for await (const mail of readSources(paths, integrations)) {
    const { source, index } = mail;
    if ('error' in mail) yield { source, index, error: mail.error };
    else yield { source, index, decisions: explainEvent(mail.mail, mail.event, mail.thread) };
  }
}

/** Why one mail was read as it was; with `--json` the keys of its line. */
interface Story {
  readonly source: string;
  readonly index: number;
  readonly decisions?: readonly Explanation[];
  readonly error?: { readonly code: string; readonly message: string };
}

interface ExplainPorts {
  readonly store: Pick<Backend['store'], 'getEvent' | 'openRaw'>;
  readonly reader: Pick<Backend['reader'], 'event' | 'mails'>;
}

/**
 * Reads the raw bytes of an event again, under the verdicts and the envelope that were stored. The decision about its thread
 * is left to `trace`.
 *
 * @throws ConfigError for an unknown event, and when its raw mail is gone
 */
export async function explainStored(
  { reader, store }: ExplainPorts,
  eventId: string,
  integrations: readonly Integration[],
): Promise<Story> {
  const [ledger, event] = await Promise.all([reader.event(eventId), store.getEvent(eventId)]);
  const [mail] = (await reader.mails(ledger?.mails ?? [])).values();
  const raw = mail && (await store.openRaw(mail.objectKey));
  if (event === undefined || raw === undefined)
    throw new ConfigError(`nothing is known of ${eventId}, or its raw mail is gone; postern trace tells what there is`);
  const reading = await readOffline(raw, () => receiptOf(event), createMemoryThreadIndex(), integrations);
  if ('error' in reading) return { source: eventId, index: 0, error: reading.error };
  return { source: eventId, index: 0, decisions: explainEvent(reading.mail, reading.event) };
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

/** The name of a file is a word of the mail. */
const withoutFileNames = ({ decisions, ...story }: Story): Story =>
  compact({
    ...story,
    decisions: decisions?.map((each) =>
      each.decision.startsWith('attachment') ? { ...each, outcome: `***: ${each.outcome.split(': ').at(-1)}` } : each,
    ),
  });

/** A story for people, with an empty line at its end. */
export const storyLines = ({ source, index, decisions = [], error }: Story): string[] => [
  `${source}#${index}`,
  ...(error ? [`  not read: ${error.code}: ${error.message}`] : []),
  ...decisions.flatMap(({ decision, outcome, rule, evidence }) => [
    `  ${decision}: ${outcome}`,
    `    rule ${rule}`,
    ...evidence.map((line) => `    because ${line}`),
  ]),
  '',
];
