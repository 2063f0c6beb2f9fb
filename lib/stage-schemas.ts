import * as z from 'zod';
import { receivingRegions } from './receiving-regions.ts';
import { oneOf, strict, whole } from './stage-mistakes.ts';
import { longestNamePart } from './stage-names.ts';

/** Where SES receives mail. */
export const region = z.enum(receivingRegions, {
  error: `wants a region in which SES receives mail: ${receivingRegions.join(', ')}`,
});

const prefixWanted =
  `wants at most ${longestNamePart} of a-z, 0-9 and -, with a letter at the begin, none of - at the end and no two of them together, ` +
  'as in acme-mail';

/**
 * The beginning of physical names. Longer ones would not fit into the 64 characters of an SES configuration set or rule set; the
 * buckets are named after the stacks, and S3 takes no capitals and keeps some beginnings for itself, as AWS does for tags and keys.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const namePrefix = z
  .string(prefixWanted)
  .max(longestNamePart, prefixWanted)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, prefixWanted)
  .regex(/^(?!(?:aws|amzn|sthree|xn)(?:-|$))/, 'wants another prefix: AWS keeps aws, amzn, sthree and xn for itself');

/** A secret that is there already: by its name, or by its ARN as Secrets Manager shows it. */
export const foreignSecret = strict({
  secret: z
    .string('wants the name or the ARN of a secret, without a #field')
    .regex(
      /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/,
      'wants the name or the ARN of a secret, without a #field',
    ),
  /** The customer managed key that it is encrypted with; absent: the account's aws/secretsmanager. */
  key: z
    .string('wants the ARN of a KMS key, not of an alias')
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'wants the ARN of a KMS key, not of an alias')
    .optional(),
  /** Which functions read it: those that call the CRMs, or the one that takes webhooks. */
  for: oneOf(['connections', 'intake']).default('connections'),
});

/** Days that data is kept beside the raw mail; what depends on the other settings is checked by the stage. */
export const retention = strict({
  /** Receipts and events. */
  eventDays: whole(30, 3650, 'a delivery that waits needs its event').default(400),
  attachmentDays: whole(14, 3650, 'a delivery may wait on its queue for so long, and then needs its files').default(
    400,
  ),
  /** Age at which attachments move to S3 Glacier Instant Retrieval, whose objects are charged for 90 days at least. */
  attachmentArchiveDays: whole(1, 3650).optional(),
  /** Conversations and their participants, after the last mail. */
  inactiveDays: whole(30, 4000, 'an answer that comes later begins another conversation').default(400),
  /** Rows of mails, events and done deliveries. */
  ledgerDays: whole(60, 4000, 'copies of a mail are found by them').default(400),
});

/** How requests of people about their data are answered. */
export const personalData = strict({
  /** Whether erasure takes a person out of mail that other people are in, or leaves such mail. */
  sharedMail: oneOf(['pseudonymize', 'keep']).default('pseudonymize'),
});

const roleWanted = 'wants the name of a role that is there, as in mail-operators: neither its ARN nor its path';

/** Roles of the account that policies are attached to, by their names. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const roleNames = z
  .array(
    z
      .string(roleWanted)
      .regex(/^[\w+=,.@-]{1,64}$/, roleWanted)
      .regex(
        /^(?!AWSReservedSSO_|AWSServiceRoleFor)/,
        'wants a role of yours: this one only AWS changes. For IAM Identity Center, name the policies of the outputs in the permission set',
      ),
    'wants a list of names of roles',
  )
  .refine((names) => new Set(names).size === names.length, 'wants each role once');

const nameWanted = 'wants the name of a receipt rule set that is there';

const takeover = z.boolean('wants true or false: whether to replace a rule set that is active').default(false);

export const ruleSet = z.discriminatedUnion(
  'mode',
  [
    strict({ mode: z.literal('own'), takeover }),
    strict({ mode: z.literal('shared'), takeover }),
    strict({
      mode: z.literal('existing'),
      name: z.string(nameWanted).min(1, nameWanted),
      /** A rule of the set: ours is put after it. Absent: ours is the first. */
      after: z.string('wants the name of a rule of that set').min(1).optional(),
    }),
  ],
  { error: 'wants { mode: own }, { mode: shared } or { mode: existing, name: <a rule set of yours> }' },
);

const eventBridgeWanted =
  'wants all, tagged or { configurationSets: [<names>] }; leave it out to hear the configuration set of the stage only';

