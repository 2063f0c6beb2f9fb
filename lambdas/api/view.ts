import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailStore, ObjectPresentation } from '../domain/mail/mail-store.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { routeEvent } from '../domain/planning/route-event.ts';
import { attachmentAnswer, mayView, readViewToken } from '../domain/planning/view-link.ts';
import { goneNotice, mailPage, refusedNotice, warningNotice } from './mail-page.ts';
import { type ApiAnswer, type ApiRequest, page } from './request.ts';

export interface ViewDependencies {
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly control: Pick<Control, 'integrations'>;
  readonly deliveries: (eventId: string) => Promise<readonly Delivery[]>;
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** An address at which an attachment can be fetched for a minute. */
  readonly attachmentUrl: (key: string, presentation: ObjectPresentation) => Promise<string>;
  /** Where all those addresses begin. */
  readonly attachmentsOrigin: () => Promise<string>;
  readonly log: Log;
  readonly now: () => Date;
}

/** A mail, as one integration may see it. */
interface Viewed {
  readonly event: EmailReceived;
  readonly integration: string;
}

/**
 * The mail behind a link in a CRM, and its attachments. Each click is judged anew: by the token, by what the integration
 * allows now, by the mail's fate and by the attachment's verdict. What may not be seen and what is not there look alike.
 */
export function createView(dependencies: ViewDependencies) {
  const { tokenKeys, control, deliveries, mail, attachmentUrl, attachmentsOrigin, log, now } = dependencies;
  const viewed = async ({ path }: ApiRequest): Promise<Viewed | undefined> => {
    const token = readViewToken(path.token ?? '', await tokenKeys());
    if (token === undefined) return undefined;
    const [integrations, all] = await Promise.all([control.integrations(), deliveries(token.eventId)]);
    const integration = integrations.find(({ key }) => key === token.integration);
    const delivery = all.find((one) => one.integration === token.integration);
    if (delivery === undefined || !mayView({ integration, delivery, now: now() })) return undefined;
    const event = await mail.getEvent(token.eventId);
    return event && { event: routeEvent(event, delivery, integration), integration: token.integration };
  };
  const noted = ({ event, integration }: Viewed, attachment?: number): void =>
    log.info('api.viewed', compact({ eventId: event.eventId, integration, attachment }));

  return {
    async show(request: ApiRequest): Promise<ApiAnswer> {
      const found = await viewed(request);
      if (found === undefined) return page(404, goneNotice());
      noted(found);
      const html = mailPage(found.event, `/m/${request.path.token}`);
      return page(200, html, { pictures: await attachmentsOrigin() });
    },

    async attachment(request: ApiRequest): Promise<ApiAnswer> {
      const found = await viewed(request);
      if (found === undefined) return page(404, goneNotice());
      const nth = Number(request.path.nth);
      const attachment = found.event.attachments[nth];
      const { as, anyway } = request.query;
      const wants = as === 'picture' || as === 'macro-free' ? as : 'file';
      const answer = attachmentAnswer(attachment, { wants, isWarned: anyway === '1' });
      if (attachment === undefined || answer === 'absent') return page(404, goneNotice());
      const here = `/m/${request.path.token}/${nth}`;
      if (answer === 'refuse') return page(403, refusedNotice(attachment, here));
      if (answer === 'warn') return page(200, warningNotice(attachment, here));
      noted(found, nth);
      const isShown = answer === 'show';
      const location = await attachmentUrl(wants === 'macro-free' ? attachment.macroFreeKey! : attachment.key, {
        // A browser that guesses might run it.
        contentType: isShown ? attachment.detectedType! : 'application/octet-stream',
        disposition: isShown
          ? 'inline'
          : `attachment; filename*=UTF-8''${encoded(attachment.filename ?? 'attachment')}`,
      });
      return { statusCode: 302, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } };
    },
  };
}

/** RFC 8187: what `encodeURIComponent` leaves that a header's value does not take. */
const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
