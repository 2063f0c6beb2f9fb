import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { createLegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { compact } from '../../lambdas/compact.ts';
import { deploymentEnv, env } from '../../lambdas/env.ts';
import { readRetention, retainedKinds } from '../../lambdas/retention.ts';
import { audit } from '../audit.ts';
import { type Backend, connectBackend, findRuntime } from '../backend.ts';
import { printJson, printLines } from '../output.ts';
import { readAuditRows } from './audit-rows.ts';
import { createLastUse } from './iam-last-use.ts';
import { keyAges, localKeys } from './key-ages.ts';
import { type QuarterFacts, quarterlyLines, quarterlyReport } from './quarterly.ts';
import { awsUnusedGrants, type GrantReview, localUnusedGrants } from './unused-grants.ts';

interface QuarterlyOptions {
  readonly since?: Date;
  readonly json?: boolean;
}

/** Days of a quarter, at the most. */
const quarterDays = 92;
const dayMs = 86_400_000;
/** Mail that is younger may be on its way, in ms. */
const graceMs = 900_000;

export async function runQuarterly({ since, json }: QuarterlyOptions): Promise<void> {
  const to = new Date();
  const from = since ?? new Date(to.getTime() - quarterDays * dayMs);
  const report = quarterlyReport(await gatherFacts(connectBackend(), from, to));
  if (json) printJson(report);
  else printLines(quarterlyLines(report));
}

async function gatherFacts(backend: Backend, from: Date, to: Date): Promise<QuarterFacts> {
  const { dynamo, ledgerTable, controlTable, isLocal } = backend;
  const file = await readIntegrations(dynamo, controlTable);
  return {
    from,
    to,
    file,
    keys: isLocal
      ? localKeys(file)
      : await keyAges(new SecretsManagerClient({}), process.env[env.secretPrefix] ?? '', file, to),
    acts: await readAuditRows({ dynamo, table: ledgerTable }, from, to),
    audit: await audit(backend, from, graceMs),
    grants: await grantsOf(backend, from),
    retention: retainedKinds(readRetention(process.env[env.retention])),
    legalHolds: await createLegalHolds({ dynamo, table: controlTable }).list(),
  };
}

/** A report without this section is still worth reading, so that a refusal is part of it. */
async function grantsOf({ dynamo, isLocal, read }: Backend, since: Date): Promise<GrantReview> {
  const runtime = findRuntime();
  try {
    if (isLocal && runtime !== undefined) return await localUnusedGrants(runtime);
    const endpoint = process.env.AWS_ENDPOINT_URL_IAM ?? process.env.AWS_ENDPOINT_URL;
    const ask = createLastUse({ dynamo, ...compact({ endpoint }) });
    return await awsUnusedGrants(await rolesOf(read(deploymentEnv.functions)), ask, since);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { unknown: `${reason}. The policy SecurityAudit of AWS allows the questions` };
  }
}

/** The roles of the functions, by their folder. @param functions `<folder>:<name>`, with commas between */
async function rolesOf(functions: string): Promise<ReadonlyMap<string, string>> {
  const lambda = new LambdaClient({});
  return new Map(
    await Promise.all(
      functions.split(',').map(async (entry) => {
        const [folder = '', FunctionName] = entry.split(':');
        const { Role = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        return [folder, Role] as const;
      }),
    ),
  );
}
