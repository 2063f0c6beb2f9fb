import { zipSync } from 'fflate';
import { isEncrypted } from '../../lambdas/inspect/encrypted.ts';
import { inspect } from '../../lambdas/inspect/inspect.ts';

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** What GnuPG 2 and OpenSSL 3 wrote of a file with one word. */
const symmetricPgp = bytes(
  'jA0ECQMCXyr4dyNeVDH/0kAB7bPq6elPxqa6IdGQQEuU+5NyxqW0xi1uTr/ulDgt5MXV33Q98z8yqGl2345+e+jGRTqAhUkFU8kSC8zipSHN',
);
const pgpForKey = bytes(
  'hF4DkuoGbtpA1UwSAQdAqq6kDGq0zZcWGXMIrTzcx/K9s9cdS5LUwlIogQ5RnTwwMze6aA6kBI09bHdgfp/Euq2cTd7XUWQdNGoQf9MCqKAPjpAl7QI1+Ce0nfS2j7HM0kYB5Dx8dl579EbRMKUZ0L4PgADv8/Hdryl5Ha4ZrKoNbTgmaiU4Z4HeveVelh9KQgoc0Un/HhskFsD/98SqWiuG9QIxHubA',
);
const signedPgp = bytes(
  'owGbwMvMwCHmpqk4safk8ivGNYJJrBl6JRUl2byvkzJSc3LyuTpKWRjEOBhkxRRZOP6rNu58zxB7/pXfOZgWViaQUgYuTgGYiOV+Roa2dH+Ji91BS8+fDI1+6Ksd+JN/zf+ARxfmmB2KDt5TVXea4a9UNQ/TV2HLy3ctN1586X3DZUWZ2oVDl71KUq+ze31gf8IJAA==',
);
const armored =
  '-----BEGIN PGP MESSAGE-----\n\njA0ECQMCRsAwIqD3AI3/0kABBi935nOLJ1ZtkkVRH5yJf1MnAjCbTJUEuVUftf9j\ne+/9IG5S/dhQBVpXLrUZMB8nHgtuz1yi4uMbve4USDFs\n=y0xO\n-----END PGP MESSAGE-----';
const publicKey =
  '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEaw3rYRYJKwYBBAHaRw8BAQdAsT5nlx5iy6IqLi1NiqEssceDB80HJHC8RnmH\ndTpNPh20DWFAZXhhbXBsZS5jb22IlgQTFggAPhYhBAj/JYG57wBdz+pOzkYpIZGM\ndNPqBQJrDethAhsDBQkDwmcABQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEEYp\nIZGMdNPqVDoA/igXpanlgZPw5saeugAaJHqZjS/2+4wTEdOmFyBkyFWSAP9zJW25\nV/LxTOFrvil4YNy+QrHeFOWor0r0wzT7PObFC7g4BGsN62ESCisGAQQBl1UBBQEB\nB0DE2K9rrfxfUtAm2SrOcFvF6u0mbfPfDZOpBY2OCICnKQMBCAeIeAQYFggAIBYh\nBAj/JYG57wBdz+pOzkYpIZGMdNPqBQJrDethAhsMAAoJEEYpIZGMdNPqAbYBALYN\nux2PBbXpNpI8s5Nj39FVaKrpgywwqXk5kLpu3CewAP9qcSVW3ull+/bh6AalPxAC\ny0SO8Hu+3/7zRvq8lwDoDg==\n=WXkL\n-----END PGP PUBLIC KEY BLOCK-----';
