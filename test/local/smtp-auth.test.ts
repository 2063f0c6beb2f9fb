import { rmSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { createTransport } from 'nodemailer';
import { type SmtpAuth, smtpSecurity } from '../../local/smtp-auth.ts';
import { makeCertificate, type SmtpCertificate } from '../../local/smtp-certificate.ts';
import { startSmtpIntake } from '../../local/smtp-intake.ts';
import { noDns } from '../../local/verify-sender.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const certificate = makeCertificate(new Date());
const rule = {
  recipients: ['inbound.example'],
  bucket: 'mail',
  prefix: 'inbound/',
  topicArn: 'arn:aws:sns:us-east-1:000000000000:Mail',
};
const namedUser: SmtpAuth = { user: 'app', password: 'a secret' };

/** Sends a mail to an intake, as nodemailer is told to. @returns the answer to it */
async function sendTo(security: { certificate?: SmtpCertificate; auth?: SmtpAuth }, client: object): Promise<string> {
  const spoolDir = temporaryFolder();
  const s3 = new S3Client({ region: 'us-east-1' });
  const services = { putObject: () => {}, publish: () => {} };
  const questions = { mayStoreMail: () => true, mayAnnounceMail: () => true };
  const intake = await startSmtpIntake({
    port: 0,
    rule,
    questions,
    s3,
    services,
    resolver: noDns,
    spoolDir,
    ...security,
  });
  try {
    const transport = createTransport({ host: '127.0.0.1', port: intake.port, ...client });
    const { response } = await transport.sendMail({
      envelope: { from: 'ada@example.org', to: ['sales@inbound.example'] },
      raw: 'From: ada@example.org\r\nSubject: S\r\n\r\nWords\r\n',
    });
    return response;
  } finally {
    await intake.stop();
    s3.destroy();
    rmSync(spoolDir, { recursive: true });
  }
}

const byTls = { requireTLS: true, tls: { ca: certificate.cert } };
const signedIn = (user: string, pass: string) => ({ ignoreTLS: true, auth: { user, pass } });

describe('STARTTLS', () => {
  it('is taken by a client that trusts the certificate of the run', async () => {
    expect(await sendTo({ certificate }, byTls)).toMatch(/^250 2\.0\.0 OK /);
  });

  it('is not offered by default, so that clients which check certificates need no setting', async () => {
    await expect(sendTo({}, byTls)).rejects.toThrow();
    expect(await sendTo({}, { tls: {} })).toMatch(/^250 /);
  });

  it('forces nobody', async () => {
    expect(await sendTo({ certificate }, { ignoreTLS: true })).toMatch(/^250 /);
  });
});

describe('AUTH', () => {
  it.each([
    ['any user by any', 'any', signedIn('who', 'ever')],
    ['mail without a user by any', 'any', { ignoreTLS: true }],
    ['the user that is set', namedUser, signedIn('app', 'a secret')],
    ['the user that is set, by LOGIN', namedUser, { ...signedIn('app', 'a secret'), authMethod: 'LOGIN' }],
  ] as const)('takes %s', async (_, auth, client) => {
    expect(await sendTo({ auth }, client)).toMatch(/^250 /);
  });

  it('takes a user over STARTTLS', async () => {
    expect(
      await sendTo({ auth: namedUser, certificate }, { ...byTls, auth: { user: 'app', pass: 'a secret' } }),
    ).toMatch(/^250 /);
  });

  it.each([
    ['another password', namedUser, signedIn('app', 'another secret'), /535.*POSTERN_SMTP_AUTH/],
    ['another user', namedUser, signedIn('other', 'a secret'), /535/],
    ['a line break that moves the border', { user: 'a', password: 'b\nc' }, signedIn('a\nb', 'c'), /501|535/],
    ['mail without a user, where one is set', namedUser, { ignoreTLS: true }, /530/],
  ] as const)('refuses %s', async (_, auth, client, message) => {
    await expect(sendTo({ auth }, client)).rejects.toThrow(message);
  });
});

describe('smtpSecurity', () => {
  it('disables what is not asked for', () => {
    expect(smtpSecurity({}).disabledCommands).toEqual(['AUTH', 'STARTTLS']);
    expect(smtpSecurity({ certificate, auth: 'any' })).toMatchObject({ disabledCommands: [], ...certificate });
  });
});
