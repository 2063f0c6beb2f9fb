import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { registerAudit } from './audit.ts';
import { registerConsent } from './consent.ts';
import { registerDev } from './dev.ts';
import { registerDoctor } from './doctor.ts';
import { registerExplain } from './explain.ts';
import { registerHolds } from './holds.ts';
import { registerKpis } from './kpis.ts';
import { registerMapping } from './mapping.ts';
import { valueGrammar } from './option-values.ts';
import { registerParse } from './parse.ts';
import { registerPromote } from './promote.ts';
import { registerRedrive } from './redrive.ts';
import { registerReplay } from './replay.ts';
import { registerReview } from './review.ts';
import { registerRollback } from './rollback.ts';
import { registerRoutes } from './routes.ts';
import { registerSend } from './send.ts';
import { registerThreads } from './threads.ts';
import { registerToken } from './token.ts';
import { registerTrace } from './trace.ts';

/** The command line with all its verbs. Wrong usage is printed on standard error, then thrown as a CommanderError. */
export function createProgram(): Command {
  const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
    description: string;
  };
  const program = new Command('postern')
    .description(description)
    .version(version)
    .showHelpAfterError('(postern --help lists the verbs)')
    .addHelpText('after', `\n${exitCodes}`)
    .exitOverride();
  for (const register of [
    registerDev,
    registerParse,
    registerSend,
    registerTrace,
    registerExplain,
    registerAudit,
    registerRedrive,
    registerReplay,
    registerConsent,
    registerHolds,
    registerKpis,
    registerDoctor,
    registerRoutes,
    registerMapping,
    registerPromote,
    registerRollback,
    registerReview,
    registerThreads,
    registerToken,
  ])
    register(program);
  for (const verb of program.commands) describeUsage(verb, `postern ${verb.name()}`);
  return program;
}

const exitCodes = `Exit codes: 0 done; 1 something is wrong, nothing was done, or a name is unknown; 2 wrong usage.`;

/** Points wrong usage of a verb to its help, and adds to that help how durations and times are written. */
function describeUsage(verb: Command, call: string): void {
  verb.showHelpAfterError(`(${call} --help says more)`);
  if (verb.options.some(({ flags }) => /<(?:duration|time)>/.test(flags))) verb.addHelpText('after', valueGrammar);
  for (const part of verb.commands) describeUsage(part, `${call} ${part.name()}`);
}

/** Runs the verb that the process was called with; wrong usage is exit code 2, before anything is contacted. */
export async function run(): Promise<void> {
  // A reader that has seen enough, as in `postern parse … | head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await createProgram().parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has written its message, or the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}
