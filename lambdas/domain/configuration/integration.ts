import * as z from 'zod';
import { connection, credentials } from '../crm/connection.ts';
import { purposes } from '../mail/purposes.ts';
import { defaultMapping } from '../mapping/mapping.ts';
import { mappingName, mappingSchema } from '../mapping/mapping-schema.ts';
import { ruleSchema } from '../mapping/rules/rule.ts';
import { contactField } from '../mapping/sources.ts';
import { compileRule } from '../understanding/own-rule.ts';
import { domainName, name } from './configured-names.ts';
import { consentPolicy } from './consent-policy-schema.ts';
import { eligibilitySchema } from './eligibility-schema.ts';
import { intakeFormats } from './intake-formats.ts';
import { kindsSchema } from './kinds-schema.ts';
import { compilePattern } from './route.ts';
import { confirmationTarget, sesTarget } from './target-names.ts';

/** An API key of `all` may ask for every tenant, and the canary has a tenant of its own. */
const tenant = name.refine(
  (value) => value !== 'all' && value !== 'postern-canary',
  'wants another name: all and postern-canary have a meaning of their own',
);

/** Suppressions go to targets by name, and two of these names are no connections. */
const connectionName = name.refine(
  (value) => value !== sesTarget && value !== confirmationTarget,
  `wants another name: ${sesTarget} and ${confirmationTarget} are targets of their own`,
);

const address = z.string().superRefine((pattern, context) => {
  const compiled = compilePattern(pattern);
  if ('mistake' in compiled) context.addIssue({ code: 'custom', message: compiled.mistake });
});

const sender = z
  .string()
  .toLowerCase()
  .regex(/^[^@\s]*@[a-z0-9.-]+$/, 'wants an address or @domain');

/** The senders that the tenant trusts, and the fate of mail that scores low. */
const trust = z.strictObject({
  ownDomains: z.array(domainName).default([]),
  allow: z.array(sender).default([]),
  block: z.array(sender).default([]),
  /** Forwarders with an ARC seal (RFC 8617) that proves a From after its own signatures broke on the way. Absent: none. */
  arcSealers: z.array(domainName).optional(),
  /**
   * Gateways that receive mail from the internet and hand it on to SES: their `Authentication-Results` and spam score count
   * for mail that comes from their addresses. Absent: none.
   */
  gateways: z
    .array(
      z.strictObject({
        id: z
          .string()
          .toLowerCase()
          .regex(/^[a-z0-9._-]{1,255}$/, 'wants the name in its Authentication-Results'),
        from: z
          .array(
            z
              .string()
              .regex(
                /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/(?:[89]|[12]\d|3[0-2]))?|[\da-f:]{2,39}(?:\/64)?)$/i,
                'wants an IPv4 address or range, or an IPv6 network of 64 bits',
              ),
          )
          .min(1),
      }),
    )
    .optional(),
  /** Mail that scores lower is tagged or quarantined. 0 to 100. */
  below: z.int().min(0).max(100).default(20),
  /** `tag`: deliver, with the score. `quarantine`: keep it out of the CRM. */
  action: z.enum(['tag', 'quarantine']).default('tag'),
});

/** Data that must not travel on: always counted, and taken out of the event where `redact` is set. */
const dataLoss = z.strictObject({
  rules: z
    .array(
      z.strictObject({ name, pattern: z.string().min(1).max(500) }).superRefine((rule, context) => {
        const compiled = compileRule(rule.name, rule.pattern);
        if ('mistake' in compiled) context.addIssue({ code: 'custom', path: ['pattern'], message: compiled.mistake });
      }),
    )
    .default([]),
  redact: z.boolean().default(false),
});

/** A file ending as `.zip`, a type as `application/zip`, or all types of a kind as `video/*`. */
const refusedKind = z
  .string()
  .regex(/^(?:\.[a-z0-9][a-z0-9._-]{0,30}|[a-z]+\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]{0,126}))$/i, {
    error: 'is an ending as .zip, a type as application/zip, or video/*',
  });

/**
 * Caps on what travels on to the CRM, in mebibytes, and kinds of files that an integration does not take: such an attachment
 * is blocked, its bytes stay in S3.
 */
const attachments = z.strictObject({
  maxFileMiB: z.number().positive().max(40).default(25),
  maxMailMiB: z.number().positive().max(40).default(40),
  refuse: z.array(refusedKind).max(200).optional(),
});

/** Links in the CRM to the whole mail and its attachments: anybody with a link may look, for that many days. */
const links = z.strictObject({ days: z.int().min(1).max(3650).default(90) });

/** Clean attachments become files at the CRM, up to a size, in mebibytes. */
const files = z.strictObject({ maxFileMiB: z.number().positive().max(10).default(5) });

/** The most mails of one sender in a number of minutes; the rest is quarantined: a loop, or a script. */
const brake = z.strictObject({
  mails: z.int().min(1).max(1000).default(100),
  minutes: z.int().min(1).max(1440).default(60),
});

/** Fields with another meaning: their values join unrelated mail, or are read as ids already. */
const everyMailHas =
  /^(?:from|to|cc|bcc|sender|reply-to|subject|date|message-id|in-reply-to|references|received|return-path|mime-version|content-.*|thread-(?:index|topic)|dkim-signature|list-.*)$/i;

