import { InvalidArgumentError } from 'commander';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { SmtpAuth } from '../local/smtp-auth.ts';
import { dataDirectory, findRuntime } from './backend.ts';
import { loadIntegrations } from './integrations-file.ts';
import { readWholeNumber } from './option-values.ts';
import { fail, print, printJson } from './output.ts';

interface DevOptions {
  readonly json?: boolean;
  readonly source?: boolean;
  readonly iam: boolean;
}

/** @throws InvalidArgumentError for an environment variable that cannot be read */
export async function runDev({ json = false, source = false, iam }: DevOptions): Promise<void> {
  const settings = readDevSettings(process.env);
  const dataDir = dataDirectory();
  const running = findRuntime(dataDir);
  if (running)
    throw new ConfigError(
      `a local pipeline (pid ${running.pid}) already runs on ${dataDir}; stop it, or set POSTERN_DATA_DIR to another folder`,
    );
  const { path, isExample, file } = loadIntegrations();
  const isWatched = !json && process.stderr.isTTY === true;
  // The runtime brings the CDK along, which no other verb should wait for.
  const { startRuntime } = await import('../local/runtime.ts');
  const { createDnsResolver, hasDns, noDns } = await import('../local/verify-sender.ts');
  const runtime = await startRuntime({
    dataDir,
    smtpPort: settings.smtpPort,
    smtpTls: settings.smtpTls,
    smtpAuth: settings.smtpAuth,
    httpPort: settings.httpPort,
    integrations: file,
    overwriteIntegrations: !isExample,
    fromSources: source,
    antivirus: settings.antivirus,
    scanMs: settings.scanMs,
    onRestart: (restart) => process.stderr.write(`${restartLine(restart)}\n`),
    iam,
    iamRecord: process.env.POSTERN_IAM_RECORD || undefined,
    resolver: settings.asksDns ? createDnsResolver() : noDns,
    onProgress: (step) => isWatched && process.stderr.write(`starting: ${step}\n`),
  });
  stopOnSignals(runtime, json);
  // A program that reads this line may stop the pipeline at once.
  if (json) printJson({ smtp: runtime.smtp, http: runtime.http });
  else {
    print(`Postern runs. Send mail to 127.0.0.1:${runtime.smtp}, look at http://127.0.0.1:${runtime.http}/`);
    print(`Integrations: ${path}; data and logs: ${dataDir}. Try: npx postern send fixtures/emails --wait`);
    if (settings.asksDns && !(await hasDns())) print(noDnsLine);
  }
}

const noDnsLine =
  'No DNS on this machine: SPF, DKIM and DMARC of mail cannot be checked, and show as temperror or neutral; no sender is proven.';

/** The outcome of a restart after a change of sources, for people. */
const restartLine = ({
  stage,
  files,
  error,
}: {
  stage: string;
  files: readonly string[];
  error?: string | undefined;
}): string =>
  `${files.join(', ')} changed: ${error === undefined ? `${stage} was restarted` : `${stage} still runs what it ran: ${error}`}`;

/** Stops the pipeline at the first signal to end; further signals change nothing. */
function stopOnSignals(runtime: { stop(): Promise<unknown> }, isQuiet: boolean): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    if (!isQuiet) print('stopping; the next start picks up where this one was');
    runtime.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** The environment variables that the local pipeline reads by itself. */
interface DevSettings {
  /** 0: any free port. */
  readonly smtpPort: number;
  readonly httpPort: number;
  readonly smtpTls: boolean;
  readonly smtpAuth: SmtpAuth | undefined;
  readonly asksDns: boolean;
  readonly antivirus: 'guardduty' | undefined;
  /** How long the scan of an object takes, in ms; undefined: as usual. */
  readonly scanMs: number | undefined;
}

/** @throws InvalidArgumentError for a value that cannot be read; an empty variable counts as not set */
export const readDevSettings = (environment: NodeJS.ProcessEnv): DevSettings => ({
  smtpPort: readPort(environment, 'POSTERN_SMTP_PORT', 2525),
  httpPort: readPort(environment, 'POSTERN_HTTP_PORT', 8025),
  smtpTls: readSwitch(environment, 'POSTERN_SMTP_TLS', 'off'),
  smtpAuth: readSmtpAuth(environment),
  asksDns: readSwitch(environment, 'POSTERN_DNS', 'on'),
  antivirus: readAntivirus(environment),
  scanMs: readScanMs(environment),
});

function readAntivirus(environment: NodeJS.ProcessEnv): 'guardduty' | undefined {
  const text = environment.POSTERN_ANTIVIRUS || 'none';
  if (text === 'none') return undefined;
  if (text === 'guardduty') return text;
  throw new InvalidArgumentError(`POSTERN_ANTIVIRUS: found "${text}", wants guardduty or none`);
}

function readScanMs(environment: NodeJS.ProcessEnv): number | undefined {
  const text = environment.POSTERN_SCAN_MS || undefined;
  const ms = text === undefined ? undefined : readWholeNumber(text, 0, 3_600_000);
  if (text === undefined || ms !== undefined) return ms;
  throw new InvalidArgumentError(`POSTERN_SCAN_MS: found "${text}", wants milliseconds from 0 to 3600000`);
}

function readSmtpAuth(environment: NodeJS.ProcessEnv): SmtpAuth | undefined {
  const text = environment.POSTERN_SMTP_AUTH || 'off';
  if (text === 'off') return undefined;
  if (text === 'any') return text;
  const [, user, password] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (user !== undefined && password !== undefined) return { user, password };
  throw new InvalidArgumentError('POSTERN_SMTP_AUTH: wants off, any or <user>:<password>');
}

function readSwitch(environment: NodeJS.ProcessEnv, variable: string, standard: 'on' | 'off'): boolean {
  const text = environment[variable] || standard;
  if (text === 'on' || text === 'off') return text === 'on';
  throw new InvalidArgumentError(`${variable}: found "${text}", wants on or off`);
}

function readPort(environment: NodeJS.ProcessEnv, variable: string, standard: number): number {
  const text = environment[variable] || String(standard);
  const port = readWholeNumber(text, 0, 65_535);
  if (port !== undefined) return port;
  throw new InvalidArgumentError(`${variable}: found "${text}", wants a port from 0 to 65535`);
}
