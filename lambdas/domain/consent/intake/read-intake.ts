import * as z from 'zod';
import { compact } from '../../../compact.ts';
import type { IntakeFormat } from '../../configuration/intake-formats.ts';
import { isMailable } from '../../mail/address.ts';
import { channels } from '../signals.ts';
import { type CdpSettings, type MembershipEvent, readMparticle, readSegmentCall } from './cdp-event.ts';
import { decode } from './decode.ts';
import { campaignOf, isoOf, MalformedEventError, type SenderEvent } from './sender-event.ts';

/** The events of one webhook. */
interface IntakeEvents {
  /** News about mail and consent. */
  readonly events: readonly SenderEvent[];
  /** Segments that people entered or left. */
  readonly memberships: readonly MembershipEvent[];
}

/**
 * The events of a webhook's body, in our words; kinds without a meaning for consent or delivery are left out, and so is an
 * entry without an address that could be mailed.
 *
 * @param receivedAt for formats that carry no time of their own
 * @throws MalformedEventError when the body is not what the format writes
 */
export function readIntake(
  format: IntakeFormat,
  body: string,
  receivedAt: Date,
  settings: CdpSettings = {},
): IntakeEvents {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new MalformedEventError('the body is not JSON');
  }
  const { events = [], memberships = [] } = read[format](json, receivedAt, settings);
  return {
    events: events.filter(({ address }) => isMailable(address)),
    memberships: memberships.filter(({ address }) => isMailable(address)),
  };
}

type Reader = (json: unknown, receivedAt: Date, settings: CdpSettings) => Partial<IntakeEvents>;

const ofSender =
  (readEvents: (json: unknown, receivedAt: Date) => SenderEvent[]): Reader =>
  (json, receivedAt) => ({ events: readEvents(json, receivedAt) });

const segmentCalls: Reader = (json, receivedAt, settings) => ({
  memberships: readSegmentCall(json, settings, receivedAt),
});

const read: Record<IntakeFormat, Reader> = {
  standard: readStandard,
  sendgrid: ofSender(readSendgrid),
  mailgun: ofSender(readMailgun),
  postmark: ofSender(readPostmark),
  segment: segmentCalls,
  rudderstack: segmentCalls,
  mparticle: (json, receivedAt, settings) => ({ memberships: readMparticle(json, settings, receivedAt) }),
};

/** Our own format, under Standard Webhooks: one event or a list of them. */
const standardEvent = z.object({
  type: z.enum(['delivered', 'hard-bounce', 'soft-bounce', 'complaint', 'unsubscribe', 'opt-in']),
  address: z.string(),
  at: z.iso.datetime(),
  id: z.string().min(1).max(200),
  reason: z.string().max(300).optional(),
  /** The channel of an unsubscribe or an opt-in; absent: email. */
  channel: z.enum(channels).optional(),
  campaign: z
    .strictObject({
      campaignId: z.string().optional(),
      templateId: z.string().optional(),
      recordId: z.string().optional(),
      membershipId: z.string().optional(),
    })
    .optional(),
});

/** A segment in our own format, for a CDP without a format of its own here. */
const standardMembership = z.object({
  type: z.enum(['segment-entered', 'segment-exited']),
  address: z.string(),
  at: z.iso.datetime(),
  id: z.string().min(1).max(200),
  segment: z.string().min(1).max(200),
  membershipId: z.string().min(1).max(200).optional(),
  reason: z.string().max(200).optional(),
});

const standardBody = z.array(z.discriminatedUnion('type', [standardEvent, standardMembership]));

function readStandard(json: unknown, receivedAt: Date): IntakeEvents {
  const entries = decode(standardBody, Array.isArray(json) ? json : [json]);
  const events = entries.flatMap((entry): SenderEvent[] => {
    if (!('segment' in entry)) {
      const { reason, campaign, channel, ...event } = entry;
      return [{ ...event, ...compact({ reason, channel }), ...(campaign !== undefined && campaignOf(campaign)) }];
    }
    return [];
  });
  const memberships = entries.flatMap((entry): MembershipEvent[] => {
    if (!('segment' in entry)) return [];
    const { type, address, segment, membershipId, reason = type, id: evidence } = entry;
    // A time from the future would outrank everything that comes after it.
    const at = new Date(Math.min(Date.parse(entry.at), receivedAt.getTime())).toISOString();
    const state = type === 'segment-entered' ? 'in' : 'out';
    return [{ address, segment, id: membershipId ?? segment, state, at, reason, evidence }];
  });
  return { events, memberships };
}

