import * as z from 'zod/mini';
import { TransientError } from '../domain/errors.ts';

/** An issuer of tokens. */
interface IssuerSettings {
  readonly issuer: string;
  /** Where its keys are; absent: where its discovery document says. */
  readonly jwksUri?: string | undefined;
}

/** Claims of a token whose signature, issuer and times hold, or why they do not. */
type TokenCheck = { readonly claims: Readonly<Record<string, unknown>> } | { readonly fault: 'unknown' | 'expired' };

/** Public keys only: with `HS256` the public key would be the secret, and `none` has none. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** In s: by so much the clocks of the issuer and of the function may differ. */
const clockToleranceSeconds = 60;
/** In ms: a key set or a discovery document that does not come within that time does not come. */
const timeoutMs = 3_000;

/**
 * Verifies tokens of an OIDC issuer. Its keys are read once and kept for ten minutes; a token with a key that is not among them has
 * them read again, twice a minute at most, so that tokens with made-up keys do not become requests to the issuer.
 *
 * @param request makes a request for keys
 * @throws TransientError when the issuer does not answer: the token may be good
 */
export function createTokenVerifier(
  { issuer, jwksUri }: IssuerSettings,
  now: () => Date,
  request: typeof fetch = fetch,
): (token: string) => Promise<TokenCheck> {
  const load = async () => {
    // Loaded with the first token: most stages take none.
    const jose = await import('jose');
    const keysAt = jwksUri ?? (await discoverKeys(issuer, request));
    const options = { timeoutDuration: timeoutMs, [jose.customFetch]: request };
    return { jose, keys: jose.createRemoteJWKSet(new URL(keysAt), options) };
  };
  let loaded: ReturnType<typeof load> | undefined;
  const verifier = (): ReturnType<typeof load> => {
    loaded ??= load();
    loaded.catch(() => {
      loaded = undefined;
    });
    return loaded;
  };
  return async (token) => {
    const { jose, keys } = await verifier();
    const wanted = { issuer, algorithms, clockTolerance: clockToleranceSeconds, requiredClaims: ['exp'] };
    try {
      const { payload } = await jose.jwtVerify(token, keys, { ...wanted, currentDate: now() });
      return { claims: payload };
    } catch (error) {
      if (error instanceof jose.errors.JWTExpired) return { fault: 'expired' };
      if (isIssuerFault(jose, error))
        throw new TransientError('the keys of the issuer of tokens cannot be read', { cause: error });
      return { fault: 'unknown' };
    }
  };
}

/** Whether the issuer, and not the token, is at fault: no answer, another answer than 200, or one that holds no keys. */
function isIssuerFault({ errors }: typeof import('jose'), error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  // An answer that is no key set has the base class of jose's errors; each fault of a token has a class below it.
  const isToken = error instanceof errors.JOSEError && error.constructor !== errors.JOSEError;
  return !isToken;
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
async function discoverKeys(issuer: string, request: typeof fetch): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    const { issuer: named, jwks_uri: keysAt } = discovery.parse(await answer.json());
    // §4.3: another issuer's document would bring another issuer's keys.
    if (named !== issuer) throw new TypeError('the discovery document is of another issuer');
    return keysAt;
  } catch (cause) {
    throw new TransientError('the issuer of tokens does not say where its keys are', { cause });
  }
}
