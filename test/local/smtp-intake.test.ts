import { readdirSync, rmSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
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
  let stored: Array<{ readonly bucket: string; readonly key: string; readonly text: string }>;
  let announced: Array<{ readonly TopicArn: string; readonly Message: string }>;
  let may: { store: boolean; announce: boolean; write: boolean };

  beforeEach(async () => {
    spoolDir = temporaryFolder();
    [stored, announced] = [[], []];
    may = { store: true, announce: true, write: true };
    bucket.answer({ status: 200 });
    s3 = new S3Client({
      region: 'us-east-1',
      credentials: { accessKeyId: 'k', secretAccessKey: 's' },
      endpoint: bucket.endpoint(),
      forcePathStyle: true,
      maxAttempts: 1,
    });
    const services = {
      putObject(bucket: string, key: string, bytes: Buffer) {
        if (!may.write) throw new Error('the disk is full');
        stored.push({ bucket, key, text: bytes.toString() });
      },
      publish: (TopicArn: string, Message: string) => void announced.push({ TopicArn, Message }),
    };
    const questions = { mayStoreMail: () => may.store, mayAnnounceMail: () => may.announce };
    intake = await startSmtpIntake({ port: 0, rule, questions, s3, services, resolver: noDns, spoolDir });
  });

  afterEach(async () => {
    await intake.stop();
    s3.destroy();
    rmSync(spoolDir, { recursive: true });
  });

  const head = 'From: Ada <ada@example.org>\r\nSubject: Offer\r\n\r\n';
  const deliver = (to: string, from = 'ada@example.org', raw = `${head}Words.\r\n`) =>
    createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true, name: 'mx.example.org' }).sendMail({
      envelope: { from, to: [to] },
      raw,
    });

  it('stores a mail behind its trace, announces it with its envelope and verdicts, and says 250', async () => {
    const { response } = await deliver('sales@inbound.example');

    const [, mailId] = /^250 2\.0\.0 OK ([0-9a-f]{40})$/.exec(response) ?? [];
    expect(stored).toMatchObject([{ bucket: 'mail', key: `inbound/${mailId}` }]);
    expect(stored[0]?.text).toMatch(
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
      expect(stored).toEqual([]);
    },
  );

  it('stores a mail of more than 5 MB in parts, behind its trace, and announces it', async () => {
    const upload = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>';
    bucket.answer({ status: 200, body: upload, headers: { etag: '"e"' } });
    const line = `${'x'.repeat(70)}\r\n`;

    await deliver('sales@inbound.example', 'ada@example.org', head + line.repeat(80_000));

    const [begin, first] = bucket.requests;
    expect(begin).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(/^\/mail\/inbound\/[0-9a-f]{40}\?uploads/),
    });
    expect(first?.body).toMatch(/^Return-Path: <ada@example\.org>\r\n/);
    expect(bucket.requests.slice(1, -1).every(({ method }) => method === 'PUT')).toBe(true);
    expect(bucket.requests.at(-1)?.method).toBe('POST');
    expect([stored.length, announced.length]).toEqual([0, 1]);
  });

  it.each([
    ['small', 'Words.\r\n'],
    ['large', `${'x'.repeat(70)}\r\n`.repeat(80_000)],
  ])('has the sender try again when a %s mail cannot be stored, and announces nothing', async (_size, body) => {
    may.write = false;
    bucket.answer({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' });

    await expect(deliver('sales@inbound.example', 'ada@example.org', head + body)).rejects.toMatchObject({
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
    expect(stored).toEqual([]);
  });

  it('accepts a mail that SES may not announce: the sweep finds it', async () => {
    may.announce = false;

    expect((await deliver('sales@inbound.example')).response).toMatch(/^250 /);
    expect([stored.length, announced.length]).toEqual([1, 0]);
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
      services: { putObject() {}, publish() {} },
      resolver: noDns,
      spoolDir,
    };

    await expect(startSmtpIntake(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
