import { cognitoSignIn, oidcSignIn, signInOrigins } from '../../../lib/constructs/console-sign-in.ts';
import { cognito, oidc } from '../../helpers/console-site.ts';
import { aFlow, propertiesOf } from '../flow-stack.ts';

describe('the sign-in at the user pool of the stage', () => {
  const { stack, flow } = aFlow({ console: cognito });
  const users = flow.state.consoleUsers!;
  const { page, tokens } = cognitoSignIn(stack, users, 'https://console.example.com');

  it('is by the code grant of a public client, which gets no scope of ours whoever signs in', () => {
    expect(propertiesOf(stack, 'AWS::Cognito::UserPoolClient')).toMatchObject([
      {
        GenerateSecret: false,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: ['https://console.example.com/signed-in'],
        LogoutURLs: ['https://console.example.com/'],
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        SupportedIdentityProviders: ['COGNITO'],
        AccessTokenValidity: 15,
        RefreshTokenValidity: 720,
      },
    ]);
  });

  it('tells the page where to go, and where to come back to after a sign-out', () => {
    expect(page.scopes).toEqual(['openid']);
    expect(page.signOutUrl).toMatch(
      /^https:\/\/acme-mail\.auth\.eu-west-1\.amazoncognito\.com\/logout\?client_id=.+&logout_uri=https:\/\/console\.example\.com\/$/,
    );
  });

  it('tells the API that groups say roles and tenants', () => {
    expect(tokens).toMatchObject({
      issuer: page.issuer,
      audience: [page.clientId],
      roleClaim: 'cognito:groups',
      tenantClaim: 'cognito:groups',
      tenantPrefix: 'tenant:',
      allTenants: 'all-tenants',
    });
  });

  it('asks the issuer and the pages of the pool', () => {
    expect(signInOrigins(cognito.signIn!, users)).toEqual([
      'https://cognito-idp.eu-west-1.amazonaws.com',
      'https://acme-mail.auth.eu-west-1.amazoncognito.com',
    ]);
  });
});

describe('the sign-in at an issuer of yours', () => {
  const settings = oidc.signIn!.oidc!;

  it('gives the page what it asks with, and the API what it judges by', () => {
    expect(oidcSignIn(settings)).toEqual({
      page: { issuer: settings.issuer, clientId: 'postern', scopes: ['openid', 'groups'] },
      tokens: { issuer: settings.issuer, audience: ['postern'], roleClaim: 'groups', tenant: 'acme' },
    });
  });

  it('takes tokens of the audience that is named', () => {
    const { tokens } = oidcSignIn({ ...settings, audience: ['https://api.example.com'] });

    expect(tokens.audience).toEqual(['https://api.example.com']);
  });

  it('asks the origin of the issuer, and those beside it', () => {
    expect(signInOrigins(oidc.signIn!, undefined)).toEqual(['https://id.example.com', 'https://tokens.example.com']);
  });
});
