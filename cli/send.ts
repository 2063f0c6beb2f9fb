import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { createTransport } from 'nodemailer';
import { crmIds } from '../lambdas/domain/delivery.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type RecipientFate, recipientFates } from '../lambdas/domain/recipient-fates.ts';
import { readHeaders } from '../lambdas/mime/headers.ts';
import { type Backend, connectBackend, findRuntime } from './backend.ts';
import { mailSources } from './mail-sources.ts';
import { createProgress, fail, print, printJson } from './output.ts';

const localDomain = 'inbound.localhost';
const defaultRecipient = `deals@${localDomain}`;
/** SMTP connections at once: as many as keep two cores busy. */
const connections = 4;
const pollMs = 100;
/** Mails settle about in the order that they were sent: looking at all of them each time would only slow them down. */
const lookAtOnce = 20;

interface SendOptions {
  readonly to?: string[];
  readonly wait?: boolean;
  readonly json?: boolean;
  readonly timeout: string;
}

interface Sent {
  readonly source: string;
  readonly mailId: string;
}

export function registerSend(program: Command): void {
  program
    .command('send')
    .description('send mail through SMTP into the local pipeline')
    .argument('<paths...>', '.eml files, folders, mbox files, or - for standard input')
    .option(
      '--to <address...>',
      `envelope recipients; default: the mail's own at ${localDomain}, else ${defaultRecipient}`,
    )
    .option('--wait', 'until every recipient has its fate')
    .option('--timeout <seconds>', 'how long --wait waits', '120')
    .option('--json', 'one JSON line a mail and recipient')
    .addHelpText(
      'after',
      '\nExamples:\n  postern send fixtures/emails --wait\n  postern send mail.eml --to sales@inbound.localhost --wait --json',
    )
    .action(async (paths: string[], options: SendOptions) => {
      try {
        process.exitCode = (await sendAll(paths, options)) ? 0 : 1;
      } catch (error) {
        fail(error);
      }
    });
}

async function sendAll(paths: readonly string[], options: SendOptions): Promise<boolean> {
  const runtime = findRuntime();
  if (runtime === undefined) throw new ConfigError('no local pipeline is running; start it with: npm start');
  const transport = createTransport({
    host: '127.0.0.1',
    port: runtime.smtp,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  });
  const progress = createProgress('sending');
  const inFlight = new Set<Promise<void>>();
  const sent: Sent[] = [];
  let refused = 0;
  let total = 0;
  for await (const { source, index, open } of mailSources(paths)) {
    const raw = Buffer.concat(await Array.fromAsync(open()));
    const name = index === 0 ? source : `${source}#${index}`;
    total += 1;
    const sending = transport
      .sendMail({ envelope: envelopeOf(raw, options.to), raw })
      .then(({ response }) => {
        const mailId = /\b([0-9a-f]{40})\b/.exec(response)?.[1] ?? '';
        sent.push({ source: name, mailId });
        if (!options.wait) report(options, { source: name, mailId }, `${name}  accepted as ${mailId}`);
      })
      .catch((error: Error & { response?: string }) => {
        refused += 1;
        const reason = error.response ?? error.message;
        report(options, { source: name, error: { code: 'refused', message: reason } }, `${name}  refused: ${reason}`);
      })
      .finally(() => {
        inFlight.delete(sending);
        progress.update(sent.length + refused, total);
      });
    inFlight.add(sending);
    if (inFlight.size >= connections) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  progress.end();
  transport.close();
  if (!options.wait) return refused === 0;
  const settled = await waitForFates(sent, options);
  return settled && refused === 0;
}

/** A mail's own recipients where they are local; the sender from Return-Path, for a null sender is one too. */
function envelopeOf(raw: Buffer, to: readonly string[] | undefined): { from: string; to: string[] } {
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, 1024 * 1024).toString('latin1'))?.index ?? raw.length;
  const lines = raw
    .subarray(0, end)
    .toString('latin1')
    .split(/\r?\n(?![ \t])/);
  const headers = readHeaders(
    lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).trim().toLowerCase(), line })),
  );
  const named = ['to', 'cc', 'bcc', 'delivered-to', 'x-original-to'].flatMap((name) => headers.mailboxes(name));
  const local = [...new Set(named.map(({ address }) => address))].filter((address) =>
    address.toLowerCase().endsWith(`@${localDomain}`),
  );
  const isNull = /^return-path:\s*<>/im.test(raw.subarray(0, end).toString('latin1'));
  const from = isNull ? '' : ((headers.mailboxes('return-path')[0] ?? headers.mailboxes('from')[0])?.address ?? '');
  return { from, to: to !== undefined && to.length > 0 ? [...to] : local.length > 0 ? local : [defaultRecipient] };
}

/** What the ledger knows of one mail that was sent. */
interface Known {
  readonly eventId?: string;
  readonly fates: readonly RecipientFate[];
}

async function waitForFates(sent: readonly Sent[], options: SendOptions): Promise<boolean> {
  const backend = connectBackend();
  const progress = createProgress('settled');
  const deadline = Date.now() + Number(options.timeout) * 1000;
  let open = [...sent];
  for (;;) {
    const isOver = Date.now() >= deadline;
    const known = await lookUp(backend, isOver ? open : open.slice(0, lookAtOnce));
    open = open.filter((mail) => {
      const found = known.get(mail.mailId);
      const isSettled = found?.fates.every(({ fate }) => fate !== undefined) === true;
      if (isSettled || isOver) printFates(options, mail, found);
      return !isSettled;
    });
    progress.update(sent.length - open.length, sent.length);
    if (open.length === 0 || isOver) break;
    await wait(pollMs);
  }
  progress.end();
  return open.length === 0;
}

async function lookUp({ reader }: Backend, mails: readonly Sent[]): Promise<Map<string, Known>> {
  const records = await reader.mails(mails.map(({ mailId }) => mailId));
  const known = new Map<string, Known>();
  for (const [mailId, record] of records) {
    const event = record.eventId === undefined ? undefined : await reader.event(record.eventId);
    const fates = recipientFates(record, event?.deliveries ?? []);
    known.set(mailId, { fates, ...(record.eventId !== undefined && { eventId: record.eventId }) });
  }
  return known;
}

function printFates(options: SendOptions, { source, mailId }: Sent, known: Known | undefined): void {
  if (known === undefined) report(options, { source, mailId }, `${source}  on its way`);
  for (const { recipient, integration, fate, delivery, reason } of known?.fates ?? []) {
    const lagMs = delivery?.settledAt && Date.parse(delivery.settledAt) - Date.parse(delivery.receivedAt);
    const line = {
      source,
      eventId: known?.eventId,
      integration,
      fate,
      thread: delivery?.threadKey,
      crm: delivery && crmIds(delivery.steps),
      lagMs,
      recipient,
      reason,
      mailId,
    };
    const details = `${lagMs === undefined ? '' : `  ${lagMs} ms`}${reason === undefined ? '' : `  (${reason})`}`;
    report(options, line, `${source}  ${recipient}  ${fate ?? 'on its way'}${details}`);
  }
}

const report = (options: SendOptions, json: unknown, text: string): void =>
  options.json ? printJson(json) : print(text);
