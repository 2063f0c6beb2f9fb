import { createSign } from 'node:crypto';
import * as z from 'zod/mini';
import type { SharedToken, TokenCache } from '../domain/crm/crm-adapter.ts';
import type { Outcome } from '../domain/crm/outcome.ts';
import type { Authorization } from './authorization.ts';
import type { CrmHttp, CrmRequest } from './http.ts';

/** How one vendor hands out tokens. */
export interface Grant {
  /** Path and form of the token request. */
  request(now: Date): CrmRequest;
  /** Scheme of the header, such as `Bearer`. */
  readonly scheme: string;
  /** For how long a token holds when the answer does not say, in seconds. */
  readonly lifeSeconds: number;
}

const answer = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.optional(z.number()) });
/** A refresh takes no longer than a request. */
const claimMs = 15_000;
const lookEveryMs = 250;
/** For so long a worker waits for the token that another one asks for. */
const patienceMs = 5_000;
/** So long before its end a token is not used any more, in ms. */
const marginMs = 60_000;

/**
 * Authorization by a token that is asked for under a lock: one worker asks, the others wait for what it got.
 *
 * @param key what the token belongs to
 */
export function createOAuth(
  http: CrmHttp,
  grant: Grant,
  {
    key,
    tokens,
    now,
    pause,
  }: { key: string; tokens: TokenCache; now: () => Date; pause: (ms: number) => Promise<unknown> },
): Authorization {
  let held: SharedToken | undefined;
  const isGood = (token: SharedToken | undefined, refused: string | undefined): token is SharedToken =>
    token !== undefined && token.token !== refused && token.until.getTime() - marginMs > now().getTime();

  return {
    async headers(renew) {
      const refused = renew ? held?.token : undefined;
      if (!isGood(held, refused)) {
        const got = await obtain(refused);
        if (got.kind !== 'ok') return got;
        held = got.value;
      }
      return { kind: 'ok', value: { authorization: `${grant.scheme} ${held.token}` }, how: 'existing' };
    },
  };

  async function obtain(refused: string | undefined): Promise<Outcome<SharedToken>> {
    const deadline = now().getTime() + patienceMs;
    for (;;) {
      const known = await tokens.read(key);
      if (isGood(known, refused)) return { kind: 'ok', value: known, how: 'existing' };
      if (await tokens.claim(key, now(), claimMs)) return ask();
      // Nothing was sent to the vendor: whatever was to be written was not.
      if (now().getTime() > deadline)
        return { kind: 'throttled', scope: 'concurrency', retryAt: new Date(deadline + patienceMs), isGuess: true };
      await pause(lookEveryMs);
    }
  }

  async function ask(): Promise<Outcome<SharedToken>> {
    const result = await http(grant.request(now()));
    if (result.kind !== 'answer') return result;
    const decoded = answer.safeParse(result.answer.json);
    // Some vendors refuse with a 200, too; none of them says more than a code.
    if (!decoded.success)
      return { kind: 'misconfigured', code: 'OAUTH', message: `no token was given, HTTP ${result.answer.status}` };
    const seconds = decoded.data.expires_in ?? grant.lifeSeconds;
    const token = { token: decoded.data.access_token, until: new Date(now().getTime() + seconds * 1000) };
    await tokens.write(key, token);
    return { kind: 'ok', value: token, how: 'created' };
  }
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
