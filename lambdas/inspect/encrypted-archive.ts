const rar4 = Buffer.from('526172211a0700', 'hex');
const rar5 = Buffer.from('526172211a070100', 'hex');
const sevenZip = Buffer.from('377abcaf271c', 'hex');
/** The coder of 7z for AES-256 (7-Zip, DOC/Methods.txt). */
const sevenZipAes = Buffer.from('06f10701', 'hex');
const maxSevenZipHeader = 1024 * 1024;
/** Headers of an archive that are read. */
const maxHeaders = 1000;

/** Whether an archive is of a format whose headers say that it is encrypted, by its first bytes. */
export const mayTellEncryption = (opening: Buffer): boolean =>
  [rar5, rar4, sevenZip].some((mark) => startsWith(opening, mark));

/** Whether an archive of RAR or 7z says that its files, or the list of them, are encrypted. */
export function isEncryptedArchive(bytes: Buffer): boolean {
  if (startsWith(bytes, rar5)) return isEncryptedRar5(bytes);
  if (startsWith(bytes, rar4)) return isEncryptedRar4(bytes);
  return startsWith(bytes, sevenZip) && isEncryptedSevenZip(bytes);
}

const startsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);

/** Headers of RAR 4 (technote.txt of RAR 4.20): checksum, type, flags, size, and the size of the data behind a file's. */
function isEncryptedRar4(bytes: Buffer): boolean {
  let at = rar4.length;
  for (let count = 0; at + 7 <= bytes.length && count < maxHeaders; count += 1) {
    const type = bytes[at + 2]!;
    const flags = bytes.readUInt16LE(at + 3);
    const size = bytes.readUInt16LE(at + 5);
    if ((type === 0x73 && (flags & 0x80) !== 0) || (type === 0x74 && (flags & 0x04) !== 0)) return true;
    const hasData = (flags & 0x8000) !== 0 || type === 0x74;
    if (size < 7 || (hasData && at + 11 > bytes.length)) return false;
    at += size + (hasData ? bytes.readUInt32LE(at + 7) : 0);
  }
  return false;
}

/** Headers of RAR 5 (rarlab.com/technote.htm): an encryption header, or an encryption record in the header of a file. */
function isEncryptedRar5(bytes: Buffer): boolean {
  let at = rar5.length;
  for (let count = 0; at + 7 <= bytes.length && count < maxHeaders; count += 1) {
    const header = rar5HeaderAt(bytes, at);
    if (header === undefined) return false;
    if (header.type === rar5Types.encryption) return true;
    if (header.type === rar5Types.file && hasEncryptionRecord(header.extra)) return true;
    at = header.next;
  }
  return false;
}

const rar5Types = { file: 2, encryption: 4 };
/** Parts of a header that its flags announce. */
const rar5Flags = { extra: 1, data: 2 };

/** One header of RAR 5: its type, its records, and where the next one is. */
function rar5HeaderAt(bytes: Buffer, at: number) {
  const size = numberAt(bytes, at + 4);
  if (size === undefined || size.value === 0) return undefined;
  const type = numberAt(bytes, size.next);
  const flags = type && numberAt(bytes, type.next);
  if (type === undefined || flags === undefined) return undefined;
  const none = { value: 0, next: flags.next };
  const extra = (flags.value & rar5Flags.extra) === 0 ? none : numberAt(bytes, flags.next);
  const data = (flags.value & rar5Flags.data) === 0 ? none : extra && numberAt(bytes, extra.next);
  if (extra === undefined || data === undefined) return undefined;
  const end = size.next + size.value;
  return {
    type: type.value,
    extra: bytes.subarray(Math.max(0, end - extra.value), end),
    next: end + data.value,
  };
}

/** Whether a record of a file's header says that the file is encrypted. */
function hasEncryptionRecord(extra: Buffer): boolean {
  for (let at = 0; at < extra.length; ) {
    const size = numberAt(extra, at);
    if (size === undefined || size.value === 0) return false;
    if (numberAt(extra, size.next)?.value === 1) return true;
    at = size.next + size.value;
  }
  return false;
}

/** A number of RAR 5: seven bits in a byte, the lowest first. Numbers beyond what a file of a mail needs are none. */
function numberAt(bytes: Buffer, start: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let at = start; at < start + 6 && at < bytes.length; at += 1) {
    value += (bytes[at]! & 0x7f) * 2 ** (7 * (at - start));
    if ((bytes[at]! & 0x80) === 0) return { value, next: at + 1 };
  }
  return undefined;
}

/**
 * The header of 7z stands at the end of the file. It may be packed itself, and then follows its packed form: an encrypted list
 * always shows, an encrypted file only where the list is stored as it is.
 */
function isEncryptedSevenZip(bytes: Buffer): boolean {
  if (bytes.length < headerStart) return false;
  const offset = bytes.readBigUInt64LE(12);
  const size = bytes.readBigUInt64LE(20);
  if (offset > BigInt(bytes.length) || size > BigInt(maxSevenZipHeader)) return false;
  const at = headerStart + Number(offset);
  const header = bytes.subarray(at, at + Number(size));
  const packed = packedListAt(header);
  const from = packed === undefined ? at : Math.max(headerStart + packed, at - maxSevenZipHeader);
  return bytes.subarray(from, at + header.length).includes(sevenZipAes);
}

const headerStart = 32;

/** Where the packed list begins, for a header that only says how it is packed (7zFormat.txt of 7-Zip: EncodedHeader, PackInfo). */
function packedListAt(header: Buffer): number | undefined {
  const [encoded, packInfo, first] = header;
  if (encoded !== 0x17 || packInfo !== 0x06 || first === undefined) return undefined;
  // The leading ones of the first byte count the bytes behind it, the lowest first.
  const more = Math.clz32(~(first << 24));
  if (more > 4 || header.length < 3 + more) return undefined;
  const low = more === 0 ? 0 : header.readUIntLE(3, more);
  return low + (first & (0x7f >> more)) * 2 ** (8 * more);
}
