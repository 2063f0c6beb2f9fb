import type { Integration } from '../configuration/integration.ts';
import type { MailFile } from '../crm/crm-records.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { scopedId } from '../mail/identity.ts';
import { isWrapperFile } from '../mail/wrappers.ts';

/** Limits for one mail; further attachments stay with the event. */
const mostFiles = 10;
const mostBytes = 20 * 1024 * 1024;

/**
 * Chooses the attachments that an integration wants at its CRM: those that were inspected and are clean, without pictures
 * that the text shows in place, without signatures and wrappers whose content stands beside them, and without data that must
 * not travel on.
 *
 * @param externalId that of the activity
 */
export function filesOf(
  { attachments }: RoutedEvent,
  { files, dataLoss }: Integration,
  externalId: string,
): MailFile[] {
  if (files === undefined) return [];
  const most = files.maxFileMiB * 1024 * 1024;
  const chosen: MailFile[] = [];
  let bytes = 0;
  attachments.forEach((attachment, index) => {
    const { filename, contentType, detectedType, size, key, verdict, inline, dataRules } = attachment;
    // Nothing takes data out of a file.
    const isKeptBack = dataLoss?.redact === true && dataRules !== undefined;
    const isShownElsewhere = inline || isWrapperFile(attachment);
    const isWanted = verdict === 'clean' && !isShownElsewhere && !isKeptBack && size > 0 && size <= most;
    if (!isWanted || chosen.length === mostFiles || bytes + size > mostBytes) return;
    bytes += size;
    chosen.push({
      name: filename ?? `attachment-${index + 1}`,
      contentType: detectedType ?? contentType,
      key,
      externalId: scopedId(externalId, 'file', String(index)),
    });
  });
  return chosen;
}
