import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { valueGrammar } from './option-values.ts';
import { roleHelp } from './roles.ts';

/** A verb of the command line: its line in the list of verbs, and the module with its arguments, options and help. */
interface Verb {
  readonly description: string;
  readonly load: () => Promise<(verb: Command) => void>;
}

/** The verbs, in the order of the help. */
const verbs: Readonly<Record<string, Verb>> = {
  dev: {
    description: 'run the whole pipeline on this machine, without an AWS account (npm start does the same)',
    load: async () => (await import('./verbs/dev.ts')).describeDev,
  },
  parse: {
    description:
      'read mail offline and print its events, one JSON line a mail; needs no pipeline. Exit code 1: no mail could be read',
    load: async () => (await import('./verbs/parse.ts')).describeParse,
  },
  scrub: {
    description:
      'make archived mail safe for tests and staging: names, addresses, numbers, links and files replaced, threads and structure kept; needs no pipeline. Exit code 1: a mail was left out',
    load: async () => (await import('./verbs/scrub.ts')).describeScrub,
  },
  send: {
    description: 'send mail through SMTP into the local pipeline',
    load: async () => (await import('./verbs/send.ts')).describeSend,
  },
  trigger: {
    description: 'send made mail of a kind into the local pipeline: a message, a bounce, an unsubscribe, an invitation',
    load: async () => (await import('./verbs/trigger.ts')).describeTrigger,
  },
  tail: {
    description: 'follow events live, through the API',
    load: async () => (await import('./verbs/tail.ts')).describeTail,
  },
  listen: {
    description: "deliver events as signed webhooks to a developer's server, through the API",
    load: async () => (await import('./verbs/listen.ts')).describeListen,
  },
  mcp: {
    description:
      'serve read-only tools over the API to a language model, by the Model Context Protocol on standard input and output',
    load: async () => (await import('./verbs/mcp.ts')).describeMcp,
  },
  trace: {
    description: 'show everything that happened to one mail: receipts, event, thread, deliveries, CRM records',
    load: async () => (await import('./verbs/trace.ts')).describeTrace,
  },
  explain: {
    description:
      'explain why a mail was read as it was: each decision with its rule and its evidence. Exit code 1: no mail could be read',
    load: async () => (await import('./verbs/explain.ts')).describeExplain,
  },
  audit: {
    description: 'compare every raw mail in S3 with the ledger; exit code 1 when one has no fate',
    load: async () => (await import('./verbs/audit.ts')).describeAudit,
  },
  redrive: {
    description:
      'deliver parked conversations and dead letters again, in order; exit code 1 when one stops, or when nothing waits under the given id',
    load: async () => (await import('./verbs/redrive.ts')).describeRedrive,
  },
  replay: {
    description:
      'deliver again what was given up (fate: dead), and read quarantined mail again; what is delivered stays as it is, and what waits is left to redrive; exit code 1 when one did not get through',
    load: async () => (await import('./verbs/replay.ts')).describeReplay,
  },
  consent: {
    description: 'which addresses may get mail, why not, and since when',
    load: async () => (await import('./verbs/consent.ts')).describeConsent,
  },
  data: {
    description: 'what is stored: a report by kind, and requests of people about their data',
    load: async () => (await import('./verbs/data.ts')).describeData,
  },
  holds: {
    description:
      'mailbox providers that are on hold and should get no mail for now, and their rates of the last 24 hours; below it, legal holds',
    load: async () => (await import('./verbs/holds.ts')).describeHolds,
  },
  kpis: {
    description:
      'show the figures of the pipeline with p50, p95 and p99: lags, latencies, error rates; and the cost of a thousand mails',
    load: async () => (await import('./verbs/kpis.ts')).describeKpis,
  },
  doctor: {
    description:
      'check waiting mail, queues and their readers, connections, circuits, parked conversations, the sweep, the DMARC records of own domains and, on a laptop, calls that IAM denied; exit code 1 when something is wrong',
    load: async () => (await import('./verbs/doctor.ts')).describeDoctor,
  },
  readiness: {
    description:
      'answer the five questions of a readiness review from the configuration: identity key, consent paths, placement, pause thresholds, mapping owners; exit code 1 when one is open',
    load: async () => (await import('./verbs/readiness.ts')).describeReadiness,
  },
  report: {
    description: 'reports for reviews',
    load: async () => (await import('./verbs/report.ts')).describeReport,
  },
  routes: {
    description: 'integrations: which address leads to which CRM',
    load: async () => (await import('./verbs/routes.ts')).describeRoutes,
  },
  mapping: {
    description: 'the fields of the CRM that a mail fills',
    load: async () => (await import('./verbs/mapping.ts')).describeMapping,
  },
  promote: {
    description:
      'let an integration in shadow mode go live, or a share of its conversations, when its figures allow it; otherwise show the figures that do not, with exit code 1',
    load: async () => (await import('./verbs/promote.ts')).describePromote,
  },
  rollback: {
    description:
      'take a deployment back to the previous release: all functions together; without --yes only show the plan',
    load: async () => (await import('./verbs/rollback.ts')).describeRollback,
  },
  secret: {
    description: 'keys that Postern makes: new ones beside the old ones, and old ones taken out',
    load: async () => (await import('./verbs/secret.ts')).describeSecret,
  },
  'api-keys': {
    description: 'keys of the HTTP API: tenant, scopes, expiry, rotation with an overlap',
    load: async () => (await import('./verbs/api-keys.ts')).describeApiKeys,
  },
  review: {
    description: 'samples of mail for people to review, and how often Postern read them right',
    load: async () => (await import('./verbs/review.ts')).describeReview,
  },
  threads: {
    description: 'conversations that a mail merged, and how to split them again',
    load: async () => (await import('./verbs/threads.ts')).describeThreads,
  },
  token: {
    description: 'signed addresses, each of which names a record',
    load: async () => (await import('./verbs/token.ts')).describeToken,
  },
  completion: {
    description: 'print the script by which bash, zsh or fish completes verbs, options and values',
    load: async () => (await import('./verbs/completion.ts')).describeCompletion,
  },
};

