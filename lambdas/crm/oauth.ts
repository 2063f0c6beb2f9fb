import { createSign } from 'node:crypto';
import * as z from 'zod/mini';
import type { SharedToken, TokenCache } from '../domain/crm/crm-adapter.ts';
import { type Outcome, ok } from '../domain/crm/outcome.ts';
import type { Authorization } from './authorization.ts';
import type { CrmHttp, CrmRequest } from './http.ts';

/** How a vendor hands out tokens. */
export interface Grant {
  /** Path and form of the token request. */
  request(now: Date): CrmRequest;
  /** Scheme of the header, such as `Bearer`. */
  readonly scheme: string;
  /** The life of a token when the answer names none, in seconds. */
  readonly lifeSeconds: number;
}

const answer = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.optional(z.number()) });
/** A refresh takes no longer than a request. */
const claimMs = 15_000;
const pollEveryMs = 250;
/** How long a worker waits for the token that another worker asks for, in ms. */
const maxWaitMs = 5_000;
/** A token is not used in the last part of its life, in ms. */
const marginMs = 60_000;

interface OAuthPorts {
  /** The owner of the token. */
  readonly key: string;
  readonly tokens: TokenCache;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Authorizes by a token that is requested under a lock: one worker asks, the others wait for its token. */
export function createOAuth(http: CrmHttp, grant: Grant, ports: OAuthPorts): Authorization {
  const { key, tokens, now, pause } = ports;
  let current: SharedToken | undefined;
  const isUsable = (token: SharedToken | undefined, refused: string | undefined): token is SharedToken =>
    token !== undefined && token.token !== refused && token.until.getTime() - marginMs > now().getTime();

  async function headers(renew: boolean): Promise<Outcome<Readonly<Record<string, string>>>> {
    const refused = renew ? current?.token : undefined;
    if (!isUsable(current, refused)) {
      const obtained = await obtain(refused);
      if (obtained.kind !== 'ok') return obtained;
      current = obtained.value;
    }
    return ok({ authorization: `${grant.scheme} ${current.token}` });
  }

  async function obtain(refused: string | undefined): Promise<Outcome<SharedToken>> {
    const deadline = now().getTime() + maxWaitMs;
    for (;;) {
      const shared = await tokens.read(key);
      if (isUsable(shared, refused)) return ok(shared);
      if (await tokens.claim(key, now(), claimMs)) return requestToken();
      // Nothing was sent to the vendor, so that nothing was written.
      if (now().getTime() > deadline)
        return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(deadline + maxWaitMs), isGuess: true };
      await pause(pollEveryMs);
    }
  }

  async function requestToken(): Promise<Outcome<SharedToken>> {
    const result = await http(grant.request(now()));
    if (result.kind !== 'answer') return result;
    const decoded = answer.safeParse(result.answer.json);
    // Some vendors refuse with a 200, too; none of them says more than a code.
    if (!decoded.success)
      return { kind: 'misconfigured', code: 'OAUTH', message: `no token was given, HTTP ${result.answer.status}` };
    const seconds = decoded.data.expires_in ?? grant.lifeSeconds;
    const token = { token: decoded.data.access_token, until: new Date(now().getTime() + seconds * 1000) };
    await tokens.write(key, token);
    return ok(token);
  }

  return { headers };
}

/** A request of RFC 6749: a form, answered with JSON. */
export const tokenRequest = (path: string, form: Record<string, string>): CrmRequest => ({
  method: 'POST',
  path,
  body: new URLSearchParams(form).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

/** An assertion of RFC 7523, signed with RS256. Times in Unix seconds. */
export function signAssertion(claims: Record<string, string | number>, privateKey: string): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}
