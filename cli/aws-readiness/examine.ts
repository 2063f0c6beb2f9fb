import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { type Asker, createAsker } from './ask.ts';
import { connectAws } from './aws-clients.ts';
import { readDeployment } from './deployment.ts';
import type { Caller, Facts } from './facts.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './findings.ts';
import { askAboutMail, type Dns } from './mail-facts.ts';
import { askAboutRunning } from './running-facts.ts';
import { askAboutStorage } from './storage-facts.ts';

/** The result of `doctor --aws`. */
export interface AwsReadiness {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** How many questions were put to AWS and DNS. */
  readonly asked: number;
  /** Problems first. */
  readonly findings: readonly Finding[];
}

interface ReadinessOptions {
  readonly dynamo: DynamoDBDocumentClient;
  /** A variable of the environment. */
  readonly read: (name: string) => string | undefined;
  readonly dns: Dns;
  readonly clock: () => Date;
  /** Called after each question. */
  readonly onProgress?: (asked: number) => void;
}

/**
 * Holds the account against the deployment. A question that is refused or not answered becomes a finding.
 *
 * @throws ConfigError when the variables of the `CliEnvironment` output are not set
 */
export async function examineAws(options: ReadinessOptions): Promise<AwsReadiness> {
  const deployment = readDeployment(options.read);
  const { account, region } = deployment;
  let asked = 0;
  const asker = createAsker(() => {
    asked += 1;
    options.onProgress?.(asked);
  });
  const facts = await askAll(options, asker, deployment);
  return { account, region, asked, findings: findingsOf(facts) };
}

async function askAll(
  { dynamo, read, dns, clock }: ReadinessOptions,
  asker: Asker,
  deployment: Facts['deployment'],
): Promise<Facts> {
  const aws = connectAws(dynamo, deployment.region, read);
  const known = await asker.ask('sts:GetCallerIdentity', async () => {
    try {
      return await aws.signed.caller();
    } catch (error) {
      // Without credentials nothing is sent, and there is no answer to tell the time by.
      if ((error as Error).name !== 'CredentialsProviderError') throw error;
      const caller: Caller = { error: 'there are none' };
      return { caller, awsTime: undefined };
    }
  });
  const { caller, awsTime } = known?.value ?? {};
  const { refusals } = asker;
  const now = clock();
  // The header has whole seconds: on average it was half a second later.
  const base = { now, deployment, caller, refusals };
  const facts = awsTime === undefined ? base : { ...base, clockSkewMs: now.getTime() - awsTime.getTime() - 500 };
  // A caller of another account would get the answer that nothing exists.
  if (caller === undefined || 'error' in caller || caller.account !== deployment.account) return facts;

  const file = (await readFile(asker, dynamo, deployment.tables)) ?? noIntegrations;
  const common = { asker, aws, deployment };
  const [mail, running, storage] = await Promise.all([
    askAboutMail({ ...common, dns, integrations: file.integrations }),
    askAboutRunning({ ...common, now }),
    askAboutStorage({ ...common, file }),
  ]);
  return { ...facts, mail, running, storage };
}

const noIntegrations: IntegrationsFile = { connections: {}, integrations: [] };

async function readFile(
  asker: Asker,
  dynamo: DynamoDBDocumentClient,
  tables: Facts['deployment']['tables'],
): Promise<IntegrationsFile | undefined> {
  const control = tables.find(({ table }) => table === 'control')?.name ?? '';
  const found = await asker.find('dynamodb:Query', ['ResourceNotFoundException'], () =>
    readIntegrations(dynamo, control),
  );
  return found?.value;
}
