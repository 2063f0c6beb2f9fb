import { Duration } from 'aws-cdk-lib';
import { OAuthScope, UserPoolClient, UserPoolClientIdentityProvider } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { StageConfig } from '../stage-config.ts';
import { allTenantsGroup, type ConsoleUsers, tenantGroupPrefix } from './console-users.ts';

type Settings = NonNullable<NonNullable<StageConfig['console']>['signIn']>;

/** The side of the page: `signIn` of `/console.json`. */
interface PageSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly signOutUrl?: string;
}

/** The side of the API, which takes the tokens: `lambdas/api/access-settings.ts` reads it. */
export interface ConsoleTokens {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly jwksUri?: string;
  readonly roleClaim: string;
  readonly rolePrefix?: string;
  readonly tenantClaim?: string;
  readonly tenantPrefix?: string;
  readonly allTenants?: string;
  readonly tenant?: string;
}

/** Both sides of the sign-in of a console. */
export interface ConsoleSignIn {
  readonly page: PageSignIn;
  readonly tokens: ConsoleTokens;
}

/** In Cognito's access tokens, the groups of a person. */
const groupsClaim = 'cognito:groups';

/** Origins that the page asks while it signs in. */
export const signInOrigins = ({ oidc }: Settings, users: ConsoleUsers | undefined): string[] =>
  users === undefined || oidc !== undefined
    ? [new URL(oidc!.issuer).origin, ...(oidc!.origins ?? [])]
    : [users.issuer.slice(0, users.issuer.lastIndexOf('/')), users.domainUrl];

/** The sign-in at an issuer of the account's owner. */
export const oidcSignIn = (oidc: NonNullable<Settings['oidc']>): ConsoleSignIn => {
  const { issuer, clientId, scopes, signOutUrl, origins: _, audience = [clientId], ...claims } = oidc;
  return {
    page: compact({ issuer, clientId, scopes, signOutUrl }),
    tokens: compact({ issuer, audience, ...claims }),
  };
};

/**
 * The sign-in at the user pool of the stage: a public client with the code grant, for which oidc-client-ts proves itself by PKCE.
 *
 * @param url of the console, without a slash at its end
 */
export function cognitoSignIn(scope: Construct, users: ConsoleUsers, url: string): ConsoleSignIn {
  const client = new UserPoolClient(scope, 'Client', {
    userPool: users.pool,
    generateSecret: false,
    // No sign-in but by the pages of Cognito.
    authFlows: {},
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID],
      callbackUrls: [`${url}/signed-in`],
      logoutUrls: [`${url}/`],
    },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    // A role that was taken from somebody works until the token ends.
    accessTokenValidity: Duration.minutes(15),
    idTokenValidity: Duration.minutes(15),
    refreshTokenValidity: Duration.hours(12),
  });
  const { issuer, domainUrl } = users;
  const clientId = client.userPoolClientId;
  return {
    page: {
      issuer,
      clientId,
      scopes: ['openid'],
      signOutUrl: `${domainUrl}/logout?client_id=${clientId}&logout_uri=${url}/`,
    },
    tokens: {
      issuer,
      audience: [clientId],
      roleClaim: groupsClaim,
      tenantClaim: groupsClaim,
      tenantPrefix: tenantGroupPrefix,
      allTenants: allTenantsGroup,
    },
  };
}
