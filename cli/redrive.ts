import type { RedriveReport } from '../lambdas/domain/delivery/redrive-report.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { actorOf } from './actor.ts';
import { connectBackend } from './backend.ts';
import { checkIntegrationName } from './known-integration.ts';
import { printJson, printLines } from './output.ts';

interface RedriveOptions {
  readonly dryRun?: boolean;
  readonly thread?: string;
  readonly event?: string;
  readonly integration?: string;
  readonly skip?: string;
  readonly json?: boolean;
}

export async function runRedrive({ json, ...filter }: RedriveOptions): Promise<void> {
  const backend = connectBackend();
  await checkIntegrationName(backend, filter.integration);
  const report = await backend.invoke('redrive', { ...filter, actor: await actorOf(backend.platform) });
  if (json) printJson(report);
  else printLines(redriveLines(report));
  const id = filter.thread ?? filter.event ?? filter.skip;
  if (id !== undefined && report.threads.length === 0)
    throw new ConfigError(`nothing waits under ${id}: postern redrive --dry-run lists what waits`);
  process.exitCode = report.threads.some(({ stoppedBy }) => stoppedBy !== undefined) ? 1 : 0;
}

/** The outcome of a redrive, for people. */
export function redriveLines({ dryRun, collected, threads }: RedriveReport): string[] {
  return [
    ...(collected > 0 ? [`${collected} dead letter(s) taken into their conversations`] : []),
    ...threads.flatMap(({ group, head, reason, waiting, replayed, skipped, stoppedBy }) => [
      `${group}: ${waiting} waiting behind ${head} (${reason})`,
      ...(dryRun
        ? []
        : [`  replayed ${replayed}, skipped ${skipped}${stoppedBy === undefined ? '' : `; stopped: ${stoppedBy}`}`]),
    ]),
    ...(threads.length === 0 ? ['No conversation is parked.'] : []),
  ];
}
