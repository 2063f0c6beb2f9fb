import { ErrorResponse, InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { compact } from '../../lambdas/compact.ts';
import type { OpenSignIn, SignInSettings } from './session.ts';
import { createTokenSession, EndedSession, placeOf, type Tokens } from './token-session.ts';

/** The path to which the issuer sends a person back. */
const returnPath = '/signed-in';

/**
 * Signs a person in by the code grant with PKCE. Tokens stay in memory, so that no script of another page load finds them: a page
 * that is loaded anew asks the issuer again, which knows the person. The verifier of the code alone outlives the page, for the
 * way there and back.
 *
 * @see RFC 7636, and draft-ietf-oauth-browser-based-apps
 */
export const openSignIn: OpenSignIn = async (settings) => {
  const manager = managerOf(settings);
  if (location.pathname !== returnPath) return leaveForGood(manager);
  const user = await finish(manager);
  history.replaceState(null, '', placeOf(user.state));
  return createTokenSession(
    {
      renew: () => renew(manager),
      leave: () => leave(manager),
      end: () => end(manager, settings),
      now: () => Date.now(),
    },
    tokensOf(user),
  );
};

const managerOf = ({ issuer, clientId, scopes }: SignInSettings): UserManager =>
  new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}${returnPath}`,
    post_logout_redirect_uri: `${location.origin}/`,
    response_type: 'code',
    scope: scopes.join(' '),
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    // It is renewed when a request needs it.
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
  });

const leave = (manager: UserManager): Promise<void> =>
  manager.signinRedirect({ state: placeOf(`${location.pathname}${location.search}${location.hash}`) });

/** The page goes away: nothing of it is to be shown meanwhile. */
async function leaveForGood(manager: UserManager): Promise<never> {
  await leave(manager);
  return new Promise<never>(() => {});
}

/** @throws Error that says what to do, at an address that begins anew when it is loaded */
async function finish(manager: UserManager): Promise<User> {
  try {
    const user = await manager.signinCallback();
    if (user === undefined) throw new Error('the issuer sent no tokens');
    return user;
  } catch (error) {
    history.replaceState(null, '', '/');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the sign-in was not finished (${reason})`, { cause: error });
  }
}

const tokensOf = ({ access_token: accessToken, expires_at: expiresAt, refresh_token: refreshToken }: User): Tokens =>
  compact({ accessToken, expiresAt, isRenewable: refreshToken !== undefined });

async function renew(manager: UserManager): Promise<Tokens> {
  try {
    const user = await manager.signinSilent();
    if (user === null) throw new EndedSession('the issuer sent no tokens');
    return tokensOf(user);
  } catch (error) {
    if (error instanceof ErrorResponse) throw new EndedSession(error.message, { cause: error });
    throw error;
  }
}

/** Ends the session: first the tokens, then that of the issuer, where it has a way for it. */
async function end(manager: UserManager, { signOutUrl }: SignInSettings): Promise<void> {
  // An issuer without that way lets them expire.
  await manager.revokeTokens(['refresh_token']).catch(() => {});
  const ofIssuer = await manager.metadataService.getEndSessionEndpoint();
  if (signOutUrl === undefined && ofIssuer !== undefined) return manager.signoutRedirect();
  await manager.removeUser();
  if (signOutUrl !== undefined) location.assign(signOutUrl);
  else
    document.body.textContent =
      'You are signed out of the console. The session at your issuer goes on: end it there, or close the browser.';
}
