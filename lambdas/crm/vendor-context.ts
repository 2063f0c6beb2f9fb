import { compact } from '../compact.ts';
import type { Connection, UserIdChoice } from '../domain/crm/connection.ts';
import type { HandOffPort, TokenCache } from '../domain/crm/crm-adapter.ts';
import type { ReadFile } from '../domain/crm/crm-records.ts';
import { type Outcome, ok, unreadableCredentials } from '../domain/crm/outcome.ts';
import { ConfigError } from '../domain/errors.ts';
import { type Authorization, withAuthorization } from './authorization.ts';
import { credentialsFailure } from './credentials-failure.ts';
import { type CrmHttp, createCrmHttp, createThrottleWaitingHttp, type ReadRefusal } from './http.ts';
import type { Mutex } from './mutex.ts';
import { createOAuth, type Grant } from './oauth.ts';
import type { SalesOptOut } from './suppression-proofs.ts';

export interface RegistryDependencies {
  /**
   * Resolves `env:NAME` or `secret:<name>`; throws ConfigError when there is nothing that may be read, TransientError when
   * nobody answered.
   *
   * @param isFresh the vendor refused the secret that was read before: read it anew
   */
  readonly readCredentials: (reference: string, isFresh?: boolean) => Promise<string>;
  readonly tokens: TokenCache;
  /** A bus or a queue that the function's own role may write to. */
  readonly handOff: (vendor: 'eventbridge' | 'sqs', place: string) => HandOffPort;
  /** Reads the bytes of attachments; absent where nothing is delivered. */
  readonly readFile?: ReadFile;
  /** The address behind `sandbox:`; only a laptop has one. */
  readonly sandboxUrl: string | undefined;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One connection, as its adapter is made. */
interface ConnectionDetails {
  readonly vendor: string;
  /** The address of the API, without a slash at its end. */
  readonly url: string;
  readonly secret: string;
  /** The reference of the secret. */
  readonly credentials: string;
  /** The owner of its records: equal for two connections to one account. */
  readonly account: string;
  /** Another version of the vendor's API than the adapter's own. */
  readonly version: string | undefined;
  /** Long bodies as gzip. */
  readonly compress: boolean;
  /** For a webhook: requests are also signed by RFC 9421. */
  readonly httpSignatures?: Connection['httpSignatures'];
  /** The id under which a CDP knows people. */
  readonly userId: UserIdChoice;
  /** The choice of that id before; a CDP joins the two. */
  readonly previousUserId: UserIdChoice | undefined;
  /** For HubSpot: subscription types by purpose. */
  readonly subscriptions?: Connection['subscriptions'];
  /** For HubSpot: where new deals go. */
  readonly newDeals?: Connection['newDeals'];
  /** Whether a no to sales ticks a box that ends all mail of the CRM. */
  readonly salesOptOut: SalesOptOut;
  /** For Zoho: a company is also found by the contacts with an address of its domain. */
  readonly companyByColleagues: boolean;
}

export interface ClientOptions {
  /** Headers of every request that come from the secret. */
  readonly headersFrom?: (secret: string) => Readonly<Record<string, string>>;
  /** Instead of `headersFrom`: tokens of that grant, asked for at `tokenUrl`. */
  readonly grant?: Grant;
  /** @default the address of the API */
  readonly tokenUrl?: string;
  /** Headers that do not depend on the secret. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly onHeaders?: (headers: Headers) => void;
  readonly readRefusal?: ReadRefusal;
  /** @default false */
  readonly mayAnswerPages?: boolean;
}

/** The parts of an adapter: its connection, and ports to build clients from. */
export interface VendorContext extends ConnectionDetails {
  client(options: ClientOptions): CrmHttp;
  /** The same client for calls that must not queue behind deliveries: it waits short limits out. */
  throttleWaiting(http: CrmHttp): CrmHttp;
  readonly handOff: RegistryDependencies['handOff'];
  readonly readFile?: ReadFile | undefined;
  /** Uploads of all connections, one at a time. */
  readonly uploadInTurn: Mutex;
  /** When the vendor last answered a call, whatever it said. */
  answeredAt(): Date | undefined;
  readonly now: () => Date;
}

/** Sends the secret as a bearer token (RFC 6750). */
export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
/** @param user name and password with a colon between (RFC 7617) */
export const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });

/**
 * The fields of a JSON secret, without the blanks around each.
 *
 * @throws ConfigError naming the vendor, never the secret
 */
export function jsonSecret(secret: string, vendor: string): unknown {
  try {
    return JSON.parse(secret, (_name, value: unknown) => (typeof value === 'string' ? value.trim() : value));
  } catch {
    throw new ConfigError(`the ${vendor} secret is not JSON`);
  }
}

/**
 * Builds the clients of one connection; the secret is read once more when the vendor refuses it. Blanks around a secret
 * are no part of it: a secret that comes from a file ends in a newline, which no header carries.
 *
 * @param uploadInTurn one for all connections
 */
export function createVendorContext(
  dependencies: RegistryDependencies,
  details: ConnectionDetails,
  uploadInTurn: Mutex,
): VendorContext {
  const { tokens, handOff, readFile, now, pause, random } = dependencies;
  const { url, account } = details;
  const secret = details.secret.trim();
  const memory: { answeredAt?: Date } = {};
  const onAnswer = (): void => {
    memory.answeredAt = now();
  };

  function client(options: ClientOptions): CrmHttp {
    const {
      headersFrom,
      grant,
      tokenUrl = url,
      headers = {},
      onHeaders,
      readRefusal,
      mayAnswerPages = false,
    } = options;
    const http = createCrmHttp(
      compact({ baseUrl: url, headers, now, mayAnswerPages, onHeaders, onAnswer, readRefusal }),
    );
    if (grant !== undefined) {
      const tokenHttp = createCrmHttp(compact({ baseUrl: tokenUrl, headers: {}, now, readRefusal }));
      return withAuthorization(http, createOAuth(tokenHttp, grant, { key: account, tokens, now, pause }));
    }
    if (headersFrom === undefined) return http;
    return withAuthorization(http, secretAuthorization(dependencies, { ...details, secret }, headersFrom));
  }

  return {
    ...details,
    secret,
    handOff,
    readFile,
    uploadInTurn,
    answeredAt: () => memory.answeredAt,
    now,
    client,
    throttleWaiting: (http) => createThrottleWaitingHttp(http, { now, pause, random }),
  };
}

/** Headers from the secret, which is read once more when the vendor refuses it. */
function secretAuthorization(
  { readCredentials }: Pick<RegistryDependencies, 'readCredentials'>,
  { secret, credentials }: Pick<ConnectionDetails, 'secret' | 'credentials'>,
  headersFrom: NonNullable<ClientOptions['headersFrom']>,
): Authorization {
  let current = secret;
  return {
    async headers(renew) {
      try {
        if (renew) current = (await readCredentials(credentials, true)).trim();
      } catch (error) {
        return credentialsFailure(error);
      }
      return sendable(headersFrom(current), credentials);
    },
  };
}

/** Tab and visible characters (RFC 9110 §5.5); with any other one a request is never sent. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers, or that the secret cannot stand in one. */
function sendable(
  headers: Readonly<Record<string, string>>,
  credentials: string,
): Outcome<Readonly<Record<string, string>>> {
  if (Object.values(headers).every((value) => headerValue.test(value))) return ok(headers);
  const message = `credentials ${credentials} hold a character that no HTTP header carries`;
  return { kind: 'misconfigured', code: unreadableCredentials, message };
}
