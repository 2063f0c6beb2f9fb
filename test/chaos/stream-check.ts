import type { S3Client } from '@aws-sdk/client-s3';
import { verifyTrail } from '../../cli/audit-verify.ts';
import { createAuditSegments } from '../../lambdas/aws/audit-segments.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit-event.ts';
import { readSegment } from '../../lambdas/domain/audit/chain.ts';
import { trailShards } from '../../lambdas/domain/audit/row-change.ts';
import { canaryIntegration, canaryTenant } from '../../lambdas/domain/configuration/canary-integration.ts';
import { isNotifyKey } from '../../lambdas/domain/configuration/integrations.ts';
import { env } from '../../lambdas/env.ts';
import type { Verdict } from './check.ts';
import type { Item } from './services/expressions.ts';
import type { World } from './world.ts';

/** The fields of an entry that the model knows. */
type Entry = AuditEvent & {
  readonly metadata: { readonly uid: string; readonly event_code: string };
  readonly email?: { readonly uid: string };
  readonly resources?: ReadonlyArray<{ readonly type: string; readonly uid: string }>;
  readonly unmapped?: { readonly eventId?: string };
};

/**
 * Requires that each mail, each record at a CRM and each change of consent has its entry in the audit trail once, in a chain that
 * holds, and that each delivery has its entry in the feed once.
 */
export async function checkStreams(world: World, verdict: Verdict): Promise<void> {
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  await checkTrail(world, rows, verdict);
  const entries = rows.filter(({ sk }) => String(sk).startsWith('ENTRY#'));
  compare('feed', entries.map(deliveryOf), rows.filter(isAnnounced).map(deliveryOf), verdict);
}

async function checkTrail(world: World, rows: readonly Item[], verdict: Verdict): Promise<void> {
  const send = async (command: { readonly input: Record<string, unknown> }): Promise<unknown> =>
    world.s3.execute(command.constructor.name, command.input);
  const store = createAuditSegments({ send } as unknown as S3Client, world.names[env.auditBucket]!);
  const { findings } = await verifyTrail(store);
  for (const { problem, shard, day, number } of findings)
    verdict.wrong.push(`audit trail: ${problem} in ${shard}/${day}/${number}`);
  const entries: Entry[] = [];
  for (const shard of trailShards)
    for (const day of await store.days(shard))
      for await (const place of store.segments(shard, day))
        entries.push(...(readSegment((await store.get(place))!.text).events as unknown as Entry[]));
  const of = (code: string): Entry[] => entries.filter(({ metadata }) => metadata.event_code === code);
  compare(
    'audit trail',
    entries.map(({ metadata }) => metadata.uid).toSorted(),
    [...new Set(entries.map(({ metadata }) => metadata.uid))].toSorted(),
    verdict,
  );
  compare('audit trail, mail', of('mail.received').flatMap(readMailOf), mailsOf(rows), verdict);
  compare('audit trail, records', of('record.written').flatMap(recordsOf), rows.flatMap(recordsInRow), verdict);
}

/** The mail of an entry; none of one that was quarantined, and may have been read later. */
const readMailOf = ({ email, unmapped }: Entry): string[] =>
  email === undefined || unmapped?.eventId === undefined ? [] : [email.uid];

/** Compares two lists as sets in which a name may be several times. */
function compare(what: string, actual: readonly string[], wanted: readonly string[], verdict: Verdict): void {
  const counts = new Map<string, number>();
  for (const name of actual) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of wanted) counts.set(name, (counts.get(name) ?? 0) - 1);
  for (const [name, count] of counts) {
    if (count > 0) verdict.duplicated.push(`${what}: ${name} is there ${count} times too often`);
    if (count < 0) verdict.lost.push(`${what}: ${name} is missing`);
  }
}

/** Mails that were read; those of the canary have no entry. */
const mailsOf = (rows: readonly Item[]): string[] =>
  rows.flatMap(({ sk, eventId, mailId, recipients }) => {
    const integrations = (recipients ?? []) as ReadonlyArray<{ readonly integration?: string }>;
    const isCanary =
      integrations.length > 0 && integrations.every(({ integration }) => integration === canaryIntegration.key);
    return sk === 'MAIL' && eventId !== undefined && !isCanary ? [String(mailId)] : [];
  });

const deliveryOf = ({ eventId, integration }: Item): string => `${eventId} ${integration}`;
const isDelivery = ({ sk }: Item): boolean => String(sk).startsWith('DELIVERY#');
const isAnnounced = (row: Item): boolean =>
  isDelivery(row) && row.tenant !== canaryTenant && !isNotifyKey(String(row.integration));

const recordsOf = ({ unmapped, resources = [] }: Entry): string[] =>
  resources.filter(({ type }) => type.startsWith('crm.')).map(({ type, uid }) => `${unmapped?.eventId} ${type} ${uid}`);

/** The records that a delivery has written, as in `evt_1 crm.activity 7`. */
function recordsInRow(row: Item): string[] {
  if (!isDelivery(row)) return [];
  const steps = Object.entries((row.steps ?? {}) as Record<string, { readonly state: string; readonly id?: string }>);
  return steps.flatMap(([step, { state, id }]) =>
    state === 'done' && id !== undefined ? [`${row.eventId} crm.${step} ${id}`] : [],
  );
}