const enveloped = bytes(
  'MIIBFQYJKoZIhvcNAQcDoIIBBjCCAQICAQAxgb4wgbsCAQAwJDAMMQowCAYDVQQDDAFhAhQmTMshgJRpHAWmmUU0Nuh0RnsHGDANBgkqhkiG9w0BAQEFAASBgD2SWOFQalHha6z6yxPecs+dUNz7Im9K6UVRjEMMF/N3dNgif1CSZkLODImhU7Ap2aLGDajYwzg81gL8i0u/BZ2dOBXoX82XvEmShOxOOOTjDoPTLlV3OVgIZqIcXTx9uBn4+uRZeXTqFDCp9Xv9IsZ3Yr7+dd/OJc3f1lElKF+oMDwGCSqGSIb3DQEHATAdBglghkgBZQMEAQIEEKF+J3mzzJwzlWMrCen2K7eAENyIAbUMgna3tSOAQx1KN4I=',
);
const envelopedPem =
  '-----BEGIN CMS-----\nMIIBFQYJKoZIhvcNAQcDoIIBBjCCAQICAQAxgb4wgbsCAQAwJDAMMQowCAYDVQQD\nDAFhAhQmTMshgJRpHAWmmUU0Nuh0RnsHGDANBgkqhkiG9w0BAQEFAASBgImjd6AB\njCYlvdbCZ2dqoCQzkPAlnusOul0Zk4e4wJnLsvM+PL6wBZ6dnPovpHJ15F3BuPxB\nkKJ0L2RkDkwd0g4dePpb5xt07J7+/mGmWTAeRjEwA85vyTlYHPvXnLI4f8HkcIa9\n0VO8he1V7ou0AN1S+QJjbhzgRqMLTaJryVIMMDwGCSqGSIb3DQEHATAdBglghkgB\nZQMEAQIEEEMY+mZDnPKk7RJc4fx90rKAEMN/KIjZ6wQ/n/GoeMnCHHs=\n-----END CMS-----';
const authenticated = bytes(
  'MIIBIAYLKoZIhvcNAQkQARegggEPMIIBCwIBADGBvjCBuwIBADAkMAwxCjAIBgNVBAMMAWECFCZMyyGAlGkcBaaZRTQ26HRGewcYMA0GCSqGSIb3DQEBAQUABIGAW48KKZKSspiEJxT9hZSREaEzGDmHAcgFP8HDhZrKcqfh2VQHe0FtvyL7R759ZEwSt6JPu0WTWvOc3MKL3rLiMiWsE8Hvkaeg9Du5N0ULT1JnHeM99fySjMfka1VN1xpApdlZxNYNUFwnsn8wUaSWQfvUwJE7Gc7qkTbgpS9Z8JMwMwYJKoZIhvcNAQcBMB4GCWCGSAFlAwQBBjARBAz69RNKar+bU+oF4uoCARCABprZySMPmwQQBgT+EGnfMswcL2fkJVomNA==',
);
const encryptedData = bytes(
  'MFAGCSqGSIb3DQEHBqBDMEECAQAwPAYJKoZIhvcNAQcBMB0GCWCGSAFlAwQBAgQQA3+xmL94YQO8bzb9rp56P4AQjdh7nyYAXhjMbYHdjd6HDg==',
);
const salted = bytes('U2FsdGVkX19zXyOXCn9CEIjL1SUpe28ukufbT4hbwgg=');

