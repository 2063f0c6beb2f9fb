import { randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** A certificate with its key, both in PEM. */
export interface SmtpCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The file in the data folder with the certificate of a run, which clients may trust. */
export const smtpCertificateFile = 'smtp-certificate.pem';

/** Days that the certificate of a run counts. */
const validDays = 90;

/**
 * Makes a certificate of this machine that nobody else has signed: clients take it when they are told to, or when they trust the
 * file.
 *
 * @see RFC 5280
 */
export function makeCertificate(now: Date): SmtpCertificate {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  // Positive: the highest bit of the first byte is 0.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // Clocks of two machines differ.
  certificate.validity.notBefore = new Date(now.getTime() - 60_000);
  certificate.validity.notAfter = new Date(now.getTime() + validDays * 86_400_000);
  const names = [{ name: 'commonName', value: 'localhost' }];
  certificate.setSubject(names);
  certificate.setIssuer(names);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(privateKey) };
}
