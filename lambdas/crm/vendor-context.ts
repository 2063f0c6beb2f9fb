import { compact } from '../compact.ts';
import type { HandOffPort, TokenCache } from '../domain/crm/crm-adapter.ts';
import type { ReadFile } from '../domain/crm/crm-records.ts';
import { type Outcome, unreadableCredentials } from '../domain/crm/outcome.ts';
import { type Authorization, withAuthorization } from './authorization.ts';
import { credentialsFailure } from './credentials-failure.ts';
import { type CrmHttp, createCrmHttp, createPatientHttp, type ReadRefusal } from './http.ts';
import { createOAuth, type Grant } from './oauth.ts';

export interface RegistryDependencies {
  /**
   * Resolves `env:NAME` or `secret:<name>`; throws ConfigError when there is nothing that may be read, TransientError when
   * nobody answered.
   *
   * @param isFresh what was read before was refused: read it anew
   */
  readonly readCredentials: (reference: string, isFresh?: boolean) => Promise<string>;
  readonly tokens: TokenCache;
  /** A bus or a queue that the function's own role may write to. */
  readonly handOff: (vendor: 'eventbridge' | 'sqs', place: string) => HandOffPort;
  /** Where the bytes of attachments are; absent where nothing is delivered. */
  readonly readFile?: ReadFile;
  /** Where `sandbox:` leads; only a laptop has one. */
  readonly sandboxUrl: string | undefined;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One connection, as its adapter is made. */
export interface ConnectionDetails {
  readonly vendor: string;
  /** Where the API answers, without a slash at its end. */
  readonly url: string;
  readonly secret: string;
  /** The reference of the secret. */
  readonly credentials: string;
  /** What its records belong to: equal for two connections to one account. */
  readonly account: string;
  /** Another version of the vendor's API than the adapter's own. */
  readonly version: string | undefined;
  /** Long bodies as gzip. */
  readonly compress: boolean;
}

export interface ClientOptions {
  /** What goes with every request, from the secret. */
  readonly headersFrom?: (secret: string) => Readonly<Record<string, string>>;
  /** Instead: by tokens of that grant, asked for at `tokenUrl`. */
  readonly grant?: Grant;
  readonly tokenUrl?: string;
  /** What does not depend on the secret. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly onHeaders?: (headers: Headers) => void;
  readonly readRefusal?: ReadRefusal;
  readonly mayAnswerPages?: boolean;
}

/** What an adapter is made of. */
export interface VendorContext extends ConnectionDetails {
  client(options: ClientOptions): CrmHttp;
  /** The same client for calls that must not queue behind deliveries. */
  patient(http: CrmHttp): CrmHttp;
  readonly handOff: RegistryDependencies['handOff'];
  readonly readFile?: ReadFile | undefined;
  readonly now: () => Date;
}

/**
 * Builds the clients of one connection; the secret is read once more when the vendor refuses it. Blanks around a secret
 * are no part of it: one that was made from a file ends in a newline, which no header carries.
 */
export function createVendorContext(
  { readCredentials, tokens, handOff, readFile, now, pause, random }: RegistryDependencies,
  details: ConnectionDetails,
): VendorContext {
  const { url, credentials, account } = details;
  const secret = details.secret.trim();

  const bySecret = (headersFrom: NonNullable<ClientOptions['headersFrom']>): Authorization => {
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
  };

  return {
    ...details,
    secret,
    handOff,
    readFile,
    now,
    client({ headersFrom, grant, tokenUrl = url, headers = {}, onHeaders, readRefusal, mayAnswerPages = false }) {
      const http = createCrmHttp(
        compact({
          baseUrl: url,
          headers,
          now,
          mayAnswerPages,
          onHeaders: onHeaders,
          readRefusal: readRefusal,
        }),
      );
      if (grant !== undefined) {
        const tokenHttp = createCrmHttp(compact({ baseUrl: tokenUrl, headers: {}, now, readRefusal: readRefusal }));
        return withAuthorization(http, createOAuth(tokenHttp, grant, { key: account, tokens, now, pause }));
      }
      return headersFrom === undefined ? http : withAuthorization(http, bySecret(headersFrom));
    },
    patient: (http) => createPatientHttp(http, { now, pause, random }),
  };
}

/** Tab and visible characters (RFC 9110 §5.5); with any other one a request is never sent. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers, or that the secret cannot stand in one. */
function sendable(
  headers: Readonly<Record<string, string>>,
  credentials: string,
): Outcome<Readonly<Record<string, string>>> {
  if (Object.values(headers).every((value) => headerValue.test(value)))
    return { kind: 'ok', value: headers, how: 'existing' };
  const message = `credentials ${credentials} hold a character that no HTTP header carries`;
  return { kind: 'misconfigured', code: unreadableCredentials, message };
}
