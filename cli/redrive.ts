import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { RedriveReport } from '../lambdas/domain/delivery/redrive-report.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { connectBackend } from './backend.ts';
import { checkIntegrationName } from './known-integration.ts';
import { fail, print, printJson } from './output.ts';

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
      'replay parked conversations and dead letters, in order; exit code 1 when one did not get through, or when nothing waits under a given name',
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
    .action(async ({ json, ...options }: RedriveOptions) => {
      try {
        const backend = connectBackend();
        await checkIntegrationName(backend, options.integration);
        const report = (await backend.invoke('redrive', { ...options, actor: userInfo().username })) as RedriveReport;
        if (json) printJson(report);
        else tell(report);
        const named = options.thread ?? options.event ?? options.skip;
        if (named !== undefined && report.threads.length === 0)
          throw new ConfigError(`nothing waits under ${named}: postern redrive --dry-run lists what waits`);
        process.exitCode = report.threads.some(({ stoppedBy }) => stoppedBy !== undefined) ? 1 : 0;
      } catch (error) {
        fail(error);
      }
    });
}

function tell({ dryRun, collected, threads }: RedriveReport): void {
  if (collected > 0) print(`${collected} dead letter(s) taken into their conversations`);
  for (const { group, head, reason, waiting, replayed, skipped, stoppedBy } of threads) {
    print(`${group}: ${waiting} waiting behind ${head} (${reason})`);
    if (!dryRun)
      print(`  replayed ${replayed}, skipped ${skipped}${stoppedBy === undefined ? '' : `; stopped: ${stoppedBy}`}`);
  }
  if (threads.length === 0) print('No conversation is parked.');
}
