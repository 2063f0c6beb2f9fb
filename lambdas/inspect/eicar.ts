/**
 * The first 68 bytes of the EICAR test file, in two pieces so that no scanner takes this file for it.
 *
 * @see https://www.eicar.org/download-anti-malware-testfile/
 */
const signature = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** The longest form, with blanks behind the signature, in bytes. */
const longest = 128;

/** Whether a file is the one that every virus scanner reports, so that people can see whether there is one. */
export const isEicarTest = (bytes: Buffer): boolean =>
  bytes.length <= longest && /^[ \t\r\n\x1a]*$/.test(bytes.toString('latin1', signature.length)) && startsWith(bytes);

const startsWith = (bytes: Buffer): boolean => bytes.toString('latin1', 0, signature.length) === signature;
