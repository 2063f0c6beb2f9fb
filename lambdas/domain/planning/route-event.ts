import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { EmailReceived, RoutedEvent } from '../mail/event.ts';
import { isListed } from '../mail/sender-list.ts';
import { builtInRules, compileRule, type DataRule, findData, redactEvent } from '../understanding/data-loss.ts';

/**
 * The event as one integration may see it: its own recipients (another tenant may have been in Bcc), its own
 * thread and route, its own trust in the sender, and without the data that its rules keep in.
 */
export function routeEvent(
  event: EmailReceived,
  delivery: Pick<
    Delivery,
    'recipients' | 'threadKey' | 'matchedBy' | 'integration' | 'token' | 'campaign' | 'trust' | 'authentication'
  >,
  integration?: Pick<Integration, 'trust' | 'dataLoss' | 'attachments'>,
): RoutedEvent {
  const rules = dataRulesOf(integration);
  const found = integration?.dataLoss
    ? findData([event.message.subject, event.body.text], rules)
    : (event.dataRules ?? []);
  const shown = integration?.dataLoss?.redact ? redactEvent(event, rules) : event;
  const trust = trustNow(event, delivery.trust ?? event.trust, integration?.trust?.block);
  const { dataRules: _earlier, ...rest } = shown;
  return {
    ...rest,
    ...compact({ dataRules: found.length > 0 ? found : undefined, trust: trust }),
    authentication: delivery.authentication ?? event.authentication,
    attachments: integration?.attachments ? capped(event.attachments, integration.attachments) : event.attachments,
    envelope: { ...event.envelope, rcptTo: delivery.recipients.toSorted() },
    thread: {
      key: delivery.threadKey,
      matchedBy: delivery.matchedBy as RoutedEvent['thread']['matchedBy'],
      confidence: 1,
    },
    ...compact({ campaign: delivery.campaign }),
    route: compact({ integration: delivery.integration, token: delivery.token }),
  };
}

/** Trust was found when the mail was received; who was blocked since is blocked now, however long the mail waited. */
function trustNow(
  { message }: EmailReceived,
  trust: EmailReceived['trust'],
  block: readonly string[] = [],
): EmailReceived['trust'] {
  const from = message.from?.address;
  if (from === undefined || !isListed(from, block)) return trust;
  const reasons = (trust?.reasons ?? []).filter((reason) => !reason.startsWith('list.'));
  return { score: 0, reasons: [...reasons, 'list.blocked'] };
}

function dataRulesOf(integration: Pick<Integration, 'dataLoss'> | undefined): DataRule[] {
  const own = integration?.dataLoss?.rules.map(({ name, pattern }) => compileRule(name, pattern)) ?? [];
  return [...builtInRules, ...own.filter((rule): rule is DataRule => !('mistake' in rule))];
}

/** Blocks what is larger than the integration takes, one file or all of them together, in the order of the mail. */
function capped(
  attachments: EmailReceived['attachments'],
  caps: NonNullable<Integration['attachments']>,
): EmailReceived['attachments'] {
  let total = 0;
  return attachments.map((attachment) => {
    total += attachment.size;
    const reason =
      attachment.size > caps.maxFileMiB * 2 ** 20
        ? 'size.file-cap'
        : total > caps.maxMailMiB * 2 ** 20
          ? 'size.mail-cap'
          : undefined;
    return reason === undefined
      ? attachment
      : { ...attachment, verdict: 'blocked' as const, reasons: [...attachment.reasons, reason] };
  });
}
