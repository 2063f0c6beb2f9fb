import type { Antivirus } from '../domain/mail/antivirus.ts';
import type { ReadMail } from '../domain/mail/mail-reader.ts';
import type { ParsedAttachment, ParsedMail } from '../domain/mail/parsed-mail.ts';
import { verdictAfter } from '../domain/mail/scan-verdict.ts';

/** Scans every attachment with an antivirus engine, and judges it by the engine's result. */
export async function scanAttachments(reading: ReadMail, antivirus: Antivirus): Promise<ParsedMail> {
  const attachments: ParsedAttachment[] = [];
  for (const [index, attachment] of reading.mail.attachments.entries()) {
    const result = await antivirus.scan(reading.openAttachment(index));
    attachments.push({ ...attachment, ...verdictAfter(attachment, result) });
  }
  return { ...reading.mail, attachments };
}

/**
 * Whether the inspection of an attachment failed, which is worth an alarm; a format that we do not know is not.
 */
export const hasFailed = ({ reasons }: Pick<ParsedAttachment, 'reasons'>): boolean =>
  reasons.some((reason) => reason === 'antivirus.unavailable' || reason === 'inspection.failed');
