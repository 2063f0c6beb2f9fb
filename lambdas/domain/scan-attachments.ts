import type { ParsedAttachment, ParsedMail } from './parsed-mail.ts';
import type { Antivirus } from './ports.ts';
import type { ReadMail } from './receive-mail.ts';

/**
 * Lets an antivirus engine look at every attachment. What it finds is blocked; where it could not look, a file
 * that our own inspection calls clean becomes `unscanned`, so that nobody takes silence for health.
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
      return attachment;
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

/** An engine's name for what it found, fit for a reason. */
const nameOf = (name: string): string => name.replace(/[^\w.:-]+/g, '-').slice(0, 100);
