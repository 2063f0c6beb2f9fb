import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerAudit } from './audit.ts';
import { registerConsent } from './consent.ts';
import { registerDev } from './dev.ts';
import { registerDoctor } from './doctor.ts';
import { registerExplain } from './explain.ts';
import { registerHolds } from './holds.ts';
import { registerKpis } from './kpis.ts';
import { registerMapping } from './mapping.ts';
import { registerParse } from './parse.ts';
import { registerPromote } from './promote.ts';
import { registerRedrive } from './redrive.ts';
import { registerReplay } from './replay.ts';
import { registerReview } from './review.ts';
import { registerRoutes } from './routes.ts';
import { registerSend } from './send.ts';
import { registerTrace } from './trace.ts';

/** The command line with all its verbs. */
export async function run(): Promise<void> {
  const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
    description: string;
  };
  const program = new Command('postern')
    .description(description)
    .version(version)
    .showHelpAfterError('(postern --help lists the verbs)');
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
    registerReview,
  ])
    register(program);
  // A reader that has seen enough, as in `postern parse … | head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await program.parseAsync();
}