export const feedback = strict({
  /**
   * Whose sending events are heard from the default event bus, beside those of the stage's own configuration set: those of the named
   * configuration sets; `tagged`: mail with the message tag `postern-tenant`; `all`: every mail that the account sends in
   * the region is ours.
   */
  eventBridge: z
    .union(
      [
        z.enum(['all', 'tagged']),
        strict({
          configurationSets: z
            .array(z.string().regex(/^[\w-]{1,64}$/))
            .min(1)
            .max(50),
        }),
      ],
      { error: eventBridgeWanted },
    )
    .optional(),
});

/** A label of a domain: a hyphen neither begins nor ends it. @see https://datatracker.ietf.org/doc/html/rfc5890#section-2.3.1 */
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A domain in lower case, of two labels or more. */
export const domainOf = (longest: number, wanted: string) =>
  z.string(wanted).regex(new RegExp(`^(?=.{4,${longest}}$)(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`), wanted);

export const apiDomain = strict({
  name: domainOf(
    64,
    'wants a domain in lower case of at most 64 characters, as in mail-api.example.com, no part of which begins or ends with a hyphen',
  ),
  /** A certificate of AWS Certificate Manager for that name. */
  certificateArn: z
    .string('wants the ARN of a certificate, as AWS Certificate Manager shows it')
    .regex(
      /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
      'wants the ARN of a certificate, as AWS Certificate Manager shows it',
    ),
  /** The zone of Route 53 in which the record is made. Absent: an output says which record to make. */
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]{1,31}$/, 'wants the id of a hosted zone, as in Z0123456789ABC')
    .optional(),
});

/** Periods that CloudWatch Logs keeps logs for, in days. */
export const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const arnOf = (service: string, resource: string, wanted: string) =>
  z.string(wanted).regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}$`), wanted);

const idsOf = (prefix: string, wanted: string) =>
  z.array(z.string(wanted).regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), wanted), wanted).min(1, wanted);

export const network = strict({
  vpcId: z.string('wants the id of a VPC').regex(/^vpc-[0-9a-f]{8,17}$/, 'wants the id of a VPC'),
  /** Private subnets with a way out: the functions call AWS and the CRMs. */
  subnetIds: idsOf('subnet', 'wants ids of subnets'),
  availabilityZones: z.array(z.string('wants names of zones'), 'wants the zones of the subnets').min(1),
  securityGroupIds: idsOf('sg', 'wants ids of security groups'),
})
  .refine(({ subnetIds }) => new Set(subnetIds).size === subnetIds.length, {
    path: ['subnetIds'],
    error: 'wants each subnet once',
  })
  .refine(({ subnetIds, availabilityZones }) => subnetIds.length === availabilityZones.length, {
    path: ['availabilityZones'],
    error: 'wants a zone for each subnet, in their order; one that has two subnets is named twice',
  });

const antivirusWanted =
  "wants none, guardduty or { clamd: 'tcp:<host>:<port>' }, as in { clamd: 'tcp:clamd.internal:3310' }";

/** The scanner of attachments, beside our own inspection. */
export const antivirus = z.union(
  [
    z.enum(['none', 'guardduty']),
    strict({
      /** A clamd that the functions reach in their `network`. */
      clamd: z.string().regex(/^tcp:[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?:[1-9]\d{0,4}$/),
    }),
  ],
  { error: antivirusWanted },
);

const tagWanted = 'wants a tag of at most 128 letters, digits, spaces and _ . : / = + - @';

/** Keys of tags. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const tagKey = z
  .string()
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u, tagWanted)
  .regex(/^(?!aws:)/i, 'wants another tag: AWS keeps those that begin with aws: for itself')
  .regex(/^(?!postern:)/, "wants another tag: those that begin with postern: are the stage's own");

const tagValueWanted = 'wants a text of at most 256 letters, digits, spaces and _ . : / = + - @';

/** A resource takes 50; two are ours, and the CDK adds one to a bucket that is emptied. */
const mostTags = 47;

/** Tags of every resource, beside our own. */
export const tags = z
  .record(tagKey, z.string('wants a text').regex(/^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u, tagValueWanted), {
    error: ({ code }) => (code === 'invalid_type' ? 'wants a text for each tag' : undefined),
  })
  .refine((given) => Object.keys(given).length <= mostTags, `wants at most ${mostTags} tags`);
