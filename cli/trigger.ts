import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import { createTransport } from 'nodemailer';
import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { defaultRecipient } from '../local/local-recipients.ts';
import { type Backend, connectBackend, dataDirectory, findRuntime } from './backend.ts';
import type { MailSource } from './mail-sources.ts';
import { print, printJson } from './output.ts';
import { type SentMail, sendMails, untilArrived, waitForFates } from './send.ts';
import { madeKind, madeKinds, madeMails } from './trigger/made-mails.ts';

interface TriggerOptions {
  readonly list?: boolean;
  readonly to?: string;
  readonly out?: string;
  readonly wait?: boolean;
  /** In ms. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** Sends made mail of a kind into the local pipeline. */
export async function runTrigger(kind: string | undefined, options: TriggerOptions): Promise<void> {
  const { list = false, out, json = false } = options;
  if (list) return listKinds(json);
  const made = kind === undefined ? undefined : madeKind(kind);
  if (kind === undefined || made === undefined)
    throw new InvalidArgumentError(
      `${kind === undefined ? 'a kind is missing' : `there is no kind "${kind}"`}; postern trigger --list shows them`,
    );
  const to = options.to ?? made.to ?? defaultRecipient;
  const id = `trigger-${kind}-${randomBytes(4).toString('hex')}`;
  const mails = madeMails(made, { id, to, now: new Date() });
  // An answer without the mail that it answers is a mail of that kind, too.
  if (out !== undefined) return writeMail(mails.at(-1)!, out);
  const sent = await sendMade(kind, mails, to);
  await untilArrived(sent.map(({ mailId }) => mailId));
  const backend = connectBackend();
  const fates = new Map<string, string>();
  const isSettled = options.wait !== true || (await waitForFates(fatePorts(backend, fates), sent, options.timeout));
  for (const { mailId } of sent) {
    const eventId = (await backend.reader.mails([mailId])).get(mailId)?.eventId;
    const line = compact({ kind, to, mailId, eventId, fate: fates.get(mailId) });
    if (json) printJson(line);
    else print(sentLine(line));
  }
  process.exitCode = isSettled ? 0 : 1;
}

function listKinds(json: boolean): void {
  const width = Math.max(...Object.keys(madeKinds).map((name) => name.length));
  for (const [name, { description, kind }] of Object.entries(madeKinds))
    if (json) printJson({ name, kind, description });
    else print(`${name.padEnd(width)}  ${description}; classified as ${kind}`);
}

function writeMail(mail: Buffer, path: string): void {
  if (path === '-') process.stdout.write(mail);
  else writeFileSync(path, mail);
}

/** @throws ConfigError when no pipeline runs, or when it refuses a mail */
async function sendMade(kind: string, mails: readonly Buffer[], to: string): Promise<readonly SentMail[]> {
  const runtime = findRuntime();
  if (runtime === undefined)
    throw new ConfigError(
      `no local pipeline is running in ${dataDirectory()}; start it with: npm start. Made mail goes to no deployment, ` +
        'where it would become records: to test one, write the mail with --out, look at it, and send it from a mailbox of yours',
    );
  const transport = createTransport({ host: '127.0.0.1', port: runtime.smtp, ignoreTLS: true });
  const refusals: string[] = [];
  const { sent } = await sendMails(
    sourcesOf(kind, mails),
    {
      transmit: async (envelope, raw) => (await transport.sendMail({ envelope, raw })).response,
      untilArrived,
      report: (line, text) => void ('error' in line && refusals.push(text)),
    },
    { to: [to] },
  );
  transport.close();
  if (refusals.length > 0) throw new ConfigError(refusals.join('; '));
  return sent;
}

/** Keeps the fate of each mail, and prints nothing. */
const fatePorts = ({ reader }: Pick<Backend, 'reader'>, fates: Map<string, string>) => ({
  reader,
  wait,
  report(line: object): void {
    const { mailId, fate = 'on its way' } = line as { mailId: string; fate?: string };
    fates.set(mailId, fate);
  },
});

interface SentLine {
  readonly kind: string;
  readonly to: string;
  readonly mailId: string;
  readonly eventId?: string;
  readonly fate?: string;
}

function sentLine({ kind, to, mailId, eventId, fate }: SentLine): string {
  const id = eventId ?? mailId;
  return `${kind} to ${to}: ${id}${fate === undefined ? '' : `  ${fate}`}\n  follow it: postern trace ${id}`;
}

async function* sourcesOf(kind: string, mails: readonly Buffer[]): AsyncGenerator<MailSource> {
  for (const [index, mail] of mails.entries())
    yield {
      source: kind,
      index,
      async *open() {
        yield mail;
      },
    };
}
