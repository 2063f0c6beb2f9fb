import { builtInRules, compileRule, type DataRule, findData, redactEvent } from './data-loss.ts';
import type { Delivery } from './delivery.ts';
import type { EmailReceived, RoutedEvent } from './event.ts';
import type { Integration } from './integration.ts';
import { trustOf } from './trust.ts';

/**
 * The event as one integration may see it: its own recipients (another tenant may have been in Bcc), its own
 * thread and route, its own trust in the sender, and without the data that its rules keep in.
 */
export function routeEvent(
  event: EmailReceived,
  delivery: Pick<Delivery, 'recipients' | 'threadKey' | 'matchedBy' | 'integration' | 'token' | 'campaign'>,
  integration?: Pick<Integration, 'trust' | 'dataLoss' | 'attachments'>,
): RoutedEvent {
  const rules = dataRulesOf(integration);
  const found = integration?.dataLoss
    ? findData([event.message.subject, event.body.text], rules)
    : (event.dataRules ?? []);
  const shown = integration?.dataLoss?.redact ? redactEvent(event, rules) : event;
  const { dataRules: _earlier, ...rest } = shown;
  return {
    ...rest,
    ...(found.length > 0 && { dataRules: found }),
    trust: trustOf(event, integration?.trust),
    attachments: integration?.attachments ? capped(event.attachments, integration.attachments) : event.attachments,
    envelope: { ...event.envelope, rcptTo: delivery.recipients.toSorted() },
    thread: {
      key: delivery.threadKey,
      matchedBy: delivery.matchedBy as RoutedEvent['thread']['matchedBy'],
      confidence: 1,
    },
    ...(delivery.campaign && { campaign: delivery.campaign }),
    route: { integration: delivery.integration, ...(delivery.token && { token: delivery.token }) },
  };
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
