import { setTimeout as wait } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { createTransport } from 'nodemailer';
import { compact } from '../lambdas/compact.ts';
import { crmIds } from '../lambdas/domain/delivery/delivery.ts';
import { type RecipientFate, recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Backend, connectBackend, findRuntime } from './backend.ts';
import { mailSources } from './mail-sources.ts';
import { duration } from './option-values.ts';
import { defaultRecipient, localDomain, type OutgoingMail, outgoingMail } from './outgoing-mail.ts';
import { createProgress, fail, print, printJson } from './output.ts';

/** SMTP connections at once: as many as keep two cores busy. */
const connections = 4;
/** Mails read ahead of the connections, so that one that waits for its parent does not hold up the others. */
const mailsAtOnce = 24;
/** How long a mail waits for those that it answers, in ms. */
const arrivalMs = 30_000;
const pollMs = 100;
/** Mails settle about in the order that they were sent: looking at all of them each time would only slow them down. */
const lookAtOnce = 20;

interface SendOptions {
  readonly to?: string[];
  readonly wait?: boolean;
  readonly json?: boolean;
  /** In ms. */
  readonly timeout: number;
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
    .addOption(
      new Option('--timeout <duration>', 'how long --wait waits').argParser(duration('24d')).default(120_000, '2m'),
    )
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
  const inFlight = new Set<Promise<unknown>>();
  const byMessageId = new Map<string, Promise<string | undefined>>();
  const sent: Sent[] = [];
  let refused = 0;
  let total = 0;
  const sendOne = async (
    source: string,
    raw: Buffer,
    { envelope, answers }: OutgoingMail,
  ): Promise<string | undefined> => {
    try {
      await untilArrived(answers.flatMap((id) => byMessageId.get(id) ?? []));
      const { response } = await transport.sendMail({ envelope, raw });
      const mailId = /\b([0-9a-f]{40})\b/.exec(response)?.[1] ?? '';
      sent.push({ source, mailId });
      if (!options.wait) report(options, { source, mailId }, `${source}  accepted as ${mailId}`);
      return mailId;
    } catch (error) {
      refused += 1;
      const { response, message } = error as Error & { response?: string };
      const reason = response ?? message;
      report(options, { source, error: { code: 'refused', message: reason } }, `${source}  refused: ${reason}`);
      return undefined;
    } finally {
      progress.update(sent.length + refused, total);
    }
  };
  for await (const { source, index, open } of mailSources(paths)) {
    const raw = Buffer.concat(await Array.fromAsync(open()));
    const mail = outgoingMail(raw, options.to);
    total += 1;
    const sending = sendOne(index === 0 ? source : `${source}#${index}`, raw, mail);
    if (mail.messageId !== undefined) byMessageId.set(mail.messageId, sending);
    inFlight.add(sending);
    void sending.finally(() => inFlight.delete(sending));
    if (inFlight.size >= mailsAtOnce) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  progress.end();
  transport.close();
  if (!options.wait) return refused === 0;
  const settled = await waitForFates(sent, options);
  return settled && refused === 0;
}

/**
 * Waits until the mails of this run that a mail answers have become events: a person answers what has arrived, and
 * a conversation that is sent all at once would be no conversation.
 */
async function untilArrived(parents: ReadonlyArray<Promise<string | undefined>>): Promise<void> {
  const mailIds = (await Promise.all(parents)).filter((mailId) => mailId !== undefined);
  if (mailIds.length === 0) return;
  const { reader } = connectBackend();
  for (const deadline = Date.now() + arrivalMs; Date.now() < deadline; await wait(pollMs)) {
    if ((await reader.mails(mailIds)).size === new Set(mailIds).size) return;
  }
}

/** What the ledger knows of one mail that was sent. */
interface Known {
  readonly eventId?: string;
  readonly fates: readonly RecipientFate[];
}

async function waitForFates(sent: readonly Sent[], options: SendOptions): Promise<boolean> {
  const backend = connectBackend();
  const progress = createProgress('settled');
  const deadline = Date.now() + options.timeout;
  let open = [...sent];
  for (;;) {
    const isOver = Date.now() >= deadline;
    const known = await lookUp(backend, isOver ? open : open.slice(0, lookAtOnce));
    open = open.filter((mail) => {
      const found = known.get(mail.mailId);
      const isSettled = found?.fates.every(isEnd) === true;
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

/** What waits for its connection, because that is down or has much to do, goes on by itself. */
const isEnd = ({ fate, delivery }: RecipientFate): boolean =>
  fate !== undefined && !(fate === 'parked' && delivery?.waitsFor !== undefined);

async function lookUp({ reader }: Backend, mails: readonly Sent[]): Promise<Map<string, Known>> {
  const records = await reader.mails(mails.map(({ mailId }) => mailId));
  const known = new Map<string, Known>();
  for (const [mailId, record] of records) {
    const event = record.eventId === undefined ? undefined : await reader.event(record.eventId);
    const fates = recipientFates(record, event?.deliveries ?? []);
    known.set(mailId, compact({ fates, eventId: record.eventId }));
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
