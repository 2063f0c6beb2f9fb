/** Forms in which a mail, its words or its files are wrapped; `smime` and `pgp` are those that could not be told apart. */
export const wrapperFormats = [
  'smime-signed',
  'smime-compressed',
  'smime-encrypted',
  'smime',
  'pgp-signed',
  'pgp-encrypted',
  'pgp',
  'tnef',
  'uuencode',
  'yenc',
] as const;

/** A wrapper that was found in a mail. */
export interface Wrapper {
  readonly format: (typeof wrapperFormats)[number];
  /** Whether what it holds is in the event. */
  readonly opened: boolean;
  /** Said of each signature: nobody checked it here, so it proves nothing. */
  readonly signature?: 'unverified';
}

const names: Readonly<Record<Wrapper['format'], string>> = {
  'smime-signed': 'S/MIME',
  'smime-compressed': 'S/MIME',
  'smime-encrypted': 'S/MIME',
  smime: 'S/MIME',
  'pgp-signed': 'PGP',
  'pgp-encrypted': 'PGP',
  pgp: 'PGP',
  tnef: 'TNEF (winmail.dat)',
  uuencode: 'uuencode',
  yenc: 'yEnc',
};

/**
 * The sentence that stands where the words of a mail would, in English, when they could not be read.
 *
 * @param hasWords whether some words of the mail were read: then only encryption is worth saying
 */
export function noticeOf(wrappers: readonly Wrapper[], hasWords: boolean): string | undefined {
  const closed = wrappers.filter(({ opened }) => !opened);
  const encrypted = closed.find(({ format }) => format.endsWith('-encrypted'));
  if (encrypted)
    return `This mail is encrypted with ${names[encrypted.format]}: only the recipient's own key can open it.`;
  const [other] = closed;
  return other === undefined || hasWords
    ? undefined
    : `The content of this mail is in the format ${names[other.format]} and could not be read.`;
}

const wrapperType =
  /^application\/(?:(?:x-)?pkcs-?7-?(?:mime|signature)|pgp-(?:signature|encrypted)|(?:vnd\.)?ms-tnef)$/;
/** The names that mail software gives them; `invoice.xml.p7m` is a file that somebody signed. */
const wrapperName = /^(?:smime\.p7[msz]|winmail\.dat|signature\.asc|openpgp[\w-]{0,30}\.asc|version\.txt)$/i;

interface WrapperFile {
  readonly filename?: string | undefined;
  readonly contentType: string;
}

/** Whether an attachment is a wrapper or a signature of its mail, and no file that somebody sent. */
export const isWrapperFile = ({ filename, contentType }: WrapperFile): boolean =>
  filename === undefined ? wrapperType.test(contentType) : wrapperName.test(filename);
