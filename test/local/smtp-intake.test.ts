import { readdirSync, rmSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import { createTransport } from 'nodemailer';
import { type SmtpIntake, startSmtpIntake } from '../../local/smtp-intake.ts';
import { noDns } from '../../local/verify-sender.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const rule = {
  recipients: ['inbound.example', '.tenants.example'],
  bucket: 'mail',
  prefix: 'inbound/',
  topicArn: 'arn:aws:sns:us-east-1:000000000000:Mail',
};

describe('startSmtpIntake', () => {
  const bucket = useHttpStandIn();
  let spoolDir: string;
  let intake: SmtpIntake;
  let s3: S3Client;
  let announced: Array<{ readonly TopicArn: string; readonly Message: string }>;
  let may: { store: boolean; announce: boolean };

  beforeEach(async () => {
    spoolDir = temporaryFolder();
    announced = [];
    may = { store: true, announce: true };
    bucket.answer({ status: 200 });
    s3 = new S3Client({
      region: 'us-east-1',
      credentials: { accessKeyId: 'k', secretAccessKey: 's' },
      endpoint: bucket.endpoint(),
      forcePathStyle: true,
      maxAttempts: 1,
    });
    const sns = {
      send: async ({ input }: { input: (typeof announced)[number] }) => void announced.push(input),
    } as unknown as SNSClient;
    const questions = { mayStoreMail: () => may.store, mayAnnounceMail: () => may.announce };
    intake = await startSmtpIntake({ port: 0, rule, questions, s3, sns, resolver: noDns, spoolDir });
  });

  afterEach(async () => {
    await intake.stop();
    s3.destroy();
    rmSync(spoolDir, { recursive: true });
  });

  const deliver = (to: string, from = 'ada@example.org') =>
    createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true, name: 'mx.example.org' }).sendMail({
      envelope: { from, to: [to] },
      raw: 'From: Ada <ada@example.org>\r\nSubject: Offer\r\n\r\nWords.\r\n',
    });

  it('stores a mail behind its trace, announces it with its envelope and verdicts, and says 250', async () => {
    const { response } = await deliver('sales@inbound.example');

    const [, mailId] = /^250 2\.0\.0 OK ([0-9a-f]{40})$/.exec(response) ?? [];
    expect(bucket.requests).toMatchObject([{ method: 'PUT', url: expect.stringMatching(`^/mail/inbound/${mailId}`) }]);
    expect(bucket.requests[0]?.body).toMatch(
      /^Return-Path: <ada@example\.org>\r\nReceived: from .*\(127\.0\.0\.1\).*for sales@inbound\.example;.*\r\nSubject: Offer\r\n\r\nWords\.\r\n$/s,
    );
    expect(announced).toMatchObject([{ TopicArn: rule.topicArn }]);
    expect(JSON.parse(announced[0]!.Message)).toMatchObject({
      notificationType: 'Received',
      mail: { messageId: mailId, source: 'ada@example.org', destination: ['sales@inbound.example'] },
      receipt: {
        recipients: ['sales@inbound.example'],
        spfVerdict: { status: expect.any(String) },
        dkimVerdict: { status: expect.any(String) },
        action: { type: 'S3', bucketName: 'mail', objectKey: `inbound/${mailId}` },
      },
    });
  });

  it('announces a bounce with an empty sender', async () => {
    await deliver('sales@inbound.example', '');

    expect(JSON.parse(announced[0]!.Message).mail.source).toBe('');
  });

  it.each(['sales@inbound.example', 'sales@acme.tenants.example'])('takes mail for %s', async (to) => {
    expect((await deliver(to)).accepted).toEqual([to]);
  });

  it.each(['sales@other.example', 'sales@tenants.example', 'sales@x.inbound.example'])(
    'refuses mail for %s, which no receipt rule names',
    async (to) => {
      await expect(deliver(to)).rejects.toMatchObject({ responseCode: 550 });
      expect(bucket.requests).toEqual([]);
    },
  );

  it('has the sender try again when the mail cannot be stored, and announces nothing', async () => {
    bucket.answer({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' });

    await expect(deliver('sales@inbound.example')).rejects.toMatchObject({
      response: '451 4.3.0 The mail could not be stored, try again',
    });
    expect(announced).toEqual([]);
  });

  it('has the sender try again while SES may not write to the bucket', async () => {
    may.store = false;

    await expect(deliver('sales@inbound.example')).rejects.toMatchObject({
      responseCode: 451,
      response: expect.stringContaining('see iam.log'),
    });
    expect(bucket.requests).toEqual([]);
  });

  it('accepts a mail that SES may not announce: the sweep finds it', async () => {
    may.announce = false;

    expect((await deliver('sales@inbound.example')).response).toMatch(/^250 /);
    expect([bucket.requests.length, announced.length]).toEqual([1, 0]);
  });

  it('leaves nothing in the spool, whether the mail is accepted or not', async () => {
    await deliver('sales@inbound.example');
    may.store = false;
    await deliver('sales@inbound.example').catch(() => {});

    expect(readdirSync(spoolDir)).toEqual([]);
  });

  it('rejects with the error of a port that is taken', async () => {
    const options = {
      port: intake.port,
      rule,
      questions: { mayStoreMail: () => true, mayAnnounceMail: () => true },
      s3,
      sns: {} as SNSClient,
      resolver: noDns,
      spoolDir,
    };

    await expect(startSmtpIntake(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
