import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailStore, ObjectPresentation } from '../domain/mail/mail-store.ts';
import { type ScanResults, withScans } from '../domain/mail/object-scan.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { readFileToken } from '../domain/planning/file-link.ts';
import { ownRulesOf } from '../domain/planning/own-rules.ts';
import { routeEvent } from '../domain/planning/route-event.ts';
import { attachmentAnswer, mayView, readViewToken } from '../domain/planning/view-link.ts';
import { presentationOf, redirectTo, scannedAttachment, wantedForm } from './attachment-link.ts';
import { showLinkedFile } from './linked-file.ts';
import { goneNotice, mailPage, refusedNotice, scanningNotice, warningNotice } from './mail-page.ts';
import { type ApiAnswer, type ApiRequest, page } from './request.ts';

interface ViewDependencies {
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly deliveries: (eventId: string) => Promise<readonly Delivery[]>;
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** The results of the antivirus scans that a mail's attachments wait for. */
  readonly findScans: (mail: Pick<EmailReceived, 'eventId' | 'attachments'>) => Promise<ScanResults>;
  /** An address that serves an attachment for a minute. */
  readonly attachmentUrl: (key: string, presentation: ObjectPresentation) => Promise<string>;
  /** The origin of all those addresses. */
  readonly attachmentsOrigin: () => Promise<string>;
  /** Keeps for the audit trail what was opened. */
  readonly recordView: (view: OpenedView, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** A mail or a file that somebody opened: nothing but the address of the browser is known of whoever has the link. */
interface OpenedView {
  readonly eventId: string;
  readonly integration: string;
  /** Number of the attachment; absent for the mail itself. */
  readonly attachment?: number;
  readonly ip?: string;
}

/** A mail, as one integration may see it. */
interface VisibleMail {
  readonly event: EmailReceived;
  readonly integration: string;
}

/**
 * The mail behind a link in a CRM, and its attachments. Each click is judged anew: by the token, by what the integration
 * allows now, by the mail's fate and by the attachment's verdict. A mail that may not be seen and one that is absent look
 * alike.
 */
export function createView(dependencies: ViewDependencies) {
  return {
    show: (request: ApiRequest) => showMail(dependencies, request),
    attachment: (request: ApiRequest) => showAttachment(dependencies, request),
  };
}

async function showMail(dependencies: ViewDependencies, request: ApiRequest): Promise<ApiAnswer> {
  const visible = await visibleMail(dependencies, request);
  if (visible === undefined) return page(404, goneNotice());
  await noteView(dependencies, visible, request);
  const shown = withScans(visible.event, await dependencies.findScans(visible.event));
  const html = mailPage(shown, `${request.pathPrefix ?? ''}/m/${request.path.token}`);
  return page(200, html, { pictures: await dependencies.attachmentsOrigin() });
}

async function showAttachment(dependencies: ViewDependencies, request: ApiRequest): Promise<ApiAnswer> {
  // Links in webhooks and messages have the same address, and a token of another use.
  const linked = readFileToken(request.path.token ?? '', await dependencies.tokenKeys());
  if (linked !== undefined) return showLinkedFile(dependencies, request, linked);
  const visible = await visibleMail(dependencies, request);
  if (visible === undefined) return page(404, goneNotice());
  const nth = Number(request.path.nth);
  const { as, anyway } = request.query;
  const wants = wantedForm(as);
  const { attachment, isScanning } = await scannedAttachment(dependencies, visible.event, nth, wants);
  const answer = attachmentAnswer(attachment, { wants, isWarned: anyway === '1', isScanning });
  if (attachment === undefined || answer === 'absent') return page(404, goneNotice());
  const here = `${request.pathPrefix ?? ''}/m/${request.path.token}/${nth}`;
  if (answer === 'refuse') return page(403, refusedNotice(attachment, here));
  if (answer === 'warn') return page(200, warningNotice(attachment, here));
  if (answer === 'wait') return waitingPage(attachment);
  await noteView(dependencies, visible, request, nth);
  const key = wants === 'macro-free' ? attachment.macroFreeKey! : attachment.key;
  return redirectTo(await dependencies.attachmentUrl(key, presentationOf(attachment, answer === 'show')));
}

/** In s: how soon a browser asks again for a file that waits for its scan. */
const refreshSeconds = 5;

function waitingPage(attachment: EmailReceived['attachments'][number]): ApiAnswer {
  const { headers, ...answer } = page(202, scanningNotice(attachment));
  return { ...answer, headers: { ...headers, refresh: String(refreshSeconds) } };
}

async function visibleMail(
  { tokenKeys, control, deliveries, mail, now }: ViewDependencies,
  { path }: ApiRequest,
): Promise<VisibleMail | undefined> {
  const token = readViewToken(path.token ?? '', await tokenKeys());
  if (token === undefined) return undefined;
  const [integrations, all] = await Promise.all([control.integrations(), deliveries(token.eventId)]);
  const integration = integrations.find(({ key }) => key === token.integration);
  const delivery = all.find((candidate) => candidate.integration === token.integration);
  if (delivery === undefined || !mayView({ integration, delivery, now: now() })) return undefined;
  const event = await mail.getEvent(token.eventId);
  const ownRules = await ownRulesOf(integration);
  return event && { event: routeEvent(event, delivery, integration, ownRules), integration: token.integration };
}

async function noteView(
  { log, recordView, now }: ViewDependencies,
  { event: { eventId }, integration }: VisibleMail,
  { ip }: ApiRequest,
  attachment?: number,
): Promise<void> {
  await recordView(compact({ eventId, integration, attachment, ip }), now());
  log.info('api.viewed', compact({ eventId, integration, attachment }));
}
