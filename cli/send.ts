import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { compact } from '../lambdas/compact.ts';
import { crmIds } from '../lambdas/domain/delivery/delivery.ts';
import { type RecipientFate, recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type OutgoingMail, outgoingMail } from '../local/outgoing-mail.ts';
import { type Backend, connectBackend, findRuntime } from './backend.ts';
import { type MailSource, mailSources } from './mail-sources.ts';
import { createProgress, print, printJson } from './output.ts';

/** SMTP connections at once: as many as keep two cores busy. */
const connections = 4;
/** Mails that are read ahead, so that a mail that waits for its parent does not hold up the others. */
const mailsAtOnce = 24;
/** How long a mail waits for those that it answers, in ms. */
const arrivalMs = 30_000;
const pollMs = 100;
/** Mails that are looked up at a time: they settle about in the order of sending, and to look up all would slow them down. */
const lookAtOnce = 20;

interface SendOptions {
  readonly to?: string[];
  readonly wait?: boolean;
  readonly json?: boolean;
  /** In ms. */
  readonly timeout: number;
}

/** One mail that the local pipeline has accepted. */
export interface SentMail {
  readonly source: string;
  readonly mailId: string;
}

export async function runSend(paths: readonly string[], options: SendOptions): Promise<void> {
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
  const report: Report = (json, text) => (options.json ? printJson(json) : print(text));
  const ports: SendPorts = {
    transmit: async (envelope, raw) => (await transport.sendMail({ envelope, raw })).response,
    untilArrived,
    report,
  };
  const { sent, refused } = await sendMails(mailSources(paths), ports, options);
  transport.close();
  const isSettled = !options.wait || (await waitForFates({ ...connectBackend(), report, wait }, sent, options.timeout));
  process.exitCode = isSettled && refused === 0 ? 0 : 1;
}

/** Prints one line: JSON, or text for people. */
type Report = (json: object, text: string) => void;

export interface SendPorts {
  /** @returns the server's answer to the mail; throws with the answer as `response` when it refuses the mail */
  readonly transmit: (envelope: OutgoingMail['envelope'], raw: Buffer) => Promise<string>;
  /** Waits until these mails have become events, or long enough. */
  readonly untilArrived: (mailIds: readonly string[]) => Promise<void>;
  readonly report: Report;
}

/**
 * Sends mail after mail over several connections. A mail that answers another one of the same run waits until that has
 * arrived.
 */
