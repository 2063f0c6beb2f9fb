import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { findStageConflicts, type StagePlacement } from './stage-conflicts.ts';

/** Regions in which SES receives mail. @see https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_inbound_endpoints */
const receivingRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'af-south-1',
  'il-central-1',
  'me-south-1',
] as const;

/** A secret that is there already: by its name, or by its ARN as Secrets Manager shows it. */
const foreignSecret = z.strictObject({
  secret: z
    .string()
    .regex(
      /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/,
      'wants the name or the ARN of a secret, without a #field',
    ),
  /** The customer managed key that it is encrypted with; absent: the account's aws/secretsmanager. */
  key: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'wants the ARN of a KMS key, not of an alias')
    .optional(),
  /** Which functions read it: those that call the CRMs, or the one that takes webhooks. */
  for: z.enum(['connections', 'intake']).default('connections'),
});

const apiDomain = z.strictObject({
  name: z
    .string()
    .regex(
      /^(?=.{4,64}$)([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/,
      'wants a domain in lower case of at most 64 characters, as in mail-api.example.com',
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

const stageConfig = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'wants the 12 digits of an AWS account, in quotes')
    .optional(),
  region: z.enum(receivingRegions, {
    error: `wants a region in which SES receives mail: ${receivingRegions.join(', ')}`,
  }),
  /** The domain whose MX points at SES: a subdomain of its own, never the one your people's mail uses. */
  inboundDomain: z
    .string()
    .regex(
      /^(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/,
      'wants a domain in lower case, as in inbound.example.com',
    ),
  ruleSet: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('own'), takeover: z.boolean().default(false) }),
      z.strictObject({ mode: z.literal('existing'), name: z.string().min(1) }),
    ])
    .default({ mode: 'own', takeover: false }),
  /** Days that raw mail is kept in S3. */
  rawRetentionDays: z.int().min(14, 'wants 14 or more: the dead letters must find their mail').default(90),
  /** How many sinks may write the CRMs at once. */
  sinkConcurrency: z.int().min(2).max(100).default(10),
  /** How many requests the API works on at once: a flood of them takes no more of the account's executions. Absent: no cap. */
  apiConcurrency: z.int().min(5).max(1000).optional(),
  /** A domain of yours for the API. Absent: the address that API Gateway generates. */
  apiDomain: apiDomain.optional(),
  /** Buses and queues of the account to which events are handed: `vendor: eventbridge` and `vendor: sqs`. */
  handOff: z
    .array(
      z
        .string()
        .regex(
          /^arn:aws[a-z-]*:(?:events:[a-z0-9-]+:\d{12}:event-bus\/|sqs:[a-z0-9-]+:\d{12}:)[\w./-]+$/,
          'wants the ARN of an event bus or of a queue',
        ),
    )
    .default([]),
  /** Secrets of the account beside the stage's own, which the functions may read as credentials. */
  secrets: z.array(foreignSecret).default([]),
  /** Keeps data when a stack is deleted; on for a stage called prod. */
  retain: z.boolean().optional(),
  /**
   * Nobody deletes the stack of the data, or a table, before this is off again. Turn it on after the first deployment: a
   * stack whose creation fails could not take protected tables back, and would stand in the way of the next attempt.
   */
  deletionProtection: z.boolean().default(false),
});

/** The functions ask Secrets Manager of their own region, and API Gateway takes a certificate of its own region. */
const regionalStage = stageConfig.superRefine(({ region, secrets, apiDomain }, context) => {
  if (apiDomain !== undefined && apiDomain.certificateArn.split(':')[3] !== region)
    context.addIssue({
      code: 'custom',
      path: ['apiDomain', 'certificateArn'],
      message: `wants a certificate of ${region}, where the API is`,
    });
  secrets.forEach(({ secret }, index) => {
    if (secret.startsWith('arn:') && secret.split(':')[3] !== region)
      context.addIssue({
        code: 'custom',
        path: ['secrets', index, 'secret'],
        message: `wants a secret of ${region}, where the functions are; a replica there will do`,
      });
  });
});

const file = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'wants a stage name of a-z, 0-9 and -'), regionalStage)
  .superRefine((stages, context) => {
    const domains = Object.entries(stages).flatMap(([stage, { apiDomain: domain }]) =>
      domain === undefined ? [] : [{ stage, name: domain.name }],
    );
    domains.forEach(({ stage, name }, index) => {
      const other = domains.slice(0, index).find((earlier) => earlier.name === name);
      if (other !== undefined)
        context.addIssue({
          code: 'custom',
          path: [stage, 'apiDomain', 'name'],
          message: `wants a domain of its own: ${other.stage} has this one, and its links lead there`,
        });
    });
  });

export interface StageConfig extends z.infer<typeof stageConfig> {
  readonly stage: string;
  readonly retain: boolean;
}

/** A mistake in `stages.yaml`, with all the others: fixing them one synth at a time is no way to live. */
export class StageConfigError extends Error {
  override readonly name = 'StageConfigError';
}

/**
 * Reads and checks the stages.
 *
 * @param currentAccount the account of whoever deploys, where it is known: that of stages which name none
 * @throws StageConfigError listing every mistake: the key, what was found, what is wanted
 */
export function readStages(path: string, currentAccount?: string): StageConfig[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new StageConfigError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return parseStages(text, path, currentAccount);
}

/** The same for the text of the file; `path` is what messages call it. */
export function parseStages(text: string, path = 'stages.yaml', currentAccount?: string): StageConfig[] {
  let json: unknown;
  try {
    json = parse(text);
  } catch (error) {
    throw new StageConfigError(`${path}: is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const parsed = file.safeParse(json);
  const mistakes: readonly Mistake[] = [
    ...(parsed.error?.issues ?? []),
    ...findStageConflicts(placementsOf(json), currentAccount),
  ];
  if (!parsed.success || mistakes.length > 0) {
    const lines = mistakes.map((mistake) => lineOf(mistake, json));
    throw new StageConfigError(`${path} has ${lines.length} mistake(s):\n${lines.join('\n')}`);
  }
  return Object.entries(parsed.data).map(([stage, config]) => ({
    ...config,
    stage,
    retain: config.retain ?? stage === 'prod',
  }));
}

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function lineOf({ path, message }: Mistake, json: unknown): string {
  const found = path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    json,
  );
  return `  ${path.join('.') || '(file)'}: found ${found === undefined ? 'nothing' : JSON.stringify(found)}; ${message}`;
}

/** The stages whose place can be read, whatever else is wrong with them: so conflicts are reported with the rest. */
function placementsOf(json: unknown): StagePlacement[] {
  const { account, region, inboundDomain, ruleSet } = stageConfig.shape;
  const placement = z.object({ account, region, inboundDomain, ruleSet });
  return Object.entries(z.record(z.string(), z.unknown()).safeParse(json).data ?? {}).flatMap(([stage, entry]) => {
    const { data } = placement.safeParse(entry);
    return data === undefined ? [] : [{ ...data, stage }];
  });
}
