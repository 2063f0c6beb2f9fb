import { markupOf } from '../domain/mail/plain-text.ts';
import { isPgpEncrypted } from './pgp-packets.ts';

/** First bytes of files that only somebody with a key or a password can read. */
const marks: readonly Buffer[] = [
  // age (age-encryption.org/v1), OpenSSL enc, Ansible Vault.
  ...['age-encryption.org/', 'Salted__', '$ANSIBLE_VAULT;'].map((text) => Buffer.from(text)),
  // Rights management of Microsoft: a mail's message.rpmsg (MS-OXORMMS §2.1.4), and files of any other kind.
  Buffer.from('76e80460c411e386', 'hex'),
  Buffer.from('.pfile'),
  // AES Crypt, AxCrypt, KeePass 1 and 2.
  ...['41455302', '41455303', 'c0b9072e4f93f146a015792ca1d9e821', '03d9a29a65fb4bb5', '03d9a29a67fb4bb5'].map((hex) =>
    Buffer.from(hex, 'hex'),
  ),
];

/** Content types of CMS whose content is encrypted (RFC 5652 §6 and §8, RFC 5083 §2), as object identifiers in hex. */
const encryptedData: ReadonlySet<string> = new Set([
  '2a864886f70d010703',
  '2a864886f70d010704',
  '2a864886f70d010706',
  '2a864886f70d0109100117',
]);
const sequence = 0x30;
const objectId = 0x06;

const armorStart = '-----BEGIN ';
/** As bytes: a search by the encoding never ends where the bytes begin at an odd place of their memory (Node 24). */
const wideArmorStart = Buffer.from(armorStart, 'utf16le');
const armorLabel = /^-----BEGIN (PGP MESSAGE|CMS|PKCS7|PKCS #7|SMIME|AGE ENCRYPTED FILE)\b[^\r\n]{0,40}-----[ \t]*\r?$/;
/** Blocks of armor in one text that are looked into, and the characters of each. */
const maxBlocks = 20;
const maxBlockLength = 16_384;
/** CMS in base64 without lines around it: a sequence begins so. */
const bareBase64 = /^M[A-Za-z0-9+/]{20}/;

/**
 * Whether a file is encrypted, by its first bytes: a message of PGP or S/MIME, in binary or as text, or a format of another
 * program. No engine can look into it, so that no result of an engine says anything of its content.
 */
export function isEncrypted(bytes: Buffer): boolean {
  if (marks.some((mark) => bytes.subarray(0, mark.length).equals(mark))) return true;
  if (isEncryptedCms(bytes) || isPgpEncrypted(bytes)) return true;
  return mayBeArmor(bytes) && isEncryptedText(markupOf(bytes));
}

/** Whether a text may hold armor, at little cost: most texts have none. */
const mayBeArmor = (bytes: Buffer): boolean =>
  bytes.includes(armorStart) || bytes.includes(wideArmorStart) || bareBase64.test(opening(bytes));

const opening = (bytes: Buffer): string => bytes.toString('latin1', 0, 200).trimStart();

/** Whether a text holds an encrypted message, in armor or as bare base64. */
function isEncryptedText(text: string): boolean {
  const start = text.slice(0, maxBlockLength).trimStart();
  if (bareBase64.test(start)) return isEncryptedCms(Buffer.from(start, 'base64'));
  let at = text.indexOf(armorStart);
  for (let count = 0; at >= 0 && count < maxBlocks; count += 1) {
    if (isEncryptedBlock(text.slice(at, at + maxBlockLength))) return true;
    at = text.indexOf(armorStart, at + 1);
  }
  return false;
}

/** Whether armor (RFC 9580 §6, RFC 7468) holds encrypted bytes; what is only signed is no secret. */
function isEncryptedBlock(block: string): boolean {
  const [first = '', ...lines] = block.split('\n');
  const label = armorLabel.exec(first)?.[1];
  if (label === undefined) return false;
  if (label === 'AGE ENCRYPTED FILE') return true;
  const end = lines.findIndex((line) => line.startsWith('-----'));
  // Header fields of PGP have a colon, which base64 has not; a line with "=" first is a checksum.
  const body = lines.slice(0, end < 0 ? undefined : end).filter((line) => !line.includes(':') && !line.startsWith('='));
  const bytes = Buffer.from(body.join(''), 'base64');
  return label === 'PGP MESSAGE' ? isPgpEncrypted(bytes) : isEncryptedCms(bytes);
}

/** Whether bytes are encrypted CMS, in DER or BER. */
function isEncryptedCms(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes[0] !== sequence) return false;
  const lengthBytes = bytes[1]! > 0x80 ? bytes[1]! & 0x7f : 0;
  const at = 2 + lengthBytes;
  const length = bytes[at + 1];
  if (bytes[at] !== objectId || length === undefined) return false;
  return encryptedData.has(bytes.toString('hex', at + 2, at + 2 + length));
}
