import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { EmulatorServices } from './emulator-services.ts';
import type { DeliveryQuestions } from './iam/delivery-questions.ts';
import { type SmtpAuth, smtpSecurity } from './smtp-auth.ts';
import type { SmtpCertificate } from './smtp-certificate.ts';
import { type DnsResolver, verifySender } from './verify-sender.ts';
import type { Wiring } from './wiring.ts';

/** SES's limit of a mail in bytes, headers included. */
const maxMessageBytes = 40 * 1024 * 1024;
/** A larger mail is stored in parts of this size, so that it is never in memory as a whole. */
const partBytes = 5 * 1024 * 1024;

interface SmtpIntakeOptions {
  readonly port: number;
  readonly rule: Wiring['receiptRule'];
  readonly questions: Pick<DeliveryQuestions, 'mayStoreMail' | 'mayAnnounceMail'>;
  /** Stores mail in parts. */
  readonly s3: S3Client;
  readonly services: Pick<EmulatorServices, 'putObject' | 'publish'>;
  readonly resolver: DnsResolver;
  readonly spoolDir: string;
  /** Offers STARTTLS. @default not offered */
  readonly certificate?: SmtpCertificate | undefined;
  /** Who may sign in: anybody, or one user, without whom no mail is taken then. @default AUTH is not offered */
  readonly auth?: SmtpAuth | undefined;
}

export interface SmtpIntake {
  readonly port: number;
  stop(): Promise<void>;
}

class SmtpRefusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/**
 * Takes mail as SES does: stores the object, then announces it with its envelope and verdicts, then says 250.
 * A crash in between leaves a mail that its sender repeats, and perhaps an object that the sweep finds.
 */
