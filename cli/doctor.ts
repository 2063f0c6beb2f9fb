import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { createForwardings } from '../lambdas/aws/dynamo-forwardings.ts';
import { env } from '../lambdas/env.ts';
import type { Depth } from '../lambdas/operations/connection-health.ts';
import { type DiagnosisPorts, diagnose } from '../lambdas/operations/diagnose.ts';
import type { DoctorReport } from '../lambdas/operations/health-report.ts';
import { systemTxt } from '../lambdas/operations/own-domains.ts';
import { readStrictly } from '../lambdas/operations/read-part.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { trailOf } from './audit-trail.ts';
import { type Backend, connectBackend, findRuntime } from './backend.ts';
import { credentialProblems } from './deployed-secrets.ts';
import { problemLines, reportLines } from './doctor-report.ts';
import { deniedCalls } from './local-denials.ts';
import { print, printJson, printLines } from './output.ts';

interface DoctorOptions {
  readonly json?: boolean;
  readonly probe?: boolean;
  readonly fix?: boolean;
  readonly aws?: boolean;
  readonly dns?: string;
}

export async function runDoctor(options: DoctorOptions): Promise<void> {
  const backend = connectBackend();
  const depth = depthOf(options);
  const look = () => diagnose(portsOf(backend), new Date(), depth);
  const isHealthy = options.aws
    ? await reportWithAccount(backend, look, options)
    : reportPipeline(await look(), options);
  process.exitCode = isHealthy ? 0 : 1;
}

function depthOf({ fix, probe }: DoctorOptions): Depth {
  if (fix) return 'fix';
  return probe ? 'probe' : 'look';
}

const portsOf = (backend: Backend): DiagnosisPorts => ({
  integrations: () => readIntegrations(backend.dynamo, backend.controlTable),
  gate: backend.gate,
  parked: backend.parked,
  reader: backend.reader,
  store: backend.store,
  sweepTime: backend.sweepTime,
  forwardings: createForwardings(backend.dynamo, backend.ledgerTable).all,
  queueClients: backend.queueClients,
  adapterFor: (connection) => vendorsOf(backend.platform).adapterFor(connection),
  trail: process.env[env.auditBucket] ? trailOf(backend) : undefined,
  variable: (name) => process.env[name],
  deniedCalls: () => deniedCalls(findRuntime()),
  credentialProblems: (file) => credentialProblems(backend, file),
  resolveTxt: systemTxt,
  readPart: readStrictly,
});

const healthyLine = 'Nothing is wrong.';

/** @returns whether nothing is wrong */
function reportPipeline(report: DoctorReport, { json }: DoctorOptions): boolean {
  if (json) printJson(report);
  else printLines([...reportLines(report), ...(report.healthy ? [healthyLine] : [])]);
  return report.healthy;
}

/**
 * Reports the account first: where that is not as it should be, there may be no pipeline to read.
 *
 * @returns whether nothing is wrong
 */
async function reportWithAccount(
  backend: Backend,
  look: () => Promise<DoctorReport>,
  { json, dns }: DoctorOptions,
): Promise<boolean> {
  // The clients of services that no other verb asks are loaded here.
  const { lookAtAccount, printReadiness } = await import('./aws-readiness/report.ts');
  const aws = await lookAtAccount(backend, dns);
  const report = await look().catch(unreadablePipeline);
  const healthy = report.healthy && aws.findings.every(({ severity }) => severity !== 'problem');
  if (json) {
    printJson({ ...report, healthy, aws });
    return healthy;
  }
  printLines('queues' in report ? reportLines(report) : problemLines(report.problems));
  printReadiness(aws);
  if (healthy) print(healthyLine);
  return healthy;
}

const unreadablePipeline = ({ name, message }: Error) => ({
  healthy: false,
  problems: [`the pipeline could not be looked at (${name}: ${message}): docs/command-line.md#readiness`],
  remarks: [],
});
