import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { Upload } from '@aws-sdk/lib-storage';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { DeliveryQuestions } from './iam/delivery-questions.ts';
import { type DnsResolver, verifySender } from './verify-sender.ts';
import type { Wiring } from './wiring.ts';

/** The limit of SES, headers included. */
export const maxMessageBytes = 40 * 1024 * 1024;

export interface SmtpIntakeOptions {
  readonly port: number;
  readonly rule: Wiring['receiptRule'];
  readonly questions: Pick<DeliveryQuestions, 'mayStoreMail' | 'mayAnnounceMail'>;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly resolver: DnsResolver;
  readonly spoolDir: string;
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
export async function startSmtpIntake({
  port,
  rule,
  questions,
  s3,
  sns,
  resolver,
  spoolDir,
}: SmtpIntakeOptions): Promise<SmtpIntake> {
  await mkdir(spoolDir, { recursive: true });

  const accept = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    const mailId = randomBytes(20).toString('hex');
    const spooled = join(spoolDir, mailId);
    try {
      await pipeline(stream, createWriteStream(spooled));
      if (stream.sizeExceeded)
        throw new SmtpRefusal(
          552,
          `5.3.4 Message is larger than ${maxMessageBytes / 1024 / 1024} MB, headers included`,
        );
      await store(mailId, spooled, session);
      return `2.0.0 OK ${mailId}`;
    } finally {
      await rm(spooled, { force: true });
    }
  };

  const store = async (mailId: string, spooled: string, session: SMTPServerSession): Promise<void> => {
    // Its sender keeps the mail and tries again, while a person reads which permission is missing.
    if (!questions.mayStoreMail(rule.bucket))
      throw new SmtpRefusal(451, '4.3.0 SES may not write to the bucket of the receipt rule, see iam.log');
    const mailFrom = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
    const recipients = session.envelope.rcptTo.map(({ address }) => address);
    const now = new Date();
    const envelope = { ip: session.remoteAddress, helo: session.hostNameAppearsAs || 'unknown', mailFrom };
    const verdicts = await verifySender(createReadStream(spooled), envelope, resolver);
    const trace =
      `Return-Path: <${mailFrom}>\r\n` +
      `Received: from ${session.clientHostname} (${session.remoteAddress}) by inbound.localhost\r\n` +
      ` with SMTP id ${mailId} for ${recipients[0]};\r\n ${now.toUTCString().replace('GMT', '+0000')}\r\n`;
    const objectKey = `${rule.prefix}${mailId}`;
    await new Upload({
      client: s3,
      params: { Bucket: rule.bucket, Key: objectKey, Body: Readable.from(withTrace(trace, spooled)) },
      partSize: 5 * 1024 * 1024,
      queueSize: 1,
    }).done();
    const { size } = await stat(spooled);
    const notification = {
      notificationType: 'Received',
      mail: {
        timestamp: now.toISOString(),
        source: mailFrom,
        messageId: mailId,
        destination: recipients,
        headersTruncated: false,
        headers: [],
      },
      receipt: {
        timestamp: now.toISOString(),
        processingTimeMillis: Date.now() - now.getTime(),
        recipients,
        spamVerdict: { status: 'DISABLED' },
        virusVerdict: { status: 'DISABLED' },
        ...verdicts,
        action: {
          type: 'S3',
          topicArn: rule.topicArn,
          bucketName: rule.bucket,
          objectKeyPrefix: rule.prefix,
          objectKey,
        },
        size,
      },
    };
    // Stored and not announced: the sweep finds it.
    if (!questions.mayAnnounceMail(rule.topicArn)) return;
    await sns.send(new PublishCommand({ TopicArn: rule.topicArn, Message: JSON.stringify(notification) }));
  };

  const server = new SMTPServer({
    banner: 'Postern local intake',
    size: maxMessageBytes,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    lmtp: false,
    onRcptTo({ address }, _session, callback) {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      const isOurs = rule.recipients.some((pattern) =>
        pattern.startsWith('.') ? domain.endsWith(pattern) : domain === pattern,
      );
      callback(isOurs ? undefined : new SmtpRefusal(550, '5.1.1 No receipt rule takes mail for this domain'));
    },
    onData(stream, session, callback) {
      accept(stream, session).then(
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
  const bound = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
  return { port: bound, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function* withTrace(trace: string, path: string): AsyncGenerator<Buffer> {
  yield Buffer.from(trace);
  for await (const chunk of createReadStream(path)) yield chunk as Buffer;
}
