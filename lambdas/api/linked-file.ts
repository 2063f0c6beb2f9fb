import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import { integrationOf } from '../domain/configuration/integrations.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailStore, ObjectPresentation } from '../domain/mail/mail-store.ts';
import type { ScanResults } from '../domain/mail/object-scan.ts';
import type { FileToken } from '../domain/planning/file-link.ts';
import { ownRulesOf } from '../domain/planning/own-rules.ts';
import { routeEvent } from '../domain/planning/route-event.ts';
import { attachmentAnswer } from '../domain/planning/view-link.ts';
import { presentationOf, redirectTo, scannedAttachment } from './attachment-link.ts';
import { problem } from './problem.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

interface LinkedFileDependencies {
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly deliveries: (eventId: string) => Promise<readonly Delivery[]>;
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** The results of the antivirus scans that a mail's attachments wait for. */
  readonly findScans: (mail: Pick<EmailReceived, 'eventId' | 'attachments'>) => Promise<ScanResults>;
  /** An address that serves an attachment for a minute. */
  readonly attachmentUrl: (key: string, presentation: ObjectPresentation) => Promise<string>;
  /** Keeps for the audit trail what was opened. */
  readonly recordView: (view: LinkedView, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

interface LinkedView {
  readonly eventId: string;
  readonly integration: string;
  readonly attachment: number;
  readonly ip?: string;
}

/** In s: when to ask again for a file that waits for its scan. */
const scanRetrySeconds = 5;

/**
 * The file behind a link in a webhook or a message: for its time, and as long as its connection has such links. Each request is
 * judged anew, and only a clean file is given.
 */
export async function showLinkedFile(
  dependencies: LinkedFileDependencies,
  { path, query, ip }: ApiRequest,
  { integration, eventId, expiresAt }: FileToken,
): Promise<ApiAnswer> {
  const { now, findScans, attachmentUrl, recordView, log } = dependencies;
  const nth = Number(path.nth);
  if (now() >= expiresAt)
    return problem('link-expired', 'the link has expired; ask for the attachment with a key of the API', {
      more: { refresh: `/v1/events/${eventId}/attachments/${nth}` },
    });
  const event = await linkedEvent(dependencies, { integration, eventId });
  if (event === undefined) return gone();
  const wants = query.as === 'picture' ? 'picture' : 'file';
  const { attachment, isScanning } = await scannedAttachment({ findScans, now }, event, nth, wants);
  const answer = attachmentAnswer(attachment, { wants, isWarned: false, isScanning });
  if (attachment === undefined || answer === 'absent') return gone();
  if (answer === 'wait')
    return problem('scan-pending', 'the antivirus scan has not ended', { retryAfter: scanRetrySeconds });
  if (attachment.verdict !== 'clean')
    return problem('attachment-blocked', `the attachment is ${attachment.verdict}`, {
      more: { reasons: attachment.reasons },
    });
  await recordView(compact({ eventId, integration, attachment: nth, ip }), now());
  log.info('api.linked-file', { eventId, integration, attachment: nth });
  return redirectTo(await attachmentUrl(attachment.key, presentationOf(attachment, answer === 'show')));
}

const gone = (): ApiAnswer => problem('not-found', 'there is no such file, or it may not be given any more');

/** The event of a link as its integration may see it now; undefined where the link leads to nothing any more. */
async function linkedEvent(
  { control, deliveries, mail }: LinkedFileDependencies,
  { integration: key, eventId }: Pick<FileToken, 'integration' | 'eventId'>,
): Promise<EmailReceived | undefined> {
  const [integrations, all] = await Promise.all([control.integrations(), deliveries(eventId)]);
  const integration = integrationOf(integrations, key);
  const delivery = all.find((candidate) => candidate.integration === key);
  if (integration === undefined || integration.mode === 'off' || delivery === undefined) return undefined;
  if (delivery.erasedAt !== undefined || delivery.fate === 'quarantined' || delivery.fate === 'filtered')
    return undefined;
  const connection = await control.connection(integration.connection);
  if (connection?.attachmentLinks === undefined) return undefined;
  const event = await mail.getEvent(eventId);
  return event && routeEvent(event, delivery, integration, await ownRulesOf(integration));
}
