import type { EmailReceived } from '../mail/event.ts';
import { awaitsScan, isEncryptedFile, threatIn } from '../mail/scan-verdict.ts';
import { isWrapperFile } from '../mail/wrappers.ts';
import { refusedBySetting } from './route-event.ts';

/** Files that a note names. */
const namedFiles = 20;

type Attachment = EmailReceived['attachments'][number];

/**
 * Notes for the activity of a mail: which attachments a setting refuses, which the antivirus blocked, which are encrypted, and, where files are
 * uploaded, which were left out because their scan had not ended.
 *
 * @param isUploading whether the integration uploads files
 */
export function fileNotes(attachments: readonly Attachment[], isUploading: boolean): string[] {
  const infected = attachments.flatMap((attachment) => {
    const threat = threatIn(attachment);
    return threat === undefined ? [] : [`${nameOf(attachment)} (${threat})`];
  });
  const late = attachments.filter((attachment) => isUploading && !attachment.inline && awaitsScan(attachment));
  const refused = attachments.filter(({ reasons }) => reasons.includes(refusedBySetting));
  // A wrapper's encryption is that of the mail, which the notice of its words tells.
  const encrypted = attachments.filter((attachment) => isEncryptedFile(attachment) && !isWrapperFile(attachment));
  return [
    ...noteOf('Attachments refused by setting', refused.map(nameOf)),
    ...noteOf('Attachments blocked by the antivirus', infected),
    ...noteOf('Attachments that are encrypted, so that nothing looked into them', encrypted.map(nameOf)),
    ...noteOf('Attachments left out, because their antivirus scan had not ended', late.map(nameOf)),
  ];
}

function noteOf(title: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > namedFiles ? ` and ${names.length - namedFiles} more` : '';
  return [`[${title}: ${names.slice(0, namedFiles).join(', ')}${more}]`];
}

const nameOf = ({ filename, contentType }: Attachment): string => filename ?? contentType;
