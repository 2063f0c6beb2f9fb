#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerAudit } from '../cli/audit.ts';
import { registerConsent } from '../cli/consent.ts';
import { registerDev } from '../cli/dev.ts';
import { registerDoctor } from '../cli/doctor.ts';
import { registerExplain } from '../cli/explain.ts';
import { registerHolds } from '../cli/holds.ts';
import { registerKpis } from '../cli/kpis.ts';
import { registerMapping } from '../cli/mapping.ts';
import { registerParse } from '../cli/parse.ts';
import { registerPromote } from '../cli/promote.ts';
import { registerRedrive } from '../cli/redrive.ts';
import { registerReplay } from '../cli/replay.ts';
import { registerReview } from '../cli/review.ts';
import { registerRoutes } from '../cli/routes.ts';
import { registerSend } from '../cli/send.ts';
import { registerTrace } from '../cli/trace.ts';

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
