import type { EmailReceived } from '../mail/event.ts';
import { isText, wordsOf } from '../mail/plain-text.ts';
import { allFindings, type DataRule, findData } from '../understanding/data-loss.ts';

/** Reads a stored attachment by its key; undefined when it is gone. */
export type ReadAttachment = (key: string) => Promise<Uint8Array | undefined>;

/** A file that is uploaded to a CRM has at most 10 MiB, so that no larger one has to be read. */
const mostBytes = 10 * 1024 * 1024;
/** Files of one mail that are read. */
const mostFiles = 50;
/** Types by magic bytes that are text all the same. */
const textType = /^(?:text\/|application\/(?:xml|xhtml\+xml|rtf|json|postscript)|image\/svg\+xml)/;

type Attachment = EmailReceived['attachments'][number];

/**
 * Adds to each text attachment what the integration's own data-loss rules find in it. The rules that hold for everyone have
 * read it with the mail; those of an integration may be newer than the mail, and concern nobody else.
 *
 * @param rules the integration's own, as `ownRulesOf` compiles them
 * @param readAttachment called for texts of integrations with rules of their own, one file at a time
 */
export async function withOwnDataRules(
  event: EmailReceived,
  rules: readonly DataRule[],
  readAttachment: ReadAttachment,
): Promise<EmailReceived> {
  const wanted = rules.length === 0 ? [] : event.attachments.filter(mayBeText).slice(0, mostFiles);
  if (wanted.length === 0) return event;
  const found = new Map<Attachment, NonNullable<Attachment['dataRules']>>();
  for (const attachment of wanted) {
    const bytes = Buffer.from((await readAttachment(attachment.key)) ?? []);
    if (isText(bytes)) found.set(attachment, findData([wordsOf(bytes)], rules));
  }
  const attachments = event.attachments.map((attachment) => {
    const findings = found.get(attachment) ?? [];
    return findings.length === 0 ? attachment : { ...attachment, dataRules: allFindings(findings, [attachment]) };
  });
  return { ...event, attachments };
}

const mayBeText = ({ size, detectedType }: Attachment): boolean =>
  size > 0 && size <= mostBytes && (detectedType === undefined || textType.test(detectedType));
