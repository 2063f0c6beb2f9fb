import { CfnOutput, Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, Mfa, UserPool, UserPoolDomain, UserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';

type Cognito = NonNullable<NonNullable<NonNullable<StageConfig['console']>['signIn']>['cognito']>;

interface ConsoleUsersProps {
  readonly settings: Cognito;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
}

/** The group of those who see every tenant. */
export const allTenantsGroup = 'all-tenants';
/** Stands before the name of a tenant in the name of the group of its people. */
export const tenantGroupPrefix = 'tenant:';

/** Groups with the names of the roles, which say what a person may do, and one that says which tenants. */
const groups: ReadonlyArray<readonly [name: string, description: string]> = [
  ['viewer', 'Sees mails, figures, health and settings'],
  ['operator', 'Sees raw mails, and redrives, replays and reviews'],
  ['consent-officer', 'Looks up consent, and releases holds'],
  ['configurator', 'Promotes integrations'],
  ['data-officer', 'Places and releases legal holds'],
  [allTenantsGroup, 'Sees every tenant; others need one group tenant:<name>'],
];

/**
 * People who sign in to the console: a user pool with a group for each role. It lives with the data, because their second
 * factors are in it.
 *
 * There are no scopes of OAuth in it: a client gets every scope that it may ask for, whoever signs in, so that rights follow
 * from groups alone.
 */
export class ConsoleUsers extends Construct {
  readonly pool: UserPool;
  /** As the tokens have it in `iss`. */
  readonly issuer: string;
  /** Where the pages of the sign-in are, and where it gives tokens. */
  readonly domainUrl: string;

  constructor(scope: Construct, id: string, { settings, removalPolicy, deletionProtection }: ConsoleUsersProps) {
    super(scope, id);
    const { domainPrefix, selfSignUp = false, mfa } = settings;
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: selfSignUp,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      // Texts to telephones cost, and are taken over.
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection,
      removalPolicy,
    });
    this.acknowledgeChoices(mfa);
    for (const [groupName, description] of groups)
      new UserPoolGroup(this, `Group-${groupName}`, { userPool: this.pool, groupName, description });
    new UserPoolDomain(this, 'Domain', { userPool: this.pool, cognitoDomain: { domainPrefix } });
    const { region } = Stack.of(this);
    this.issuer = `https://cognito-idp.${region}.amazonaws.com/${this.pool.userPoolId}`;
    new CfnOutput(Stack.of(this), 'ConsoleUsers', {
      description:
        'The user pool in which to make users of the console, each with a group for the role and one for the tenant',
      value: this.pool.userPoolId,
    });
    this.domainUrl = `https://${domainPrefix}.auth.${region}.amazoncognito.com`;
  }

  private acknowledgeChoices(mfa: Cognito['mfa']): void {
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'Threat protection of the plan Plus costs $0.02 a person and month; an authenticator app is required instead.',
    });
    if (mfa === 'required') return;
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG2',
      reason: 'The settings of the stage leave the second factor to each person.',
    });
  }
}
