import { cleanFilename } from '../domain/mail/text.ts';
import type { AttachmentLeaf } from './attachment-leaf.ts';
import { readHeaders } from './headers.ts';
import { splitInner } from './inner-mail.ts';
import { openWrappers } from './open-wrappers.ts';
import type { Opener } from './opener.ts';
import type { Part } from './part.ts';
import type { SpooledPart } from './spool.ts';

/** Types of mails as files (RFC 2046 §5.2.1, RFC 6532 §3.7). */
const mailType = /^message\/(?:rfc822|global)$/;
/** Types under which software sends a mail that it knows by its name alone. */
const looseType = /^(?:application\/(?:octet-stream|x-.*|unknown|binary)|text\/plain)?$/;
const mailName = /\.eml$/i;
/** The start of a mail: a field, or the line of a mailbox file. */
const mailStart = /^\s{0,10}(?:[!-9;-~]{1,100}[ \t]{0,5}:|From )/;
/** UTF-16 units of a subject that become a name. */
const maxNameLength = 120;
const byteOrderMark = /^\u00ef\u00bb\u00bf/;

/** A mail that another one carries. */
interface CarriedMail {
  readonly leaves: readonly Part[];
  /** Its subject as the name of a file. */
  readonly filename: string;
}

/** Whether a part is a mail that this one carries. */
export function isCarriedMail({ contentType }: Part, { filename = '', spooled }: AttachmentLeaf): boolean {
  if (!mailType.test(contentType) && !(looseType.test(contentType) && mailName.test(filename))) return false;
  return mailStart.test(spooled.head(200).toString('latin1').replace(byteOrderMark, ''));
}

/**
 * Opens a mail that another one carries.
 *
 * @param depth mails around it
 * @returns absent where it is beyond a limit
 */
export async function openCarriedMail(
  spooled: SpooledPart,
  opener: Opener,
  depth: number,
): Promise<CarriedMail | undefined> {
  const mail = await splitInner(spooled.open(), opener, depth);
  if (mail === undefined) return undefined;
  const { headers } = mail.root.node;
  const lines = headers === false || headers.lines === false ? [] : headers.lines;
  const subject = readHeaders(lines).text('subject')?.slice(0, maxNameLength).replace(/[/\\]/g, '-');
  return {
    leaves: await openWrappers(mail.leaves, opener, depth),
    filename: cleanFilename(`${subject ?? 'message'}.eml`) ?? 'message.eml',
  };
}
