import { createPrivateKey, X509Certificate } from 'node:crypto';
import { makeCertificate } from '../../local/smtp-certificate.ts';

describe('makeCertificate', () => {
  const now = new Date('2026-05-01T12:00:00Z');
  const { cert, key } = makeCertificate(now);
  const certificate = new X509Certificate(cert);

  it('is of this machine, signed by itself with its key', () => {
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it('counts from a minute before, for 90 days', () => {
    expect(certificate.validFromDate.toISOString()).toBe('2026-05-01T11:59:00.000Z');
    expect(certificate.validToDate.toISOString()).toBe('2026-07-30T12:00:00.000Z');
  });

  it('is another one each time', () => {
    const other = new X509Certificate(makeCertificate(now).cert);

    expect(other.serialNumber).not.toBe(certificate.serialNumber);
    expect(other.fingerprint256).not.toBe(certificate.fingerprint256);
  });
});