const file = (content: Buffer, filename: string, contentType = 'application/octet-stream') => ({
  filename,
  contentType,
  size: content.length,
  head: content.subarray(0, 65_536),
  read: async () => content,
});
const marker = Buffer.from([0xca, 3, 0x50, 0x47, 0x50]);
const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('isEncrypted', () => {
  // A search for UTF-16 by its encoding never ended there.
  it.each([0, 1, 2, 3])('reads a file that begins at place %i of its memory', (place) => {
    const memory = Buffer.from(new Uint8Array(1000).buffer);
    const at = (text: Buffer): Buffer => {
      text.copy(memory, place);
      return memory.subarray(place, place + text.length);
    };
    const wide = Buffer.from(armored, 'utf16le');

    expect(isEncrypted(at(Buffer.from('Some words: no secret.\n'.repeat(10))))).toBe(false);
    expect(isEncrypted(at(Buffer.concat([Buffer.from('fffe', 'hex'), wide])))).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['PGP under a password', symmetricPgp],
    ['PGP for a key', pgpForKey],
    ['PGP behind a marker', Buffer.concat([marker, pgpForKey])],
    ['the start of a long PGP message', pgpForKey.subarray(0, 120)],
    ['armored PGP', Buffer.from(armored)],
    ['armored PGP with lines of Windows', Buffer.from(armored.replaceAll('\n', '\r\n'))],
    ['armored PGP with a version', Buffer.from(armored.replace('\n\n', '\nVersion: GnuPG v2\n\n'))],
    ['armored PGP behind words', Buffer.from(`Hello,\n\n${armored}\n\nRegards`)],
    ['armored PGP in UTF-16', utf16(armored)],
    ['enveloped S/MIME', enveloped],
    ['S/MIME with authenticated encryption', authenticated],
    ['encrypted data of CMS', encryptedData],
    ['S/MIME of indefinite length', Buffer.concat([Buffer.from('3080', 'hex'), enveloped.subarray(4)])],
    ['S/MIME as PEM', Buffer.from(envelopedPem)],
    ['S/MIME as PEM under the name PKCS7', Buffer.from(envelopedPem.replaceAll('CMS', 'PKCS7'))],
    ['S/MIME as bare base64', Buffer.from(enveloped.toString('base64'))],
    ['a file of OpenSSL', salted],
    ['age', Buffer.from('age-encryption.org/v1\n-> X25519 x\nx\n--- x\n\0\x01')],
    ['armored age', Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n')],
    ['mail under rights management', Buffer.from('76e80460c411e386000000', 'hex')],
    ['a vault of KeePass', Buffer.from('03d9a29a67fb4bb5010004', 'hex')],
  ])('knows %s', (_, content) => {
    expect(isEncrypted(content)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['no bytes', Buffer.alloc(0)],
    ['words', Buffer.from('My message is encrypted. MIAGCSqGSIb3DQEHA6CA')],
    ['PGP that is only signed', signedPgp],
    ['a public key of PGP', Buffer.from(publicKey)],
    ['a certificate', Buffer.from(envelopedPem.replaceAll('CMS', 'CERTIFICATE'))],
    ['armor without content', Buffer.from('-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----')],
    ['a quotation of a label', Buffer.from('It begins with -----BEGIN PGP MESSAGE----- and goes on.')],
    ['bytes that begin like a packet', Buffer.from('85010c0901020304', 'hex')],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100', 'hex')],
    ['CMS cut in its type', enveloped.subarray(0, 9)],
  ])('does not take %s for encrypted', (_, content) => {
    expect(isEncrypted(content)).toBe(false);
  });

  it('reads a text of many armor lines in one pass', () => {
    const hostile = Buffer.from('-----BEGIN PGP MESSAGE-----\n'.repeat(400_000));
    const start = process.hrtime.bigint();

    expect(isEncrypted(hostile)).toBe(false);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
  });
});

describe('inspect', () => {
  it.each([
    ['report.pdf.gpg', symmetricPgp, 'application/pgp-encrypted'],
    ['encrypted.asc', Buffer.from(armored), 'application/octet-stream'],
    ['notes.txt', Buffer.from(`See below.\n${armored}`), 'text/plain'],
    ['smime.p7m', enveloped, 'application/pkcs7-mime'],
    ['orders.zip', Buffer.from(zipSync({ 'orders.csv.gpg': pgpForKey, 'a.txt': Buffer.from('x') })), 'application/zip'],
  ])('leaves %s unscanned, because it is encrypted', async (filename, content, contentType) => {
    const { verdict, reasons } = await inspect(file(content, filename, contentType));

    expect({ verdict, reasons }).toEqual({ verdict: 'unscanned', reasons: ['type.encrypted'] });
  });
});
