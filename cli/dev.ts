import { type Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { dataDirectory, findRuntime } from './backend.ts';
import { loadIntegrations } from './integrations-file.ts';
import { readWholeNumber } from './option-values.ts';
import { fail, print, printJson } from './output.ts';

interface DevOptions {
  readonly json?: boolean;
  readonly source?: boolean;
  readonly iam: boolean;
}

export function registerDev(program: Command): void {
  program
    .command('dev')
    .description('run the whole pipeline on this machine, without an AWS account (npm start does the same)')
    .option('--json', 'print the ports as one JSON line: {"smtp":…,"http":…}')
    .option(
      '--source',
      'run the sources of the functions and restart a function when one of its files changes (otherwise: the bundles that a deployment would upload)',
    )
    .option('--no-iam', 'allow every call, instead of asking the IAM policies of the templates')
    .addHelpText(
      'after',
      '\nEnvironment:\n  POSTERN_SMTP_PORT (2525), POSTERN_HTTP_PORT (8025): 0 for any free port\n  POSTERN_DATA_DIR (.postern/): mail, ledger and CRM records are kept there\n  POSTERN_INTEGRATIONS: another integrations file\n  POSTERN_DNS=off: ask no DNS, so that no sender is proven or proven false\n  POSTERN_IAM_RECORD: a file to which every kind of AWS call is added, allowed or not, as JSON lines\n\nExamples:\n  npm start\n  npm start -- --source\n  npm start -- --no-iam\n  POSTERN_SMTP_PORT=0 POSTERN_HTTP_PORT=0 postern dev --json',
    )
    .action(async ({ json = false, source = false, iam }: DevOptions, command: Command) => {
      try {
        await run(json, source, iam);
      } catch (error) {
        if (error instanceof InvalidArgumentError) command.error(`error: ${error.message}`);
        fail(error);
      }
    });
}

async function run(asJson: boolean, fromSources: boolean, iam: boolean): Promise<void> {
  const [smtpPort, httpPort] = [port('POSTERN_SMTP_PORT', 2525), port('POSTERN_HTTP_PORT', 8025)];
  const asksDns = readSwitch('POSTERN_DNS');
  const dataDir = dataDirectory();
  const running = findRuntime(dataDir);
  if (running)
    throw new ConfigError(
      `a local pipeline (pid ${running.pid}) already runs on ${dataDir}; stop it, or set POSTERN_DATA_DIR to another folder`,
    );
  const { path, isExample, file } = loadIntegrations();
  const isWatched = !asJson && process.stderr.isTTY === true;
  // The runtime brings the CDK along, which no other verb should wait for.
  const { startRuntime } = await import('../local/runtime.ts');
  const { createDnsResolver, noDns } = await import('../local/verify-sender.ts');
  const runtime = await startRuntime({
    dataDir,
    smtpPort,
    httpPort,
    integrations: file,
    overwriteIntegrations: !isExample,
    fromSources,
    onRestart: ({ stage, files, error }) =>
      process.stderr.write(
        `${files.join(', ')} changed: ${error === undefined ? `${stage} was restarted` : `${stage} still runs what it ran: ${error}`}\n`,
      ),
    iam,
    iamRecord: process.env.POSTERN_IAM_RECORD || undefined,
    resolver: asksDns ? createDnsResolver() : noDns,
    onProgress: (step) => isWatched && process.stderr.write(`starting: ${step}\n`),
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    if (!asJson) print('stopping; the next start picks up where this one was');
    runtime.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Whoever reads this may stop us at once.
  if (asJson) printJson({ smtp: runtime.smtp, http: runtime.http });
  else {
    print(`Postern runs. Send mail to 127.0.0.1:${runtime.smtp}, look at http://127.0.0.1:${runtime.http}/`);
    print(`Integrations: ${path}; data and logs: ${dataDir}. Try: npx postern send fixtures/emails --wait`);
  }
}

/** @throws InvalidArgumentError when the variable holds neither `on` nor `off`; an empty one counts as `on` */
function readSwitch(variable: string): boolean {
  const text = process.env[variable] || 'on';
  if (text === 'on' || text === 'off') return text === 'on';
  throw new InvalidArgumentError(`${variable}: found "${text}", wants on or off`);
}

/** @throws InvalidArgumentError when the variable holds no port; an empty one counts as not set */
function port(variable: string, standard: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return standard;
  const number = readWholeNumber(text, 0, 65_535);
  if (number === undefined)
    throw new InvalidArgumentError(`${variable}: found "${text}", wants a port from 0 to 65535`);
  return number;
}