export async function startSmtpIntake(options: SmtpIntakeOptions): Promise<SmtpIntake> {
  await mkdir(options.spoolDir, { recursive: true });
  const server = new SMTPServer({
    banner: 'Postern local intake',
    size: maxMessageBytes,
    ...smtpSecurity(options),
    disableReverseLookup: true,
    lmtp: false,
    onRcptTo: ({ address }, _session, callback) =>
      callback(
        takesMailFor(options.rule, address)
          ? undefined
          : new SmtpRefusal(550, '5.1.1 No receipt rule takes mail for this domain'),
      ),
    onData(stream, session, callback) {
      acceptMail(options, stream, session).then(
        (answer) => callback(null, answer),
        (error: Error) => {
          stream.resume();
          callback(
            'responseCode' in error ? error : new SmtpRefusal(451, '4.3.0 The mail could not be stored, try again'),
          );
        },
      );
    },
  });
  server.on('error', () => {});
  const port = await listen(server, options.port);
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Whether a receipt rule names the domain of an address, or with a leading dot the domain above it. */
function takesMailFor({ recipients }: Wiring['receiptRule'], address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return recipients.some((pattern) => (pattern.startsWith('.') ? domain.endsWith(pattern) : domain === pattern));
}

async function listen(server: SMTPServer, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Takes the bytes of a mail, then stores and announces it. @returns the text of the 250 */
async function acceptMail(
  options: SmtpIntakeOptions,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const mailId = randomBytes(20).toString('hex');
  const content = await spool(stream, join(options.spoolDir, mailId));
  try {
    if (stream.sizeExceeded)
      throw new SmtpRefusal(552, `5.3.4 Message is larger than ${maxMessageBytes / 1024 / 1024} MB, headers included`);
    await processMail(options, arrivalOf(mailId, content, session));
    return `2.0.0 OK ${mailId}`;
  } finally {
    if (content.file !== undefined) await rm(content.file, { force: true });
  }
}

/** The bytes of a mail: in memory, or in a file when the mail is stored in parts. */
type Content =
  | { readonly bytes: Buffer; readonly file?: undefined; readonly size: number }
  | { readonly file: string; readonly size: number };

/** Reads a mail. A large one goes to a file, so that it is never in memory as a whole. */
async function spool(stream: SMTPServerDataStream, file: string): Promise<Content> {
  const chunks = stream[Symbol.asyncIterator]();
  const beginning: Buffer[] = [];
  let size = 0;
  while (size < partBytes) {
    const { value, done } = await chunks.next();
    if (done === true) return { bytes: Buffer.concat(beginning), size };
    beginning.push(value);
    size += value.length;
  }
  try {
    await pipeline(async function* () {
      yield* beginning;
      yield* chunks;
    }, createWriteStream(file));
    return { file, size: (await stat(file)).size };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** A mail that has arrived, with its SMTP envelope. */
interface Arrival {
  readonly mailId: string;
  readonly content: Content;
  readonly at: Date;
  /** Empty for a bounce. */
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  readonly session: SMTPServerSession;
}

const arrivalOf = (mailId: string, content: Content, session: SMTPServerSession): Arrival => ({
  mailId,
  content,
  at: new Date(),
  mailFrom: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
  recipients: session.envelope.rcptTo.map(({ address }) => address),
  session,
});

async function processMail(options: SmtpIntakeOptions, arrival: Arrival): Promise<void> {
  const { rule, questions, services, resolver } = options;
  // The sender keeps the mail and tries again, while a person reads which permission is missing.
  if (!questions.mayStoreMail(rule.bucket))
    throw new SmtpRefusal(451, '4.3.0 SES may not write to the bucket of the receipt rule, see iam.log');
  const { session, mailFrom, content } = arrival;
  const envelope = { ip: session.remoteAddress, helo: session.hostNameAppearsAs || 'unknown', mailFrom };
  const { file } = content;
  const verdicts = await verifySender(file === undefined ? content.bytes : createReadStream(file), envelope, resolver);
  if (file !== undefined) await storeInParts(options, arrival, file);
  else
    services.putObject(
      rule.bucket,
      keyOf(rule, arrival),
      Buffer.concat([Buffer.from(traceOf(arrival)), content.bytes]),
    );
  // The sweep finds a mail that is stored and not announced.
  if (!questions.mayAnnounceMail(rule.topicArn)) return;
  services.publish(rule.topicArn, JSON.stringify(notificationOf(rule, arrival, verdicts)));
}

const keyOf = ({ prefix }: Wiring['receiptRule'], { mailId }: Arrival): string => `${prefix}${mailId}`;

async function storeInParts({ s3, rule }: SmtpIntakeOptions, arrival: Arrival, file: string): Promise<void> {
  await new Upload({
    client: s3,
    params: {
      Bucket: rule.bucket,
      Key: keyOf(rule, arrival),
      Body: Readable.from(withTrace(traceOf(arrival), file)),
    },
    partSize: partBytes,
    queueSize: 1,
  }).done();
}

/** Trace fields of the receiving host. @see RFC 5321 section 4.4 */
const traceOf = ({ mailId, at, mailFrom, recipients, session }: Arrival): string =>
  `Return-Path: <${mailFrom}>\r\n` +
  `Received: from ${session.clientHostname} (${session.remoteAddress}) by inbound.localhost\r\n` +
  ` with SMTP id ${mailId} for ${recipients[0]};\r\n ${at.toUTCString().replace('GMT', '+0000')}\r\n`;

/**
 * SES's notification of a received mail.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
function notificationOf(
  rule: Wiring['receiptRule'],
  { mailId, at, mailFrom, recipients, content: { size } }: Arrival,
  verdicts: Awaited<ReturnType<typeof verifySender>>,
): object {
  return {
    notificationType: 'Received',
    mail: {
      timestamp: at.toISOString(),
      source: mailFrom,
      messageId: mailId,
      destination: recipients,
      headersTruncated: false,
      headers: [],
    },
    receipt: {
      timestamp: at.toISOString(),
      processingTimeMillis: Date.now() - at.getTime(),
      recipients,
      spamVerdict: { status: 'DISABLED' },
      virusVerdict: { status: 'DISABLED' },
      ...verdicts,
      action: {
        type: 'S3',
        topicArn: rule.topicArn,
        bucketName: rule.bucket,
        objectKeyPrefix: rule.prefix,
        objectKey: `${rule.prefix}${mailId}`,
      },
      size,
    },
  };
}

async function* withTrace(trace: string, path: string): AsyncGenerator<Buffer> {
  yield Buffer.from(trace);
  for await (const chunk of createReadStream(path)) yield chunk;
}