/**
 * The command line with all its verbs. Wrong usage is printed on standard error, then thrown as a CommanderError.
 *
 * @param words the words of the call: a verb that is not among them is listed, but has no options; default: all verbs
 */
export async function createProgram(words: readonly string[] = Object.keys(verbs)): Promise<Command> {
  const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
    description: string;
  };
  const program = new Command('postern')
    .description(description)
    .version(version)
    // So that a verb with options and verbs below it does not take the options of these.
    .enablePositionalOptions()
    .showHelpAfterError('(postern --help lists the verbs)')
    .addHelpText('after', `\n${exitCodes}`)
    // Options of a verb are its own, also where a verb below it has options of the same names.
    .enablePositionalOptions()
    .exitOverride();
  for (const [name, verb] of Object.entries(verbs)) {
    const command = program.command(name).description(verb.description);
    if (!words.includes(name)) continue;
    const describe = await verb.load();
    describe(command);
    describeUsage(command, `postern ${name}`);
  }
  return program;
}

const exitCodes = `Exit codes: 0 done; 1 something is wrong, nothing was done, or a name is unknown; 2 wrong usage.`;

/** Points wrong usage of a verb to its help, and adds to that help its role and how durations and times are written. */
function describeUsage(verb: Command, call: string): void {
  verb.showHelpAfterError(`(${call} --help says more)`);
  if (verb.options.some(({ flags }) => /<(?:duration|time)>/.test(flags))) verb.addHelpText('after', valueGrammar);
  verb.addHelpText('after', roleHelp(call.replace(/^postern /, '')));
  for (const part of verb.commands) describeUsage(part, `${call} ${part.name()}`);
}

/** Runs the verb that the process was called with; wrong usage is exit code 2, before anything is contacted. */
export async function run(): Promise<void> {
  // A reader that has seen enough, as in `postern parse … | head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const words = process.argv.slice(2);
    // The scripts are about all verbs.
    const program = await (words.includes('completion') ? createProgram() : createProgram(words));
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has written its message, or the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}