/** @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
const sendgridEvent = z.object({
  email: z.string(),
  event: z.string(),
  timestamp: z.number(),
  sg_event_id: z.string().optional(),
  type: z.string().optional(),
  status: z.string().optional(),
  reason: z.string().optional(),
  'smtp-id': z.string().optional(),
  marketing_campaign_id: z.union([z.string(), z.number()]).optional(),
  singlesend_id: z.string().optional(),
  template_id: z.string().optional(),
});

function readSendgrid(json: unknown): SenderEvent[] {
  return decode(z.array(sendgridEvent), json).flatMap((entry): SenderEvent[] => {
    const type = sendgridType(entry.event, entry.type, entry.reason);
    if (type === undefined) return [];
    const messageId = entry['smtp-id']?.replace(/^<|>$/g, '');
    return [
      compact({
        type,
        address: entry.email,
        at: isoOf(entry.timestamp),
        id: entry.sg_event_id ?? `${entry.email} ${entry.event} ${entry.timestamp}`,
        reason: entry.status?.slice(0, 50),
        messageId,
        ...campaignOf({
          campaignId: entry.singlesend_id ?? (entry.marketing_campaign_id && String(entry.marketing_campaign_id)),
          templateId: entry.template_id,
        }),
      }),
    ];
  });
}

function sendgridType(event: string, type: string | undefined, reason = ''): SenderEvent['type'] | undefined {
  switch (event) {
    case 'delivered':
      return 'delivered';
    case 'bounce':
      // A block is a refusal of this mail, not of the address.
      return type === 'blocked' ? 'soft-bounce' : 'hard-bounce';
    case 'deferred':
      return 'soft-bounce';
    case 'spamreport':
      return 'complaint';
    case 'unsubscribe':
    case 'group_unsubscribe':
      return 'unsubscribe';
    case 'group_resubscribe':
      return 'opt-in';
    case 'dropped':
      // SendGrid did not try these, because of an earlier event of the address.
      return /bounced/i.test(reason) ? 'hard-bounce' : /spam/i.test(reason) ? 'complaint' : undefined;
    default:
      return undefined;
  }
}

/** @see https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure */
const mailgunBody = z.object({
  'event-data': z.object({
    event: z.string(),
    id: z.string(),
    timestamp: z.number(),
    recipient: z.string(),
    severity: z.string().optional(),
    reason: z.string().optional(),
    'delivery-status': z.object({ code: z.union([z.number(), z.string()]).optional() }).optional(),
    message: z.object({ headers: z.object({ 'message-id': z.string().optional() }).optional() }).optional(),
    campaigns: z.array(z.object({ id: z.string().optional() })).optional(),
    template: z.object({ name: z.string().optional() }).nullish(),
  }),
});

function readMailgun(json: unknown): SenderEvent[] {
  const data = decode(mailgunBody, json)['event-data'];
  const type = mailgunType(data.event, data.severity);
  if (type === undefined) return [];
  const code = data['delivery-status']?.code;
  const messageId = data.message?.headers?.['message-id'];
  return [
    compact({
      type,
      address: data.recipient,
      at: isoOf(data.timestamp),
      id: data.id,
      reason: code === undefined ? undefined : String(code),
      messageId,
      ...campaignOf({ campaignId: data.campaigns?.[0]?.id, templateId: data.template?.name }),
    }),
  ];
}

function mailgunType(event: string, severity: string | undefined): SenderEvent['type'] | undefined {
  switch (event) {
    case 'delivered':
      return 'delivered';
    case 'failed':
      return severity === 'permanent' ? 'hard-bounce' : 'soft-bounce';
    case 'complained':
      return 'complaint';
    case 'unsubscribed':
      return 'unsubscribe';
    default:
      return undefined;
  }
}

/** @see https://postmarkapp.com/developer/webhooks/webhooks-overview */
const postmarkBody = z.object({
  RecordType: z.string(),
  ID: z.number().optional(),
  MessageID: z.string().optional(),
  Email: z.string().optional(),
  Recipient: z.string().optional(),
  Type: z.string().optional(),
  TypeCode: z.number().optional(),
  SuppressSending: z.boolean().optional(),
  SuppressionReason: z.string().nullish(),
  BouncedAt: z.string().optional(),
  DeliveredAt: z.string().optional(),
  ChangedAt: z.string().optional(),
  Metadata: z.record(z.string(), z.string()).optional(),
  Tag: z.string().nullish(),
});

/** Types of Postmark's bounces after which an address is dead; the others pass. */
const postmarkHard = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated', 'AddressChange']);

function readPostmark(json: unknown, receivedAt: Date): SenderEvent[] {
  const record = decode(postmarkBody, json);
  const type = postmarkType(record);
  const address = record.Email ?? record.Recipient;
  if (type === undefined || address === undefined) return [];
  const at = record.BouncedAt ?? record.DeliveredAt ?? record.ChangedAt;
  const time = at === undefined ? receivedAt : new Date(at);
  if (Number.isNaN(time.getTime())) throw new MalformedEventError('the time is none');
  return [
    compact({
      type,
      address,
      at: time.toISOString(),
      id: `${record.RecordType} ${record.ID ?? record.MessageID ?? address} ${at ?? ''}`,
      reason: record.Type?.slice(0, 50),
      ...campaignOf({ campaignId: record.Metadata?.campaign_id ?? record.Tag, recordId: record.Metadata?.record_id }),
    }),
  ];
}

function postmarkType(record: z.infer<typeof postmarkBody>): SenderEvent['type'] | undefined {
  switch (record.RecordType) {
    case 'Delivery':
      return 'delivered';
    case 'Bounce':
      return record.Type === 'SpamComplaint'
        ? 'complaint'
        : record.Type === 'Unsubscribe'
          ? 'unsubscribe'
          : postmarkHard.has(record.Type ?? '')
            ? 'hard-bounce'
            : 'soft-bounce';
    case 'SpamComplaint':
      return 'complaint';
    case 'SubscriptionChange':
      if (record.SuppressSending !== true) return 'opt-in';
      return record.SuppressionReason === 'HardBounce'
        ? 'hard-bounce'
        : record.SuppressionReason === 'SpamComplaint'
          ? 'complaint'
          : 'unsubscribe';
    default:
      return undefined;
  }
}
