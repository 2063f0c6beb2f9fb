import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { EmailReceived, RoutedEvent } from '../mail/event.ts';
import { gatewaySpamScore } from '../mail/gateway-verdicts.ts';
import { isListed } from '../mail/sender-list.ts';
import { authenticationBy } from '../mail/sender-proof.ts';
import { usualConfidence } from '../threads/thread-match.ts';
import { builtInRules, compileRule, type DataRule, findData, redactEvent } from '../understanding/data-loss.ts';

/**
 * Makes the event that one integration may see: its own recipients (another tenant may have been in Bcc), its own
 * thread and route, its own trust in the sender, and without the data that its rules keep back.
 */
export function routeEvent(
  event: EmailReceived,
  delivery: Pick<
    Delivery,
    | 'recipients'
    | 'threadKey'
    | 'matchedBy'
    | 'confidence'
    | 'aliases'
    | 'integration'
    | 'token'
    | 'campaign'
    | 'trust'
    | 'authentication'
  >,
  integration?: Pick<Integration, 'trust' | 'dataLoss' | 'attachments'>,
): RoutedEvent {
  const attachments = integration?.attachments ? capped(event.attachments, integration.attachments) : event.attachments;
  const trust = trustNow(event, delivery.trust ?? event.trust, integration?.trust?.block);
  const { shown, hits } = guardData(event, integration?.dataLoss);
  const { dataRules: _earlier, ...rest } = shown;
  return {
    ...rest,
    ...compact({
      dataRules: hits.length > 0 ? hits : undefined,
      trust,
      spamScore: gatewaySpamScore(event, integration?.trust?.gateways) ?? event.spamScore,
    }),
    authentication: delivery.authentication ?? authenticationBy(event, integration?.trust),
    attachments,
    envelope: { ...event.envelope, rcptTo: delivery.recipients.toSorted() },
    thread: threadOf(delivery),
    ...compact({ campaign: delivery.campaign }),
    route: compact({ integration: delivery.integration, token: delivery.token }),
  };
}

function threadOf({
  threadKey,
  matchedBy,
  confidence = usualConfidence(matchedBy),
  aliases,
}: Pick<Delivery, 'threadKey' | 'matchedBy' | 'confidence' | 'aliases'>): RoutedEvent['thread'] {
  return compact({
    key: threadKey,
    aliases: aliases && [...aliases],
    matchedBy: matchedBy as RoutedEvent['thread']['matchedBy'],
    confidence,
  });
}

/** Names the data rules that an event meets, and takes the data out where the integration wants that. */
function guardData(
  event: EmailReceived,
  dataLoss: Integration['dataLoss'],
): { readonly shown: EmailReceived; readonly hits: NonNullable<EmailReceived['dataRules']> } {
  if (dataLoss === undefined) return { shown: event, hits: event.dataRules ?? [] };
  const rules = dataRulesOf(dataLoss);
  const hits = findData([event.message.subject, event.body.text], rules);
  return { shown: dataLoss.redact ? redactEvent(event, rules) : event, hits };
}

/** Trust dates from the mail's receipt; a sender who was blocked since is blocked now, however long the mail waited. */
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

function dataRulesOf({ rules }: NonNullable<Integration['dataLoss']>): DataRule[] {
  const own = rules.map(({ name, pattern }) => compileRule(name, pattern));
  return [...builtInRules, ...own.filter((rule): rule is DataRule => !('mistake' in rule))];
}

const bytesPerMiB = 2 ** 20;

/** Blocks attachments beyond the caps of an integration, for one file and for all together, in the order of the mail. */
function capped(
  attachments: EmailReceived['attachments'],
  caps: NonNullable<Integration['attachments']>,
): EmailReceived['attachments'] {
  let total = 0;
  return attachments.map((attachment) => {
    total += attachment.size;
    const isLargeFile = attachment.size > caps.maxFileMiB * bytesPerMiB;
    const isLargeMail = total > caps.maxMailMiB * bytesPerMiB;
    const reason = isLargeFile ? 'size.file-cap' : isLargeMail ? 'size.mail-cap' : undefined;
    return reason === undefined
      ? attachment
      : { ...attachment, verdict: 'blocked' as const, reasons: [...attachment.reasons, reason] };
  });
}