/** How far an integration is live while its mode is shadow. */
const rollout = z
  .strictObject({
    /** The share of its conversations, each as a whole. */
    percent: z.number().min(0).max(100).optional(),
    /** Senders with live mail: addresses, or `@domain`. */
    senders: z.array(sender).min(1).optional(),
    /** Envelope recipients with live mail. */
    mailboxes: z.array(z.string().toLowerCase()).min(1).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'wants percent, senders or mailboxes');

const integration = z.strictObject({
  key: name,
  tenant,
  addresses: z.array(address).min(1, 'wants at least one address pattern'),
  connection: z.string(),
  mode: z.enum(['off', 'shadow', 'live']).default('live'),
  mapping: mappingName.default(defaultMapping),
  /** `token`: only deals that the address names. `thread`: also one deal per conversation. */
  deals: z.enum(['token', 'thread']).default('token'),
  /** A header that names the conversation of a mail, such as `X-Ticket-Id`. Absent: none. */
  threadHeader: z
    .string()
    .regex(/^[!-9;-~]{1,76}$/, 'wants the name of a header field, as in X-Ticket-Id')
    .refine((field) => !everyMailHas.test(field), 'wants a field of your own: every mail has this one')
    .optional(),
  /**
   * The least confidence in a conversation for a deal of `deals: thread`, 0 to 1: a mail below it opens and joins no deal.
   * Absent: any confidence is enough.
   */
  dealConfidence: z.number().min(0).max(1).optional(),
  /**
   * Who may write to a deal by its number, as in `deal+12345@`. `checked`: its people, proven senders of its company and our
   * own people; a signed address is for everybody. `open`: everybody. Absent: checked.
   */
  tokens: z.enum(['checked', 'open']).optional(),
  /** The contact's field that holds its owner, who also owns the deals and tasks that we make. Absent: no owner. */
  ownerField: z.string().regex(contactField, "wants the CRM's own name of a field, as in OwnerId").optional(),
  /**
   * The record of a new person; a `lead`, where the CRM has leads, has no company until it is converted. Absent: a contact, and
   * Zoho, which answers for one module at a time, is not asked for leads.
   */
  person: z.enum(['contact', 'lead']).optional(),
  /**
   * The records that a logged mail is related to at the CRM: its `contact` alone, or `all`, which are also the contacts among
   * To and Cc and the mail that it answers. Absent: contact.
   */
  relations: z.enum(['contact', 'all']).optional(),
  /** The text of an activity: `whole` is the text as it came, `newest` only the part that its author just wrote; absent: whole. */
  body: z.enum(['whole', 'newest']).optional(),
  /** The treatment of mail by its kind. Absent: people's mail is logged, a machine's only on contacts that the CRM has. */
  kinds: kindsSchema.optional(),
  /** Rules that decide about mail, in their order. */
  rules: z.array(ruleSchema).max(50).optional(),
  /** Which mail of a shadow integration is live already; all conditions must hold. */
  rollout: rollout.optional(),
  /** Where the mail of a shadow integration is written that is not live: a sandbox account. Absent: nowhere. */
  shadow: z.strictObject({ to: z.string() }).optional(),
  trust: trust.optional(),
  dataLoss: dataLoss.optional(),
  links: links.optional(),
  /** Connections that hear which records a delivered mail has, as `email.delivered/1`. Absent: none. */
  deliveredEvents: z.array(z.string()).min(1).max(10).optional(),
  /** The feed has an entry of its own, of the type `email.delivered/1`, once the CRM has the records of a mail. Absent: none. */
  deliveredInFeed: z.literal(true).optional(),
  files: files.optional(),
  brake: brake.optional(),
  attachments: attachments.optional(),
  /** Stores the events of the tenant's mail under a key of the tenant: whoever destroys the key erases them. Absent: as JSON. */
  encryptEvents: z.literal(true).optional(),
  consent: consentPolicy.optional(),
  /** Fields of the CRM and segments of CDPs that bar purposes. Absent: none. */
  eligibility: eligibilitySchema.optional(),
});

/** A sender of webhooks: one route per source and purpose, so that transactional and marketing mail do not share a fate. */
const intake = z.strictObject({
  tenant,
  format: z.enum(intakeFormats),
  /**
   * Standard: `whsec_…` or `whpk_…`. SendGrid: its public key. Mailgun: the signing key. Postmark: `user:password`. Segment: the shared
   * secret. RudderStack, mParticle: the value of the authorization header.
   */
  credentials,
  /** Purposes that an unsubscribe from this source ends; absent: marketing and sales. */
  purposes: z.array(z.enum(purposes)).min(1).optional(),
  /** For a CDP: traits or attributes that are segments, where its body does not say so. */
  segments: z.array(z.string().min(1).max(200)).min(1).max(100).optional(),
});

export const file = z.strictObject({
  connections: z.record(connectionName, connection),
  integrations: z.array(integration),
  intake: z.record(name, intake).optional(),
  mappings: z.record(mappingName, mappingSchema).optional(),
});

/** One sender of webhooks. */
export type IntakeSource = z.infer<typeof intake>;
/** One tenant's intake: its addresses, its CRM, its mode. */
export type Integration = z.infer<typeof integration>;
export type IntegrationsFile = z.infer<typeof file>;
