import * as z from 'zod';
import { type Mistake, strict } from './stage-mistakes.ts';
import { readable } from './stage-places.ts';
import { region } from './stage-schemas.ts';

const tableWanted = 'wants the name or the ARN of a DynamoDB table, as in postern-ledger-restored';
const bucketWanted = 'wants the name or the ARN of an S3 bucket';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const table = z
  .string(tableWanted)
  .regex(/^(?:arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/)?[\w.-]{3,255}$/, tableWanted)
  .optional();

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucket = z
  .string(bucketWanted)
  .regex(/^(?:arn:aws[a-z-]*:s3:::)?[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/, bucketWanted)
  .optional();

const secretWanted = 'wants the whole ARN of a secret, as Secrets Manager shows it';
const secret = z
  .string(secretWanted)
  .regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,505}-[a-zA-Z0-9]{6}$/, secretWanted)
  .optional();

/** Tables, buckets and keys of the account that a stage uses in the place of those that it would make: restored or replicated ones. */
export const existing = strict({
  ledger: table,
  threads: table,
  control: table,
  consent: table,
  mailBucket: bucket,
  attachmentsBucket: bucket,
  auditBucket: bucket,
  addressKey: secret,
  tokenKeys: secret,
});

/** The tables, buckets and keys that a stage does not make. */
export type ExistingState = z.infer<typeof existing>;

const restoredWanted =
  'wants the time at which the functions were stopped, in UTC, as in 2026-05-01T12:00:00Z: mail from before may be in the CRM ' +
  'although the restored ledger does not say so, and is looked up there before it is written';

/** The time until which mail may have been delivered without a trace in the ledger. */
export const restoredUntil = z.iso.datetime({ error: restoredWanted });

/** The last part of an ARN, which is the name of a table or bucket, or the name itself. */
export const nameOf = (nameOrArn: string): string => nameOrArn.split(/[/:]/).at(-1) ?? nameOrArn;

const isArn = (text: string): boolean => text.startsWith('arn:');

/** Finds tables, buckets and keys that a stage cannot use, or that would put data at risk. */
export function findExistingMistakes(json: unknown): Mistake[] {
  const listed = z.object({
    region,
    account: z.string().optional().catch(undefined),
    retain: z.boolean().optional().catch(undefined),
    restoredUntil: z.unknown().optional(),
    existing,
  });
  const stages = readable(json, listed);
  const uses = stages.flatMap(({ stage, region: ofStage, account, existing: given }) =>
    Object.entries(given).flatMap(([name, resource]) =>
      resource === undefined ? [] : [{ stage, ofStage, account, name, resource }],
    ),
  );
  return [
    ...stages.flatMap((settings): Mistake[] => unsafeMistakes(settings)),
    ...uses.flatMap(placeMistakes),
    ...uses.flatMap((use, index) => sharedMistakes(use, uses.slice(0, index))),
  ];
}

/** A resource that a stage is told to use. */
interface ExistingUse {
  readonly stage: string;
  readonly ofStage: string;
  readonly account: string | undefined;
  /** Its key under `existing`. */
  readonly name: string;
  readonly resource: string;
}

function unsafeMistakes(settings: {
  readonly stage: string;
  readonly retain?: boolean | undefined;
  readonly restoredUntil?: unknown;
  readonly existing: ExistingState;
}): Mistake[] {
  const { stage, retain = stage === 'prod', existing: given } = settings;
  const isUsed = Object.values(given).some((resource) => resource !== undefined);
  const kept: Mistake = {
    path: [stage, 'existing'],
    message:
      'wants retain: true beside it: else the tables and buckets that the stage made are deleted with their data',
  };
  return [
    ...(isUsed && !retain ? [kept] : []),
    ...(given.ledger !== undefined && settings.restoredUntil === undefined
      ? [{ path: [stage, 'restoredUntil'], message: restoredWanted }]
      : []),
  ];
}

/** Functions reach tables of their own region, by the rights of their own account. */
function placeMistakes({ stage, ofStage, account, name, resource }: ExistingUse): Mistake[] {
  if (!isArn(resource)) return [];
  const [, , , arnRegion, arnAccount] = resource.split(':');
  const path = [stage, 'existing', name];
  if (arnRegion !== '' && arnRegion !== ofStage)
    return [{ path, message: `wants one of ${ofStage}, where the stage is` }];
  return arnAccount !== '' && account !== undefined && arnAccount !== account
    ? [{ path, message: `wants one of the account ${account}, where the stage is` }]
    : [];
}

/** Rows of two stages, or of two tables, would mix. */
function sharedMistakes({ stage, ofStage, name, resource }: ExistingUse, earlier: readonly ExistingUse[]): Mistake[] {
  const other = earlier.find((use) => use.ofStage === ofStage && nameOf(use.resource) === nameOf(resource));
  if (other === undefined) return [];
  const where = other.stage === stage ? other.name : `${other.stage}.existing.${other.name}`;
  return [{ path: [stage, 'existing', name], message: `wants one of its own: ${where} names the same` }];
}
