import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { EmailReceived, RoutedEvent } from '../mail/event.ts';
import { gatewaySpamScore } from '../mail/gateway-verdicts.ts';
import { isListed } from '../mail/sender-list.ts';
import { authenticationBy } from '../mail/sender-proof.ts';
import { withoutEnd } from '../mail/text.ts';
import { usualConfidence } from '../threads/thread-match.ts';
import { allFindings, builtInRules, type DataRule, findData, redactEvent } from '../understanding/data-loss.ts';

/**
 * Makes the event that one integration may see: its own recipients (another tenant may have been in Bcc), its own
 * thread and route, its own trust in the sender, and without the data that its rules keep back.
 *
 * @param ownRules the integration's own data-loss rules: see `ownRulesOf`
 * @throws TypeError for an integration with such rules where they are not given
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
  ownRules?: readonly DataRule[],
): RoutedEvent {
  const attachments = integration?.attachments
    ? refused(capped(event.attachments, integration.attachments), integration.attachments)
    : event.attachments;
  const trust = trustNow(event, delivery.trust ?? event.trust, integration?.trust?.block);
  const { shown, hits } = guardData(event, integration?.dataLoss, ownRules);
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
  ownRules: readonly DataRule[] | undefined,
): { readonly shown: EmailReceived; readonly hits: NonNullable<EmailReceived['dataRules']> } {
  if (dataLoss === undefined) return { shown: event, hits: event.dataRules ?? [] };
  if (ownRules === undefined && dataLoss.rules.length > 0) throw new TypeError('the data-loss rules are missing');
  const rules = [...builtInRules, ...(ownRules ?? [])];
  const hits = allFindings(findData([event.message.subject, event.body.text], rules), event.attachments);
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

/** The reason of an attachment of a kind that an integration does not take. */
export const refusedBySetting = 'refused.by-setting';

/** Blocks attachments of types and endings that an integration does not take. */
const refused = (
  attachments: EmailReceived['attachments'],
  { refuse = [] }: NonNullable<Integration['attachments']>,
): EmailReceived['attachments'] =>
  attachments.map((attachment) => {
    if (!refuse.some((rule) => isRefused(attachment, rule))) return attachment;
    const { macroFreeKey: _copy, ...rest } = attachment;
    return { ...rest, verdict: 'blocked' as const, reasons: [...rest.reasons, refusedBySetting] };
  });

/** Whether a rule names an attachment: by its ending, as `.zip`, or by its declared or real type, as `video/*`. */
function isRefused(
  { filename = '', contentType, detectedType = '' }: EmailReceived['attachments'][number],
  rule: string,
): boolean {
  const wanted = rule.toLowerCase();
  // Windows drops dots and blanks at the end of a name.
  if (wanted.startsWith('.')) return withoutEnd(filename.toLowerCase(), /[.\s]/).endsWith(wanted);
  return [contentType, detectedType].some((written) => {
    const type = written.toLowerCase().split(';')[0]!.trim();
    return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
  });
}
