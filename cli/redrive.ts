import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { RedriveReport } from '../lambdas/domain/delivery/redrive-report.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { connectBackend } from './backend.ts';
import { checkIntegrationName } from './known-integration.ts';
import { fail, printJson, printLines } from './output.ts';

interface RedriveOptions {
  readonly dryRun?: boolean;
  readonly thread?: string;
  readonly event?: string;
  readonly integration?: string;
  readonly skip?: string;
  readonly json?: boolean;
}

export function registerRedrive(program: Command): void {
  program
    .command('redrive')
    .description(
      'deliver parked conversations and dead letters again, in order; exit code 1 when one stops, or when nothing waits under the given id',
    )
    .option('--dry-run', 'only show what waits, and why')
    .option('--thread <key>', 'only this conversation')
    .option('--event <id>', 'only the conversation in which this event waits')
    .option('--integration <key>', 'only conversations of this integration')
    .option('--skip <event id>', 'give this event up for good (fate: dead) and go on with its conversation')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern redrive --dry-run\n  postern redrive --integration sales\n  postern redrive --skip evt_0123…',
    )
    .action((options: RedriveOptions) => runRedrive(options).catch(fail));
}

async function runRedrive({ json, ...filter }: RedriveOptions): Promise<void> {
  const backend = connectBackend();
  await checkIntegrationName(backend, filter.integration);
  const report = await backend.invoke('redrive', { ...filter, actor: userInfo().username });
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
