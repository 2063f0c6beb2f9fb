import type { Command } from 'commander';
import { env } from '../../lambdas/env.ts';
import { lazy } from '../lazy.ts';
import { moment } from '../option-values.ts';

export function describeKpis(verb: Command): void {
  verb
    .option(
      '--since <time>',
      'only measurements since then; default: everything in the logs, or the last day of CloudWatch',
      moment,
    )
    .option('--cloudwatch', "the deployment's figures, with the credentials and region of the shell")
    .option(
      '--stage <name>',
      `the stage that CloudWatch is asked for; default: ${env.stage}, which the output CliEnvironment holds`,
    )
    .option('--json', 'one JSON line a figure, and one with the cost')
    .addHelpText(
      'after',
      '\nExamples:\n  postern kpis\n  postern kpis --since 2026-11-20T00:00:00Z --json\n  AWS_REGION=eu-west-1 postern kpis --cloudwatch --stage prod',
    )
    .action(lazy(async () => (await import('../kpis.ts')).runKpis));
}
