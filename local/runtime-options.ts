import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import type { AssembledStage } from './assembly.ts';
import type { Resource } from './intrinsics.ts';
import type { RestartEvent } from './source-watch.ts';
import type { DnsResolver } from './verify-sender.ts';

/** How the pipeline of this machine is wanted. */
export interface RuntimeOptions {
  readonly dataDir: string;
  /** 0 for any free port. */
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Applied when the control table is empty, which it is on a first start. */
  readonly integrations: IntegrationsFile;
  /** Whether to apply them on every start, over what stands in the table. */
  readonly overwriteIntegrations?: boolean;
  readonly resolver?: DnsResolver;
  /**
   * Runs the sources of the functions, and restarts a function when one of its files changes.
   *
   * @default false: the assets that a deployment would upload
   */
  readonly fromSources?: boolean;
  /**
   * The stage to run, as a package could bring it along.
   *
   * @default that of the CDK app, synthesized when something of it has changed
   */
  readonly assembly?: AssembledStage;
  /** Told which function `fromSources` restarted, or could not. */
  readonly onRestart?: (event: RestartEvent) => void;
  /**
   * Whether every call is asked of the policies of the templates.
   *
   * @default true
   */
  readonly iam?: boolean;
  /** Changes the resources before their policies are read, for what-if questions. */
  readonly changePolicies?: (resources: ReadonlyMap<string, Resource>) => ReadonlyMap<string, Resource>;
  /** Where every kind of call is written down as JSON lines. @default nowhere */
  readonly iamRecord?: string | undefined;
  /** Told of each step of the start, in a few words. */
  readonly onProgress?: (step: string) => void;
  /** Told of what a person should know, such as a permission that is missing. @default standard error */
  readonly onReport?: (line: string) => void;
}
