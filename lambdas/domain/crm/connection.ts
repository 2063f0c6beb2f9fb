import * as z from 'zod';
import { isPrivateUrl } from './private-url.ts';

/** The reference of a secret: `env:NAME` on a laptop, `secret:<name>` in Secrets Manager. Never the secret itself. */
export const credentials = z
  .string()
  .regex(
    /^(?:env:[A-Z_][A-Z0-9_]*|secret:[\w/+=.@:-]+(?:#[\w.-]+)?)$/,
    'wants env:NAME or secret:<name> (with #field for one of several), not the secret itself',
  );

/** The kinds of destinations: CRMs, CDPs, a signed webhook, and a bus or a queue of the account. */
export const vendorNames = [
  'hubspot',
  'salesforce',
  'pipedrive',
  'zoho',
  'close',
  'freshsales',
  'zendesk-sell',
  'webhook',
  'eventbridge',
  'sqs',
  'segment',
  'rudderstack',
  'mparticle',
] as const;
export type Vendor = (typeof vendorNames)[number];

/** The address of the vendor's API; of a bus its ARN, of a queue its URL. */
const baseUrl = z
  .string()
  .regex(
    /^(?:https?:\/\/|sandbox:|arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+$)/,
    'wants an https URL, the ARN of an event bus, or sandbox: for the stand-in of the laptop',
  )
  .refine(
    isPrivateUrl,
    'wants https: the credentials go there; http only to this machine, as in http://127.0.0.1:8080',
  );

/** Destinations without a stand-in on the laptop, in words for the author of a configuration. */
const withoutStandIn: Readonly<Partial<Record<Vendor, string>>> = { sqs: 'a queue', webhook: 'a receiver' };

/** Destinations that the function's own role may write to, without a secret. */
const ownServices: readonly string[] = ['eventbridge', 'sqs'];

/**
 * The ids under which a CDP may know a person. `crm`: the contact's id at the CRM, where it is known. `hash`: the SHA-256 of the
 * address. `address`: the address itself.
 */
const userIdChoices = ['crm', 'hash', 'address'] as const;
export type UserIdChoice = (typeof userIdChoices)[number];
/** The id of a subscription type, as HubSpot shows it in its settings. */
const subscriptionType = z.int().positive();

const connectionFields = z.strictObject({
  vendor: z.enum(vendorNames),
  baseUrl,
  credentials: z.union([credentials, z.literal('role')]),
  /** Another version of the vendor's API than the adapter's own, as in v68.0. */
  version: z
    .string()
    .regex(/^v?\d[\d.-]{0,15}$/, 'wants a version as the vendor writes it, as in v68.0')
    .optional(),
  /** For a webhook: long bodies as gzip, for a receiver that reads `content-encoding`. */
  compress: z.boolean().optional(),
  /** For a webhook: a signature of the request by RFC 9421 beside that of Standard Webhooks. Absent: false. */
  httpSignatures: z.boolean().optional(),
  /** For a webhook, a bus or a queue: links to clean files in each event, for so many minutes. Absent: none. */
  attachmentLinks: z.strictObject({ minutes: z.int().min(1).max(10_080) }).optional(),
  /** For a CDP: the id under which it knows people; absent: crm. */
  userId: z.enum(userIdChoices).optional(),
  /** For Segment and RudderStack: the choice of `userId` before, which an alias call joins with the present one. */
  previousUserId: z.enum(userIdChoices).optional(),
  /** For HubSpot: the subscription type that a refusal of a purpose ends; absent: see docs/crms/hubspot.md. */
  subscriptions: z
    .strictObject({ marketing: subscriptionType.optional(), sales: subscriptionType.optional() })
    .optional(),
  /** For HubSpot: the pipeline of new deals, and their stage in it, by id; absent: the account's first ones. */
  newDeals: z.strictObject({ pipeline: z.string().min(1).max(100), stage: z.string().min(1).max(100) }).optional(),
  /**
   * A no to sales at a CRM whose only box ends all its mail: `tick` ends marketing mail from there, too; `leave` writes
   * nothing. Absent: tick.
   */
  salesOptOut: z.enum(['tick', 'leave']).optional(),
  /** For Zoho: a company that no website or name shows is found by its people, by one call more. Absent: false. */
  companyByColleagues: z.boolean().optional(),
  /** The rate of our calls; absent: the rate that the vendor documents or announces in its answers. */
  rate: z
    .strictObject({ perSecond: z.number().positive().max(1000), burst: z.int().positive().max(10_000).default(10) })
    .optional(),
});

/** Destinations that take an event as it is, and that a rule may notify. */
export const notifiable: readonly string[] = ['webhook', ...ownServices];

/** Destinations that keep profiles of people under an id of the customer's choice. */
const cdps: readonly string[] = ['segment', 'rudderstack', 'mparticle'];

/** Destinations with contacts. */
const crms: readonly string[] = ['hubspot', 'salesforce', 'pipedrive', 'zoho', 'close', 'freshsales', 'zendesk-sell'];
/** Whether the destination has contacts, so that their fields can be looked up. */
export const hasContacts = ({ vendor }: Pick<Connection, 'vendor'>): boolean => crms.includes(vendor);

/** Whether one call tells the open deals of a contact. */
export const listsOpenDeals = ({ vendor }: Pick<Connection, 'vendor'>): boolean =>
  vendor === 'salesforce' || vendor === 'pipedrive';

const withFiles: readonly string[] = ['hubspot', 'salesforce', 'pipedrive', 'zoho', 'close'];
/** Whether attachments can be uploaded there without a second file on a repetition. */
export const keepsFiles = ({ vendor }: Pick<Connection, 'vendor'>): boolean => withFiles.includes(vendor);

/** CRMs with one opt-out box for all mail that they send. */
const withOneBox: readonly string[] = ['zoho', 'close', 'freshsales'];

/** Whether new people can be leads there. */
export const keepsLeads = ({ vendor }: Pick<Connection, 'vendor'>): boolean =>
  vendor === 'salesforce' || vendor === 'zoho';

/** Whether a mail can be related to more records than its contact. */
export const relatesRecipients = ({ vendor }: Pick<Connection, 'vendor'>): boolean =>
  vendor === 'salesforce' || vendor === 'close';

/** Settings that only HubSpot's adapter reads: elsewhere they would be a promise that nobody keeps. */
const ofHubspot = ['subscriptions', 'newDeals'] as const;

/** A connection: the destination of an integration's records. */
export const connection = connectionFields.superRefine((fields, context) => {
  const { vendor, baseUrl, credentials, salesOptOut } = fields;
  for (const name of ofHubspot)
    if (vendor !== 'hubspot' && fields[name] !== undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'is a setting of hubspot alone' });
  if (salesOptOut !== undefined && !withOneBox.includes(vendor)) {
    const message = `is for ${withOneBox.join(', ')}: ${vendor} has no box that ends marketing and sales at once`;
    context.addIssue({ code: 'custom', path: ['salesOptOut'], message });
  }
  if (fields.companyByColleagues !== undefined && vendor !== 'zoho')
    context.addIssue({ code: 'custom', path: ['companyByColleagues'], message: 'is a setting of zoho alone' });
  if (fields.httpSignatures !== undefined && vendor !== 'webhook')
    context.addIssue({ code: 'custom', path: ['httpSignatures'], message: 'is a setting of webhook alone' });
  if (fields.attachmentLinks !== undefined && !notifiable.includes(vendor)) {
    const message = `is for ${notifiable.join(', ')}, which take an event as it is`;
    context.addIssue({ code: 'custom', path: ['attachmentLinks'], message });
  }
  const isOwn = ownServices.includes(vendor);
  if (isOwn !== (credentials === 'role')) {
    const message = isOwn
      ? `wants role: the function itself may write to ${vendor}`
      : `${vendor} wants a secret, not role`;
    context.addIssue({ code: 'custom', path: ['credentials'], message });
  }
  const isArn = baseUrl.startsWith('arn:');
  if (isArn && vendor !== 'eventbridge')
    context.addIssue({
      code: 'custom',
      path: ['baseUrl'],
      message: 'wants a URL: only eventbridge is named by an ARN',
    });
  const receiver = withoutStandIn[vendor];
  if (receiver !== undefined && baseUrl.startsWith('sandbox:')) {
    const message = `wants the URL of ${receiver}: the laptop has no stand-in for it`;
    context.addIssue({ code: 'custom', path: ['baseUrl'], message });
  }
  for (const [path, message] of userIdMistakes(fields)) context.addIssue({ code: 'custom', path: [path], message });
});

/** Mistakes in the choice of ids at a CDP, by field. */
function userIdMistakes({
  vendor,
  userId,
  previousUserId,
}: z.infer<typeof connectionFields>): ReadonlyArray<readonly [string, string]> {
  if (!cdps.includes(vendor)) {
    const given = Object.entries({ userId, previousUserId }).filter(([, value]) => value !== undefined);
    return given.map(([name]) => [name, `${vendor} has no profiles: only a CDP has a userId`]);
  }
  if (previousUserId === undefined) return [];
  if (vendor === 'mparticle') return [['previousUserId', 'mparticle joins profiles by its own identity strategy']];
  return previousUserId === (userId ?? 'crm') ? [['previousUserId', 'is the same as userId']] : [];
}

/** A connection to one account. */
export type Connection = z.infer<typeof connection>;
