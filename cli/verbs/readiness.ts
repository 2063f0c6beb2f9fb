import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeReadiness(verb: Command): void {
  verb
    .option('--json', 'one JSON line a question')
    .addHelpText('after', '\nExamples:\n  postern readiness\n  postern readiness --json')
    .action(lazy(async () => (await import('../readiness.ts')).runReadiness));
}
