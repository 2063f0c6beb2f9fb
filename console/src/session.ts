import { compact } from '../../lambdas/compact.ts';

/** Where the console runs, as `/console.json` says. */
export interface ConsoleSettings {
  readonly home: 'laptop' | 'aws';
  readonly stage: string;
  readonly version: string;
  /** The port that takes mail; on a laptop only. */
  readonly smtpPort?: number;
  /** How people sign in; null where nobody needs to. */
  readonly signIn: SignInSettings | null;
  /** Whether sandbox CRMs with fault switches are behind `/sandbox`. */
  readonly sandbox: boolean;
  /** Proves at `/sandbox` that a page is of this machine; on a laptop only. */
  readonly runToken?: string;
}

/** The OIDC issuer and this client of it. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The address of Cognito's own sign-in pages. */
  readonly domain?: string;
  readonly signOutUrl?: string;
}

/** A person who is signed in, or can be. */
export interface SignIn {
  /** @returns undefined while nobody is signed in */
  getAccessToken(): Promise<string | undefined>;
  /** Leaves the page for the issuer's, and comes back to the same place. */
  start(): Promise<void>;
  end(): Promise<void>;
}

/** Opens the sign-in of a stage: finishes one that has come back from the issuer. */
export type OpenSignIn = (settings: SignInSettings) => Promise<SignIn>;

/** The home of the page and its user. */
export interface Session {
  readonly settings: ConsoleSettings;
  readonly signIn?: SignIn;
}

/** The session of this page: set once, by `startSession`. */
const started = Promise.withResolvers<Session>();

/** Reads `/console.json` and opens the sign-in that it names. */
export async function startSession(openSignIn: OpenSignIn): Promise<Session> {
  const answer = await fetch('/console.json', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`/console.json answers ${answer.status}; is the console installed as a whole?`);
  const settings = (await answer.json()) as ConsoleSettings;
  const signIn = settings.signIn === null ? undefined : await openSignIn(settings.signIn);
  const session = compact({ settings, signIn });
  started.resolve(session);
  return session;
}

/** The access token of whoever is signed in, for the header `authorization`; undefined where no token is needed. */
export const getAccessToken = async (): Promise<string | undefined> => (await started.promise).signIn?.getAccessToken();
