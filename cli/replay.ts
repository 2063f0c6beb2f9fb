import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { type ErrorClass, errorClasses } from '../lambdas/domain/crm/outcome.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import { maxReplays, type ReplayedDelivery, type ReplayReport } from '../lambdas/domain/delivery/redrive-report.ts';
import { maxRereads, type RereadMail, type RereadReport } from '../lambdas/domain/delivery/reread-report.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Backend, connectBackend } from './backend.ts';
import { eventsSince } from './events-since.ts';
import { checkIntegrationName } from './known-integration.ts';
import { moment } from './option-values.ts';
import { createProgress, fail, print, printJson } from './output.ts';

interface ReplayOptions {
  readonly thread?: string;
  readonly integration?: string;
  readonly error?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description(
      'deliver once more what was given up (fate: dead), and read a quarantined mail again; what is delivered stays as it is, what waits is left to redrive; ' +
        'exit code 1 when one did not get through',
    )
    .argument(
      '[ids...]',
      'event ids (evt_…), Message-IDs, or mail ids of quarantined mail; without any, all mail of the time range',
    )
    .option('--thread <key>', 'only this conversation')
    .option('--integration <key>', 'only this integration')
    .option('--error <class>', `only what failed last by: ${errorClasses.join(', ')}`)
    .option('--since <time>', 'only mail received from then on', moment)
    .option('--until <time>', 'only mail received before', moment)
    .option('--dry-run', 'only show what would be replayed')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      "\nExamples:\n  postern replay evt_0123… --dry-run\n  postern replay '<id@example.com>'\n  postern replay --integration sales --error validation --since 2026-11-01",
    )
    .action(async (ids: string[], options: ReplayOptions) => {
      try {
        const backend = connectBackend();
        const quarantined = await quarantinedOf(backend, ids);
        const others = ids.filter((id) => !quarantined.includes(id));
        const reread = quarantined.length > 0 ? await rereadAll(backend, quarantined, options) : undefined;
        const report: ReplayReport =
          reread !== undefined && others.length === 0
            ? { dryRun: options.dryRun ?? false, deliveries: [] }
            : await replay(backend, others, options);
        if (options.json) printJson({ ...report, ...reread });
        else {
          if (reread) tellReread(reread);
          if (reread === undefined || others.length > 0) tell(report);
        }
        process.exitCode = report.deliveries.some(({ result }) => ['failed', 'out-of-time'].includes(result)) ? 1 : 0;
      } catch (error) {
        fail(error);
      }
    });
}

/** Mail ids whose mail is in quarantine: it has no event, and so no delivery, until it is read. */
async function quarantinedOf({ reader }: Backend, ids: readonly string[]): Promise<string[]> {
  const wanted = ids.filter((id) => !id.startsWith('evt_') && !id.includes('@'));
  if (wanted.length === 0) return [];
  const records = await reader.mails(wanted);
  return wanted.filter((id) => records.get(id)?.state === 'quarantined');
}

async function rereadAll(
  backend: Backend,
  mailIds: readonly string[],
  { dryRun = false }: ReplayOptions,
): Promise<RereadReport> {
  const mails: RereadMail[] = [];
  for (let start = 0; start < mailIds.length; start += maxRereads) {
    const reread = mailIds.slice(start, start + maxRereads);
    const answer = await backend.invoke('sweep', { reread, dryRun, actor: userInfo().username });
    mails.push(...(answer as RereadReport).mails);
  }
  return { mails };
}

function tellReread({ mails }: RereadReport): void {
  for (const { mailId, result, reason } of mails)
    print(`mail ${mailId}: quarantined${reason === undefined ? '' : ` (${reason})`} → ${result}`);
  if (mails.some(({ result }) => result === 'queued')) print('See what became of it with: postern trace <mail id>');
}

async function replay(backend: Backend, ids: readonly string[], options: ReplayOptions): Promise<ReplayReport> {
  const { thread, integration, error, since, until, dryRun = false } = options;
  if (error !== undefined && !errorClasses.includes(error as ErrorClass))
    throw new ConfigError(`--error: found "${error}", wants one of ${errorClasses.join(', ')}`);
  if (ids.length === 0 && thread === undefined && integration === undefined && error === undefined && !since && !until)
    throw new ConfigError('nothing named: give ids, or a filter such as --integration, --error or --since');
  await checkIntegrationName(backend, integration);
  const isWanted = (delivery: Delivery): boolean =>
    (thread === undefined || delivery.threadKey === thread) &&
    (integration === undefined || delivery.integration === integration) &&
    (error === undefined || delivery.errorClass === error) &&
    (since === undefined || delivery.receivedAt >= since.toISOString()) &&
    (until === undefined || delivery.receivedAt < until.toISOString());

  const wanted = new Map<string, { eventId: string; integration: string; receivedAt: string }>();
  for await (const eventId of ids.length > 0 ? eventsOf(backend, ids) : eachSince(backend, since)) {
    // With a filter only what was given up is meant, not every mail that went well.
    for (const delivery of (await backend.reader.event(eventId))?.deliveries ?? [])
      if (isWanted(delivery) && (ids.length > 0 || delivery.fate === 'dead'))
        wanted.set(`${delivery.eventId} ${delivery.integration}`, delivery);
  }
  const inOrder = [...wanted.values()].toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  const progress = createProgress('replayed');
  const deliveries: ReplayedDelivery[] = [];
  for (let start = 0; start < inOrder.length; start += maxReplays) {
    const batch = inOrder
      .slice(start, start + maxReplays)
      .map(({ eventId, integration: key }) => ({ eventId, integration: key }));
    const answer = await backend.invoke('redrive', { replay: batch, dryRun, actor: userInfo().username });
    deliveries.push(...(answer as ReplayReport).deliveries);
    progress.update(deliveries.length, inOrder.length);
  }
  progress.end();
  return { dryRun, deliveries };
}

async function* eventsOf({ reader }: Backend, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    const isEventId = id.startsWith('evt_');
    const found = isEventId ? ((await reader.event(id)) ? [id] : []) : await reader.eventsByMessageId(id);
    if (found.length === 0)
      throw new ConfigError(
        `nothing is known of ${id}; ids are event ids, Message-IDs, and mail ids of quarantined mail`,
      );
    yield* found;
  }
}

async function* eachSince(backend: Backend, since = new Date(0)): AsyncGenerator<string> {
  for await (const eventIds of eventsSince(backend, since)) yield* eventIds;
}

function tell({ dryRun, deliveries }: ReplayReport): void {
  for (const { eventId, integration, before, result, fate, reason } of deliveries)
    print(`${eventId} to ${integration}: ${before ?? 'pending'} → ${fate ?? result}${reason ? ` (${reason})` : ''}`);
  if (deliveries.length === 0) print('Nothing was given up there.');
  else if (dryRun) print('Nothing was done: this was a dry run.');
}
