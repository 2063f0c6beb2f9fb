import type { SignIn } from './session.ts';

/** The tokens of a person, in memory alone. */
export interface Tokens {
  readonly accessToken: string;
  /** In s since 1970; absent where the issuer does not say. */
  readonly expiresAt?: number;
  /** Whether the issuer gives new ones without the person. */
  readonly isRenewable: boolean;
}

/** The issuer, for somebody who is signed in. */
export interface IssuerPorts {
  /** Gets new tokens. Rejects with an {@link EndedSession} when the person must sign in again. */
  readonly renew: () => Promise<Tokens>;
  /** Leaves the page for the issuer's, which sends the person back to this one. */
  readonly leave: () => Promise<void>;
  /** Ends the session at the issuer, and leaves the page. */
  readonly end: () => Promise<void>;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** The issuer gives no more tokens. */
export class EndedSession extends Error {
  override readonly name = 'EndedSession';
}

/** In s: a token that ends sooner is renewed before it is used. */
const renewSeconds = 30;

/**
 * A person who has signed in. Tokens are renewed when one is needed, once for all requests at that time. After the session has
 * ended there is no token: the API answers 401, and the page offers to sign in again.
 */
export function createTokenSession(ports: IssuerPorts, first: Tokens): SignIn {
  const state: { tokens: Tokens | undefined; renewal: Promise<void> | undefined } = {
    tokens: first,
    renewal: undefined,
  };

  const secondsLeft = ({ expiresAt }: Tokens): number =>
    expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt - ports.now() / 1000;

  async function renew(): Promise<void> {
    try {
      state.tokens = await ports.renew();
    } catch (error) {
      // Without a network the tokens may still be good, and the next request tries again.
      if (error instanceof EndedSession) state.tokens = undefined;
    } finally {
      state.renewal = undefined;
    }
  }

  return {
    async getAccessToken() {
      const { tokens } = state;
      if (tokens === undefined) return undefined;
      if (secondsLeft(tokens) < renewSeconds && tokens.isRenewable) {
        state.renewal ??= renew();
        await state.renewal;
      }
      const current = state.tokens;
      return current !== undefined && secondsLeft(current) > 0 ? current.accessToken : undefined;
    },
    start: ports.leave,
    end: ports.end,
  };
}

/** Where to go back to after a sign-in: a path of this console, or its start. */
export const placeOf = (state: unknown): string =>
  typeof state === 'string' && /^\/(?![/\\])/.test(state) && !state.startsWith('/signed-in') ? state : '/';
