import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LedgerReader } from '../lambdas/aws/ledger-reader.ts';
import type { S3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import type { EventSource } from './event-source.ts';
import type { FunctionHost } from './function-host.ts';
import type { Access } from './iam/access.ts';
import type { PathParameters, Route } from './router.ts';
import type { SandboxCdps } from './sandbox-cdp.ts';
import type { Faults } from './sandbox-crm/faults.ts';
import type { HubspotStore } from './sandbox-crm/hubspot/store.ts';
import type { RecordStore } from './sandbox-crm/record-store.ts';
import type { SandboxVendorName } from './sandbox-crm/vendors.ts';
import type { SentMail, SuppressionList } from './sending-account.ts';
import type { RouteWiring } from './wiring.ts';

/** The parts of the runtime that the HTTP server serves. */
export interface HttpServerOptions {
  readonly port: number;
  readonly reader: LedgerReader;
  /** The stored mails, to name those that nothing has read yet. */
  readonly store: Pick<S3MailStore, 'rawMails'>;
  /** Records of HubSpot's sandbox. */
  readonly crm: HubspotStore;
  /** Records of another vendor's sandbox. */
  readonly recordStore: (vendor: SandboxVendorName) => RecordStore;
  readonly faults: Faults;
  readonly functions: ReadonlyMap<string, FunctionHost>;
  /** By the folder under `lambdas/`. */
  readonly eventSources: ReadonlyMap<string, EventSource>;
  /** Routes of the HTTP API. */
  readonly routes: readonly RouteWiring[];
  /** Whether API Gateway may call the function of a route. */
  readonly mayCall: (route: RouteWiring) => boolean;
  /** IAM's denials since the start. */
  readonly denials: Access['denials'];
  /** Grants of the functions that no call has needed since the start. */
  readonly unusedGrants: Access['unusedGrants'];
  readonly startedAt: Date;
  /** The origin to which the API's links to files and pictures lead. */
  readonly contentOrigin: string;
  /** The token of the run: a browser needs it for the sandbox. */
  readonly token: string;
  /** The key of this machine's own requests to the API. */
  readonly apiKey: string | undefined;
  readonly cdps: SandboxCdps;
  readonly suppressionList: SuppressionList;
  /** Mail that the functions sent: it does not leave this machine. */
  readonly outbox: readonly SentMail[];
  readonly smtpPort: () => number;
  readonly onCrmCall: (method: string, path: string) => void;
  /** Count of the calls to each route of a CRM since the start. */
  readonly crmCalls: ReadonlyMap<string, number>;
}

/** A request to the HTTP server that a row of a route table takes. */
export interface Exchange {
  readonly options: HttpServerOptions;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly parameters: PathParameters;
}

export type ExchangeRoutes = ReadonlyArray<Route<(exchange: Exchange) => void | Promise<void>>>;
