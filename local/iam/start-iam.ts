import { join } from 'node:path';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { Resource } from '../intrinsics.ts';
import { type AccessLogOptions, createAccessLog } from './access-log.ts';
import { createDecider } from './decider.ts';
import { type Deliveries, decideDeliveries } from './deliveries.ts';
import type { ServiceEdge } from './edge.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { type Policies, readPolicies } from './policies.ts';
import { requireKnownTargets, serviceEdges } from './service-edges.ts';
import { loadSimulator, type Simulate } from './simulator.ts';

export interface IamOptions {
  /** Resources of the templates, resolved. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly dataDir: string;
  /** Where every call that differs from those before is written down; absent: nowhere. */
  readonly recordFile: string | undefined;
  /** Told in one line of what a person should know. */
  readonly report: AccessLogOptions['report'];
  /** @default the evaluator, where it is installed */
  readonly simulator?: () => Promise<Simulate | undefined>;
}

interface Iam {
  readonly gateway: Gateway;
  readonly deliveries: Deliveries;
}

/** The log of denied calls in a data folder. */
const iamLogName = join('logs', 'iam.log');

/**
 * Reads the policies of the templates and asks for what the services do by themselves.
 *
 * @returns undefined where the evaluator is not installed; one line reports it
 * @throws ConfigError naming the resource of the templates that makes no sense, or is not evaluated here
 */
export async function startIam(options: IamOptions): Promise<Iam | undefined> {
  const { resources, dataDir, recordFile, report, simulator = loadSimulator } = options;
  const simulate = await simulator();
  if (simulate === undefined) {
    report('IAM: @cloud-copilot/iam-simulate is not installed, so every call is allowed, as with --no-iam');
    return undefined;
  }
  const { policies, edges } = readTemplates(resources);
  const decide = createDecider(policies, simulate);
  const log = createAccessLog({ file: join(dataDir, iamLogName), recordFile, report });
  return {
    gateway: createGateway({ policies, decide, log }),
    deliveries: await decideDeliveries(edges, decide, log),
  };
}

/** Policies and services' calls of the templates; what is not evaluated here ends the start, or would be permitted. */
function readTemplates(resources: IamOptions['resources']): { policies: Policies; edges: readonly ServiceEdge[] } {
  try {
    const policies = readPolicies(resources);
    const edges = serviceEdges(resources, policies.keyOf);
    requireKnownTargets(edges, resources);
    return { policies, edges };
  } catch (error) {
    throw new ConfigError(`IAM: ${(error as Error).message}; --no-iam starts without it`, { cause: error });
  }
}
