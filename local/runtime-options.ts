import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import type { AssembledStage } from './assembly.ts';
import type { Resource } from './intrinsics.ts';
import type { SmtpAuth } from './smtp-auth.ts';
import type { RestartEvent } from './source-watch.ts';
import type { DnsResolver } from './verify-sender.ts';

/** Options of the pipeline of this machine. */
export interface RuntimeOptions {
  readonly dataDir: string;
  /** 0 for any free port. */
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Whether the SMTP port offers STARTTLS, with a certificate of this run. @default not */
  readonly smtpTls?: boolean | undefined;
  /** Who may sign in at the SMTP port. @default AUTH is not offered */
  readonly smtpAuth?: SmtpAuth | undefined;
  /** Applied when the control table is empty, which it is on a first start. */
  readonly integrations: IntegrationsFile;
  /** Whether every start applies them, over those in the table. */
  readonly overwriteIntegrations?: boolean;
  readonly resolver?: DnsResolver;
  /**
   * Runs the sources of the functions, and restarts a function when one of its files changes.
   *
   * @default false: the assets that a deployment would upload
   */
  readonly fromSources?: boolean;
  /**
   * The stage to run, as a package could contain it.
   *
   * @default the stage of the CDK app, synthesized when one of its sources has changed
   */
  readonly assembly?: AssembledStage;
  /** Called after `fromSources` has restarted a function, or has failed to. */
  readonly onRestart?: (event: RestartEvent) => void;
  /** The scanner of attachments: `guardduty` is played on this machine. @default as the stage says: none */
  readonly antivirus?: 'guardduty' | undefined;
  /** In ms: how long GuardDuty takes for an object. @default half a second */
  readonly scanMs?: number | undefined;
  /**
   * Whether the policies of the templates decide on every call.
   *
   * @default true
   */
  readonly iam?: boolean;
  /** Changes the resources before their policies are read, for what-if questions. */
  readonly changePolicies?: (resources: ReadonlyMap<string, Resource>) => ReadonlyMap<string, Resource>;
  /** The file to which every kind of call is added as a JSON line. @default none */
  readonly iamRecord?: string | undefined;
  /** Called with each step of the start, in a few words. */
  readonly onProgress?: (step: string) => void;
  /** Called with a line for a person, such as a missing permission. @default standard error */
  readonly onReport?: (line: string) => void;
}
