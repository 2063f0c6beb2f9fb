import { compact } from '../compact.ts';
import type { RoutedEvent } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { ObjectPresentation } from '../domain/mail/mail-store.ts';
import { ownPicturesIn, withOwnPictures } from '../domain/mail/own-pictures.ts';
import { escapeHtml } from '../domain/mail/text.ts';
import { attachmentAnswer } from '../domain/planning/view-link.ts';
import { downloadAs, leadTo, presentationOf, scannedAttachment, wantedForm } from './attachment-link.ts';
import type { ApiCaller } from './caller.ts';
import { problem } from './problem.ts';
import { type ApiAnswer, type ApiRequest, page } from './request.ts';
import {
  type EventPorts,
  eventQuestionOf,
  findEvent,
  ownMailsOf,
  scannedEvent,
  unknownEvent,
  whole,
} from './visible-event.ts';

export interface EventContentDependencies extends EventPorts {
  /** An address that serves an attachment for a minute. */
  readonly attachmentUrl: (key: string, presentation: ObjectPresentation) => Promise<string>;
  /** The origin of all those addresses. */
  readonly attachmentsOrigin: () => Promise<string>;
  /** An address that serves a raw mail for a minute. */
  readonly rawUrl: (key: string, presentation: ObjectPresentation) => Promise<string>;
  /** Keeps for the audit trail what was read, and with which key. */
  readonly recordView: (view: ReadContent, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** The content of a mail that a caller has read. */
export interface ReadContent {
  readonly actor: string;
  readonly eventId: string;
  readonly integration: string;
  readonly content: 'raw' | 'attachment' | 'html' | 'source';
  readonly attachment?: number;
  readonly ip?: string;
}

/** One request, and the key that it came with. */
interface Reading {
  readonly request: ApiRequest;
  readonly tenant: string | undefined;
  readonly caller: ApiCaller;
}

type Route = (request: ApiRequest, tenant: string | undefined, caller: ApiCaller) => Promise<ApiAnswer>;

/** In s: when to ask again for a file that waits for its scan. */
const scanRetrySeconds = 5;

/** The routes to the bytes of one event: each click is judged anew, and leads to an address that works for a minute. */
export const createEventContent = (dependencies: EventContentDependencies) =>
  ({
    raw: (request, tenant, caller) => sendToRaw(dependencies, { request, tenant, caller }),
    attachment: (request, tenant, caller) => sendToAttachment(dependencies, { request, tenant, caller }),
    html: (request, tenant, caller) => showHtml(dependencies, { request, tenant, caller }),
  }) satisfies Readonly<Record<string, Route>>;

async function sendToRaw(dependencies: EventContentDependencies, reading: Reading): Promise<ApiAnswer> {
  const { request, tenant } = reading;
  const found = await findEvent(dependencies, eventQuestionOf(request, tenant));
  const mail = found && (await ownMailsOf(dependencies, found)).at(0);
  if (found === undefined || mail === undefined) return unknownEvent();
  if (found.integration.dataLoss?.redact)
    return problem('redacted', 'the integration redacts data, which the raw mail would show');
  const event = await scannedEvent(dependencies, found.event);
  if (isDangerous(event) && request.query.anyway !== '1')
    return problem('confirm-danger', 'the mail holds content that was blocked; ask with anyway=1');
  await noteView(dependencies, reading, event, 'raw');
  const presentation = { contentType: 'message/rfc822', disposition: downloadAs(`${event.eventId}.eml`) };
  return leadTo(await dependencies.rawUrl(mail.objectKey, presentation), request, dependencies.now());
}

/** Whether the raw mail holds what was blocked. */
export const isDangerous = ({ virus, attachments }: RoutedEvent): boolean =>
  virus === 'fail' || attachments.some(({ verdict }) => verdict === 'blocked');

async function sendToAttachment(dependencies: EventContentDependencies, reading: Reading): Promise<ApiAnswer> {
  const { request, tenant } = reading;
  const found = await findEvent(dependencies, eventQuestionOf(request, tenant));
  if (found === undefined) return unknownEvent();
  const { event } = found;
  const wants = wantedForm(request.query.as);
  const nth = Number(request.path.n);
  const { attachment, isScanning } = await scannedAttachment(dependencies, event, nth, wants);
  const answer = attachmentAnswer(attachment, { wants, isWarned: request.query.anyway === '1', isScanning });
  switch (answer) {
    case 'absent':
      return problem('not-found', 'the event has no such attachment, or not in this form');
    case 'refuse':
      return problem('attachment-blocked', 'the attachment was blocked', { more: { reasons: attachment!.reasons } });
    case 'warn':
      return problem('confirm-danger', `the attachment is ${attachment!.verdict}; ask with anyway=1`, {
        more: { reasons: attachment!.reasons },
      });
    case 'wait':
      return problem('scan-pending', 'the antivirus scan has not ended', { retryAfter: scanRetrySeconds });
    default: {
      await noteView(dependencies, reading, event, 'attachment', nth);
      const key = wants === 'macro-free' ? attachment!.macroFreeKey! : attachment!.key;
      const url = await dependencies.attachmentUrl(key, presentationOf(attachment!, answer === 'show'));
      return leadTo(url, request, dependencies.now());
    }
  }
}

async function showHtml(dependencies: EventContentDependencies, reading: Reading): Promise<ApiAnswer> {
  const { request, tenant } = reading;
  const found = await findEvent(dependencies, eventQuestionOf(request, tenant));
  if (found === undefined) return unknownEvent();
  const event = await scannedEvent(dependencies, found.event);
  if (event.body.html === undefined) return problem('not-found', 'the mail has no HTML; its event may have a text');
  await noteView(dependencies, reading, event, 'html');
  const html = await withPictures(dependencies, event, event.body.html);
  return whole(page(200, html, { pictures: await dependencies.attachmentsOrigin() }), event.eventId);
}

/** The HTML with a signed address for each clean picture of the mail itself, and no address for the others. */
async function withPictures(
  { attachmentUrl }: EventContentDependencies,
  { attachments }: RoutedEvent,
  html: string,
): Promise<string> {
  const urls = new Map<number, string>();
  for (const nth of ownPicturesIn(html)) {
    const attachment = attachments[nth];
    if (attachmentAnswer(attachment, { wants: 'picture', isWarned: false, isScanning: false }) === 'show')
      urls.set(nth, await attachmentUrl(attachment!.key, presentationOf(attachment!, true)));
  }
  return withOwnPictures(html, (nth) => escapeHtml(urls.get(nth) ?? 'about:blank'));
}

async function noteView(
  { log, recordView, now }: EventContentDependencies,
  { request: { ip }, caller }: Reading,
  { eventId, route: { integration } }: RoutedEvent,
  content: ReadContent['content'],
  attachment?: number,
): Promise<void> {
  await recordView(compact({ actor: `key ${caller.name}`, eventId, integration, content, attachment, ip }), now());
  log.info('api.content', compact({ eventId, integration, content, attachment }));
}
