import type { Integration } from '../configuration/integration.ts';
import type { MailFile } from '../crm/crm-records.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { scopedId } from '../mail/identity.ts';

/** Of one mail; what is beyond stays with the event. */
const mostFiles = 10;
const mostBytes = 20 * 1024 * 1024;

/**
 * The attachments that an integration wants at its CRM: those that were looked into and found clean. Pictures that the text
 * shows in place are none of them.
 *
 * @param externalId the activity's
 */
export function filesOf({ attachments }: RoutedEvent, { files }: Integration, externalId: string): MailFile[] {
  if (files === undefined) return [];
  const most = files.maxFileMiB * 1024 * 1024;
  const found: MailFile[] = [];
  let bytes = 0;
  attachments.forEach(({ filename, contentType, detectedType, size, key, verdict, inline }, nth) => {
    const isWanted = verdict === 'clean' && !inline && size > 0 && size <= most;
    if (!isWanted || found.length === mostFiles || bytes + size > mostBytes) return;
    bytes += size;
    found.push({
      name: filename ?? `attachment-${nth + 1}`,
      contentType: detectedType ?? contentType,
      key,
      externalId: scopedId(externalId, 'file', String(nth)),
    });
  });
  return found;
}
