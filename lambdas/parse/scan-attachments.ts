import type { Antivirus } from '../domain/mail/antivirus.ts';
import type { ReadMail } from '../domain/mail/mail-reader.ts';
import type { ParsedAttachment, ParsedMail } from '../domain/mail/parsed-mail.ts';

/**
 * Scans every attachment with an antivirus engine. An infected file is blocked; a file of a format that our own
 * inspection does not know is clean when the engine says so; where the engine does not answer, a file that our own
 * inspection calls clean becomes `unscanned`, so that nobody takes silence for health.
 */
export async function scanAttachments(reading: ReadMail, antivirus: Antivirus): Promise<ParsedMail> {
  const attachments: ParsedAttachment[] = [];
  for (const [index, attachment] of reading.mail.attachments.entries()) {
    const result = await antivirus.scan(reading.openAttachment(index));
    attachments.push(judged(attachment, result));
  }
  return { ...reading.mail, attachments };
}

function judged(attachment: ParsedAttachment, result: Awaited<ReturnType<Antivirus['scan']>>): ParsedAttachment {
  const { verdict, reasons } = attachment;
  switch (result.kind) {
    case 'clean':
      return verdict === 'unscanned' && reasons.every(isOpenedByEngines)
        ? { ...attachment, verdict: 'clean', reasons: [...reasons, 'antivirus.clean'] }
        : attachment;
    case 'infected':
      return { ...attachment, verdict: 'blocked', reasons: [...reasons, `antivirus.${nameOf(result.name)}`] };
    case 'unavailable':
      return {
        ...attachment,
        verdict: verdict === 'clean' ? 'unscanned' : verdict,
        reasons: [...reasons, 'antivirus.unavailable'],
      };
  }
}

/** Whether an engine can look into a file with this reason: an encrypted one stays `unscanned`. */
const isOpenedByEngines = (reason: string): boolean =>
  !/^(?:pdf\.encrypted|archive\.encrypted|office\.encrypted)$/.test(reason);

/**
 * Whether the inspection of an attachment failed, which is worth an alarm; a format that we do not know is not.
 */
export const hasFailed = ({ reasons }: Pick<ParsedAttachment, 'reasons'>): boolean =>
  reasons.some((reason) => reason === 'antivirus.unavailable' || reason === 'inspection.failed');

/** An engine's name of a threat, fit for a reason. */
const nameOf = (name: string): string => name.replace(/[^\w.:-]+/g, '-').slice(0, 100);