export async function sendMails(
  sources: AsyncIterable<MailSource>,
  ports: SendPorts,
  { to, wait: isAwaited = false }: Pick<SendOptions, 'to' | 'wait'>,
): Promise<{ readonly sent: readonly SentMail[]; readonly refused: number }> {
  const progress = createProgress('sending');
  const inFlight = new Set<Promise<unknown>>();
  const mailIds = new Map<string, Promise<string | undefined>>();
  const sent: SentMail[] = [];
  let [total, refused] = [0, 0];
  for await (const { source: path, index, open } of sources) {
    const raw = Buffer.concat(await Array.fromAsync(open()));
    const mail = outgoingMail(raw, to);
    const source = index === 0 ? path : `${path}#${index}`;
    total += 1;
    const parents = mail.answers.flatMap((id) => mailIds.get(id) ?? []);
    const sending = sendMail(ports, { source, raw, mail, parents, isAwaited }).then((mailId) => {
      if (mailId === undefined) refused += 1;
      else sent.push({ source, mailId });
      progress.update(sent.length + refused, total);
      return mailId;
    });
    if (mail.messageId !== undefined) mailIds.set(mail.messageId, sending);
    inFlight.add(sending);
    void sending.finally(() => inFlight.delete(sending));
    if (inFlight.size >= mailsAtOnce) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  progress.end();
  return { sent, refused };
}

/** @returns the id that the pipeline gave the mail; undefined when it refused the mail */
async function sendMail(
  { transmit, untilArrived: untilParentsArrived, report }: SendPorts,
  {
    source,
    raw,
    mail,
    parents,
    isAwaited,
  }: {
    readonly source: string;
    readonly raw: Buffer;
    readonly mail: OutgoingMail;
    readonly parents: ReadonlyArray<Promise<string | undefined>>;
    readonly isAwaited: boolean;
  },
): Promise<string | undefined> {
  try {
    const parentIds = (await Promise.all(parents)).filter((mailId) => mailId !== undefined);
    if (parentIds.length > 0) await untilParentsArrived(parentIds);
    const response = await transmit(mail.envelope, raw);
    const mailId = /\b([0-9a-f]{40})\b/.exec(response)?.[1] ?? '';
    if (!isAwaited) report({ source, mailId }, `${source}  accepted as ${mailId}`);
    return mailId;
  } catch (error) {
    const { response, message } = error as Error & { response?: string };
    const reason = response ?? message;
    report({ source, error: { code: 'refused', message: reason } }, `${source}  refused: ${reason}`);
    return undefined;
  }
}

/**
 * Waits until mails of this run have become events: a person answers what has arrived, and a conversation that is sent all
 * at once would be no conversation.
 */
export async function untilArrived(mailIds: readonly string[]): Promise<void> {
  const { reader } = connectBackend();
  for (const deadline = Date.now() + arrivalMs; Date.now() < deadline; await wait(pollMs))
    if ((await reader.mails(mailIds)).size === new Set(mailIds).size) return;
}

export interface FatePorts {
  readonly reader: Pick<Backend['reader'], 'mails' | 'event'>;
  readonly report: Report;
  /** Passes the time between two looks, in ms. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/** The fates of one mail that was sent, as the ledger has them. */
interface MailFates {
  readonly eventId?: string;
  readonly fates: readonly RecipientFate[];
}

/**
 * Waits until each recipient of each mail has its fate, and reports it.
 *
 * @param timeoutMs after it, what is on its way is reported as such
 * @returns whether all have their fate
 */
export async function waitForFates(ports: FatePorts, sent: readonly SentMail[], timeoutMs: number): Promise<boolean> {
  const progress = createProgress('settled');
  const deadline = Date.now() + timeoutMs;
  let open = [...sent];
  for (;;) {
    const isOver = Date.now() >= deadline;
    const known = await fatesOf(ports, isOver ? open : open.slice(0, lookAtOnce));
    open = open.filter((mail) => {
      const mailFates = known.get(mail.mailId);
      const isSettled = mailFates?.fates.every(isEnd) === true;
      if (isSettled || isOver) reportFates(ports.report, mail, mailFates);
      return !isSettled;
    });
    progress.update(sent.length - open.length, sent.length);
    if (open.length === 0 || isOver) break;
    await ports.wait(pollMs);
  }
  progress.end();
  return open.length === 0;
}

/** A parked delivery that waits for its connection has not ended: it goes on by itself. */
const isEnd = ({ fate, delivery }: RecipientFate): boolean =>
  fate !== undefined && !(fate === 'parked' && delivery?.waitsFor !== undefined);

async function fatesOf({ reader }: FatePorts, mails: readonly SentMail[]): Promise<Map<string, MailFates>> {
  const records = await reader.mails(mails.map(({ mailId }) => mailId));
  const known = new Map<string, MailFates>();
  for (const [mailId, record] of records) {
    const event = record.eventId === undefined ? undefined : await reader.event(record.eventId);
    const fates = recipientFates(record, event?.deliveries ?? []);
    known.set(mailId, compact({ fates, eventId: record.eventId }));
  }
  return known;
}

function reportFates(report: Report, { source, mailId }: SentMail, known: MailFates | undefined): void {
  if (known === undefined) report({ source, mailId }, `${source}  on its way`);
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
    report(line, `${source}  ${recipient}  ${fate ?? 'on its way'}${details}`);
  }
}
