import { randomBytes } from 'node:crypto';
import type { InvokeFunction } from '../lambdas/aws/invoke-function.ts';
import { compact } from '../lambdas/compact.ts';
import { isFeedKey } from '../lambdas/domain/configuration/integrations.ts';
import { type ErrorClass, errorClasses } from '../lambdas/domain/crm/outcome.ts';
import type { Delivery, DeliveryId } from '../lambdas/domain/delivery/delivery.ts';
import {
  maxReplays,
  type ReopenableFate,
  type ReplayedDelivery,
  type ReplayReport,
  type ReplayRequest,
  reopenableFates,
} from '../lambdas/domain/delivery/redrive-report.ts';
import { maxRereads, type RereadMail, type RereadReport } from '../lambdas/domain/delivery/reread-report.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { batchesOf } from '../lambdas/operations/batches.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { actorOf } from './actor.ts';
import { type Backend, connectBackend } from './backend.ts';
import { checkIntegrationName } from './known-integration.ts';
import { createProgress, printJson, printLines } from './output.ts';

interface ReplayOptions {
  readonly thread?: string;
  readonly integration?: string;
  readonly error?: string;
  readonly fate?: string;
  readonly delivered?: boolean;
  readonly newIds?: boolean;
  readonly since?: Date;
  readonly until?: Date;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function runReplay(ids: readonly string[], options: ReplayOptions): Promise<void> {
  const backend = connectBackend();
  const { quarantined, others } = await partIds(backend, ids);
  const { dryRun = false } = options;
  const actor = await actorOf(backend.platform);
  const reread = quarantined.length > 0 ? await rereadMails(backend, quarantined, { dryRun, actor }) : undefined;
  const isReplayed = reread === undefined || others.length > 0;
  const report = isReplayed
    ? await replay(backend, others, { dryRun, actor, filter: await checkedFilter(backend, options, others) })
    : { dryRun, deliveries: [] };
  if (options.json) printJson({ ...report, ...reread });
  else printLines([...(reread ? rereadLines(reread) : []), ...(isReplayed ? replayLines(report) : [])]);
  process.exitCode = report.deliveries.some(({ result }) => ['failed', 'later', 'out-of-time'].includes(result))
    ? 1
    : 0;
}

/** The stores that a replay reads, and the functions that it calls. */
export interface ReplayPorts {
  readonly store: Pick<Backend['store'], 'rawMails'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'event' | 'eventsByMessageId'>;
  readonly invoke: InvokeFunction;
}

/** Parts the mail ids of quarantined mail from all other ids: such mail has no event, and so no delivery, until it is read. */
export async function partIds(
  { reader }: Pick<ReplayPorts, 'reader'>,
  ids: readonly string[],
): Promise<{ readonly quarantined: readonly string[]; readonly others: readonly string[] }> {
  const mailIds = ids.filter((id) => !id.startsWith('evt_') && !id.includes('@'));
  const records = mailIds.length === 0 ? new Map() : await reader.mails(mailIds);
  const isQuarantined = (id: string): boolean => records.get(id)?.state === 'quarantined';
  return { quarantined: ids.filter(isQuarantined), others: ids.filter((id) => !isQuarantined(id)) };
}

interface RunSettings {
  readonly dryRun: boolean;
  /** Who asks, for the audit record. */
  readonly actor: string;
}

/** Has quarantined mails read again, as many in a call as the function takes. */
export async function rereadMails(
  { invoke }: Pick<ReplayPorts, 'invoke'>,
  mailIds: readonly string[],
  settings: RunSettings,
): Promise<RereadReport> {
  const mails: RereadMail[] = [];
  for await (const reread of batchesOf(mailIds, maxRereads))
    mails.push(...(await invoke('sweep', { reread, ...settings })).mails);
  return { mails };
}

/** Which deliveries a replay is about; what is absent does not narrow it. */
type ReplayFilter = Pick<ReplayOptions, 'thread' | 'integration' | 'since' | 'until'> & {
  readonly errorClass?: ErrorClass;
  /** The fate that is taken back; absent: what was given up is meant. */
  readonly fate?: ReopenableFate;
  /** The mark of what was delivered and is handed on once more; absent: what was delivered stays as it is. */
  readonly marked?: ReplayRequest['marked'];
};

async function checkedFilter(backend: Backend, options: ReplayOptions, ids: readonly string[]): Promise<ReplayFilter> {
  const filter = filterOf(options, ids);
  await checkIntegrationName(backend, filter.integration);
  return filter;
}

/** @throws ConfigError for an unknown class of errors or fate, and when neither ids nor a filter say which mail */
export function filterOf(
  { thread, integration, error, fate: fateName, delivered, newIds, since, until }: ReplayOptions,
  ids: readonly string[],
): ReplayFilter {
  const errorClass = errorClasses.find((known) => known === error);
  if (error !== undefined && errorClass === undefined)
    throw new ConfigError(`--error: found "${error}", wants one of ${errorClasses.join(', ')}`);
  const fate = reopenableFates.find((known) => known === fateName);
  if (fateName !== undefined && fate === undefined)
    throw new ConfigError(`--fate: found "${fateName}", wants one of ${reopenableFates.join(', ')}`);
  if (newIds && !delivered) throw new ConfigError('--new-ids is about what was delivered: add --delivered');
  if (delivered && fate !== undefined)
    throw new ConfigError('--delivered and --fate exclude each other: a mail that was kept out was not delivered');
  const narrowed = compact({ thread, integration, errorClass, fate, since, until });
  if (ids.length === 0 && delivered && Object.keys(narrowed).length === 0)
    throw new ConfigError('--delivered alone is all mail ever delivered: add ids, --integration, --thread or --since');
  const filter = compact({ ...narrowed, marked: delivered ? markOf(newIds) : undefined });
  if (ids.length === 0 && Object.keys(filter).length === 0)
    throw new ConfigError('nothing named: give ids, or a filter such as --integration, --error or --since');
  if (ids.length === 0 && fate !== undefined && Object.keys(filter).length === 1)
    throw new ConfigError(`--fate ${fate} alone is all mail ever ${fate}: add ids, --integration, --thread or --since`);
  return filter;
}

/** The mark of a replay of what was delivered, with an id of its own. */
const markOf = (newIds = false): ReplayRequest['marked'] => ({
  id: `rpl_${randomBytes(12).toString('hex')}`,
  messageId: newIds ? 'new' : 'same',
  delivered: true,
});

/**
 * Delivers once more, oldest first, as many in a call as the function takes.
 *
 * @param ids event ids and Message-IDs; without any, what was given up, or has the fate of the filter, of all mail that the filter lets through
 * @throws ConfigError for an id that is unknown
 */
export async function replay(
  ports: ReplayPorts,
  ids: readonly string[],
  { filter, ...settings }: RunSettings & { readonly filter: ReplayFilter },
): Promise<ReplayReport> {
  const deliveries = await selectDeliveries(ports, ids, filter);
  const { marked } = filter;
  const reopen = filter.fate && [filter.fate];
  const progress = createProgress('replayed');
  const replayed: ReplayedDelivery[] = [];
  for await (const batch of batchesOf(deliveries, maxReplays)) {
    const request: ReplayRequest = compact({ replay: batch, reopen, marked, ...settings });
    replayed.push(...(await ports.invoke('redrive', request)).deliveries);
    progress.update(replayed.length, deliveries.length);
  }
  progress.end();
  return { dryRun: settings.dryRun, deliveries: replayed };
}

async function selectDeliveries(
  ports: ReplayPorts,
  ids: readonly string[],
  filter: ReplayFilter,
): Promise<DeliveryId[]> {
  const selected = new Map<string, Delivery>();
  for await (const eventId of ids.length > 0 ? eventsOf(ports, ids) : eachSince(ports, filter.since)) {
    const deliveries = (await ports.reader.event(eventId))?.deliveries ?? [];
    for (const delivery of deliveries)
      if (passes(delivery, filter) && (ids.length > 0 || isMeant(delivery, filter)))
        selected.set(`${delivery.eventId} ${delivery.integration}`, delivery);
  }
  return [...selected.values()]
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
    .map(({ eventId, integration }) => ({ eventId, integration }));
}

/**
 * With a filter alone only deliveries that were given up or kept out are meant, not those of every mail that went well; with
 * `--delivered` all are, so that the report names those that are refused.
 */
const isMeant = ({ fate }: Delivery, filter: ReplayFilter): boolean =>
  filter.marked !== undefined || fate === (filter.fate ?? 'dead');

const passes = (delivery: Delivery, { thread, integration, errorClass, since, until }: ReplayFilter): boolean =>
  !isFeedKey(delivery.integration) &&
  (thread === undefined || delivery.threadKey === thread) &&
  (integration === undefined || delivery.integration === integration) &&
  (errorClass === undefined || delivery.errorClass === errorClass) &&
  (since === undefined || delivery.receivedAt >= since.toISOString()) &&
  (until === undefined || delivery.receivedAt < until.toISOString());

async function* eventsOf({ reader }: ReplayPorts, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    const eventIds = id.startsWith('evt_')
      ? (await reader.event(id))
        ? [id]
        : []
      : await reader.eventsByMessageId(id);
    if (eventIds.length === 0)
      throw new ConfigError(
        `nothing is known of ${id}; ids are event ids, Message-IDs, and mail ids of quarantined mail`,
      );
    yield* eventIds;
  }
}

async function* eachSince(ports: ReplayPorts, since = new Date(0)): AsyncGenerator<string> {
  for await (const eventIds of eventsSince(ports, since)) yield* eventIds;
}

/** The outcome of a reread, for people. */
export const rereadLines = ({ mails }: RereadReport): string[] => [
  ...mails.map(
    ({ mailId, result, reason }) =>
      `mail ${mailId}: quarantined${reason === undefined ? '' : ` (${reason})`} → ${result}`,
  ),
  ...(mails.some(({ result }) => result === 'queued') ? ['See what became of it with: postern trace <mail id>'] : []),
];

/** The outcome of a replay, for people. */
export function replayLines({ dryRun, deliveries }: ReplayReport): string[] {
  if (deliveries.length === 0) return ['There is nothing of the kind to replay.'];
  return [
    ...deliveries.map(
      ({ eventId, integration, before, result, fate, reason }) =>
        `${eventId} to ${integration}: ${before ?? 'pending'} → ${fate ?? result}${reason ? ` (${reason})` : ''}`,
    ),
    ...(dryRun ? ['Nothing was done: this was a dry run.'] : []),
  ];
}
