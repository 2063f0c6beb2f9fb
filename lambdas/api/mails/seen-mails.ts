import { compact } from '../../compact.ts';
import { canaryTenant } from '../../domain/configuration/canary-integration.ts';
import type { Control } from '../../domain/configuration/control.ts';
import type { Integration } from '../../domain/configuration/integration.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { MailRecord } from '../../domain/delivery/ledger.ts';
import type { EmailReceived } from '../../domain/mail/event.ts';
import type { MailStore } from '../../domain/mail/mail-store.ts';
import { ownRulesOf } from '../../domain/planning/own-rules.ts';
import { routeEvent } from '../../domain/planning/route-event.ts';
import type { SeenMail } from './mail-card.ts';

export interface SeenMailPorts {
  readonly control: Pick<Control, 'integrations'>;
  readonly mails: (mailIds: readonly string[]) => Promise<ReadonlyMap<string, MailRecord>>;
  /** The deliveries to which mails were routed, by event. */
  readonly deliveries: (mails: readonly MailRecord[]) => Promise<ReadonlyMap<string, readonly Delivery[]>>;
  readonly mail: Pick<MailStore, 'getEvent'>;
}

/** Events that are read at the same time. */
const readsAtOnce = 25;

/**
 * Reads mails as a caller may see them now, in the order of their ids. One that has gone, or reached no integration of the caller's
 * tenant, is left out.
 *
 * @param tenant the only tenant that the caller reads; absent: all
 */
export async function seeMails(
  ports: SeenMailPorts,
  mailIds: readonly string[],
  tenant: string | undefined,
): Promise<SeenMail[]> {
  const [integrations, records] = await Promise.all([ports.control.integrations(), ports.mails(mailIds)]);
  const own = ownOf(integrations, tenant);
  const mails = mailIds.flatMap((mailId) => records.get(mailId) ?? []);
  const deliveries = await ports.deliveries(mails);
  const seen = mails.flatMap((mail) => {
    const visible = visibleMail(mail, deliveries.get(mail.eventId ?? '') ?? [], own, tenant);
    return visible === undefined ? [] : [visible];
  });
  const whole: SeenMail[] = [];
  for (let start = 0; start < seen.length; start += readsAtOnce)
    whole.push(
      ...(await Promise.all(seen.slice(start, start + readsAtOnce).map((mail) => withEvent(ports, mail, own)))),
    );
  return whole;
}

type OwnIntegrations = ReadonlyMap<string, Integration>;

const ownOf = (integrations: readonly Integration[], tenant: string | undefined): OwnIntegrations =>
  new Map(
    integrations
      .filter((each) => each.tenant !== canaryTenant && (tenant === undefined || each.tenant === tenant))
      .map((each) => [each.key, each]),
  );

/** A mail with the recipients and deliveries that the caller may see. */
function visibleMail(
  mail: MailRecord,
  all: readonly Delivery[],
  own: OwnIntegrations,
  tenant: string | undefined,
): SeenMail | undefined {
  const routed = new Set(mail.recipients.flatMap(({ integration }) => integration ?? []));
  const tenants = new Set([...own.values()].map((each) => each.tenant));
  const deliveries = all.filter((each) => tenants.has(each.tenant) && routed.has(each.integration));
  if (tenant === undefined) return { mail, deliveries };
  const reached = new Set(deliveries.map(({ integration }) => integration));
  const recipients = mail.recipients.filter(({ integration }) => reached.has(integration ?? ''));
  return recipients.length === 0 ? undefined : { mail: { ...mail, recipients }, deliveries };
}

/** The mail with its event as its first integration sees it; mail that reached none is shown to callers of all tenants as it is. */
async function withEvent({ mail: store }: SeenMailPorts, seen: SeenMail, own: OwnIntegrations): Promise<SeenMail> {
  const { mail, deliveries } = seen;
  if (mail.eventId === undefined || mail.state === 'quarantined') return seen;
  const delivery = deliveries.find(({ integration, erasedAt }) => own.has(integration) && erasedAt === undefined);
  const isUnrouted = mail.recipients.every(({ integration }) => integration === undefined);
  if (delivery === undefined && !isUnrouted) return seen;
  const event = await store.getEvent(mail.eventId);
  return compact({ ...seen, event: event && (await shownEvent(event, delivery, own)) });
}

async function shownEvent(
  event: EmailReceived,
  delivery: Delivery | undefined,
  own: OwnIntegrations,
): Promise<EmailReceived> {
  const integration = delivery && own.get(delivery.integration);
  if (delivery === undefined || integration === undefined) return event;
  return routeEvent(event, delivery, integration, await ownRulesOf(integration));
}
