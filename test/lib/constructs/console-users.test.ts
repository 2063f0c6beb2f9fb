import { roleScopes } from '../../../lambdas/scopes.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { cognito } from '../../helpers/console-site.ts';
import { aFlow, outputsOf, propertiesOf } from '../flow-stack.ts';

const stateOf = (settings: Partial<StageConfig> = {}) => aFlow({ console: cognito, ...settings }).flow.state;
const poolOf = (settings: Partial<StageConfig> = {}) => propertiesOf(stateOf(settings), 'AWS::Cognito::UserPool')[0]!;

describe('ConsoleUsers', () => {
  it('takes people whom somebody has invited, with long passwords and an authenticator app', () => {
    expect(poolOf()).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
          TemporaryPasswordValidityDays: 3,
        },
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email' }] },
      UserPoolTier: 'ESSENTIALS',
    });
  });

  it.each([
    ['mfa: optional', { mfa: 'optional' as const }, { MfaConfiguration: 'OPTIONAL' }],
    [
      'selfSignUp',
      { mfa: 'required' as const, selfSignUp: true },
      { AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } },
    ],
  ])('does as %s says', (_, given, expected) => {
    const settings = { enabled: true, signIn: { cognito: { domainPrefix: 'acme', ...given } } };

    expect(poolOf({ console: settings })).toMatchObject(expected);
  });

  it('has a group for each role, and one for all tenants', () => {
    const names = propertiesOf(stateOf(), 'AWS::Cognito::UserPoolGroup').map(({ GroupName }) => String(GroupName));

    expect(names.toSorted()).toEqual([...Object.keys(roleScopes), 'all-tenants'].toSorted());
  });

  it('stays where data stays, and nobody deletes it where data is protected', () => {
    expect(poolOf({ retain: true, deletionProtection: true })).toMatchObject({ DeletionProtection: 'ACTIVE' });
    expect(poolOf()).not.toMatchObject({ DeletionProtection: 'ACTIVE' });
  });

  it('says which pool users are made in', () => {
    expect(outputsOf(stateOf())).toContain('ConsoleUsers');
  });

  it('has its pages at the prefix', () => {
    const { consoleUsers } = stateOf();

    expect(propertiesOf(stateOf(), 'AWS::Cognito::UserPoolDomain')).toMatchObject([{ Domain: 'acme-mail' }]);
    expect(consoleUsers?.domainUrl).toBe('https://acme-mail.auth.eu-west-1.amazoncognito.com');
  });

  it.each([
    [
      'a console with an issuer of yours',
      {
        console: {
          enabled: true,
          signIn: { oidc: { issuer: 'https://a.b', clientId: 'c', scopes: [], roleClaim: 'g' } },
        },
      },
    ],
    ['a console that is off', { console: { ...cognito, enabled: false } }],
    ['routes alone', { console: { enabled: true } }],
    ['nothing', {}],
  ])('is not there for %s', (_, settings) => {
    const { state } = aFlow(settings).flow;

    expect(state.consoleUsers).toBeUndefined();
    expect(propertiesOf(state, 'AWS::Cognito::UserPool')).toEqual([]);
  });
});
