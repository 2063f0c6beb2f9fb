import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import type { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { bucketArnIn } from './cross-stack.ts';
import { acknowledgePrefixes } from './grants.ts';
import { type Grant, managedPolicy } from './managed-policy.ts';
import { type PolicyRole, policyRoles, type RoleParts, roleGrants } from './role-grants.ts';
import { connectionSecretParts } from './secret-grants.ts';

interface RolePoliciesProps extends Omit<RoleParts, 'mailArn' | 'attachmentsArn' | 'auditArn'> {
  /** What `doctor --aws` asks: every role may. */
  readonly readiness: readonly ManagedPolicy[];
}

const descriptions: Readonly<Record<PolicyRole, string>> = {
  viewer: 'Figures and fates of mail: no words of it, no consent, no secrets, no writes',
  operator: 'Beside the policies of a viewer: reads mail, and has it delivered',
  consentOfficer: 'Beside the policies of a viewer: reads and changes who may be mailed',
  configurator: 'Beside the policies of a viewer: writes integrations, reads events and credentials, rotates keys',
  dataOfficer: 'Beside the policies of a viewer: reads and erases what is kept of people',
};

/** Characters that secrets of the account may take in the configurator's first policy, and in each further one. */
const roomForSecrets = { first: 2_000, further: 5_800 };

/**
 * Managed policies for each role of people, made of the calls of its verbs (`cli/roles.ts`). Everybody has those of a viewer,
 * and a role of the account may have those of several roles.
 */
export class RolePolicies extends Construct {
  /** The policies to attach for each role, those of a viewer among them. */
  readonly policiesOf: Readonly<Record<PolicyRole, readonly ManagedPolicy[]>>;

  constructor(scope: Construct, id: string, props: RolePoliciesProps) {
    super(scope, id);
    const { config, readiness, state } = props;
    const stack = Stack.of(this);
    const { mail, attachments, audit } = state.buckets;
    const parts = {
      ...props,
      mailArn: bucketArnIn(stack, mail),
      attachmentsArn: bucketArnIn(stack, attachments),
      auditArn: bucketArnIn(stack, audit),
    };
    const { operatorRoles, roles } = config;
    const holders = { ...roles, viewer: [...new Set([...operatorRoles, ...Object.values(roles).flat()])] };
    const make = (role: PolicyRole, more: readonly Grant[] = []): ManagedPolicy =>
      managedPolicy(this, nameOf(role), { description: descriptions[role], roles: holders[role] }, [
        ...roleGrants[role](parts),
        ...more,
      ]);
    const viewer = [make('viewer'), ...readiness];
    const [first, ...further] = this.credentialGrants(props);
    this.policiesOf = {
      viewer,
      operator: [...viewer, make('operator')],
      consentOfficer: [...viewer, make('consentOfficer')],
      configurator: [
        ...viewer,
        make('configurator', first),
        ...further.map((grants, index) =>
          managedPolicy(
            this,
            `Configurator${index + 2}`,
            { description: descriptions.configurator, roles: holders.configurator },
            grants,
          ),
        ),
      ],
      dataOfficer: [...viewer, make('dataOfficer')],
    };
    this.acknowledgeWildcards(parts);
    this.print();
  }

  /** Secrets of the account that connections may name, in parts that fit into a policy each. */
  private credentialGrants({ state, config }: RolePoliciesProps): Grant[][] {
    const { parts, keys } = connectionSecretParts(state, config, roomForSecrets);
    return parts.map((secrets, index) => [
      ...(secrets.length === 0 ? [] : [['ReadForeign', ['secretsmanager:GetSecretValue'], secrets] as Grant]),
      ...(index > 0 || keys.length === 0 ? [] : [['UseForeignKeys', ['kms:Decrypt'], keys] as Grant]),
    ]);
  }

  private acknowledgeWildcards({ mailArn, attachmentsArn, auditArn }: RoleParts): void {
    for (const role of policyRoles) {
      const policy = this.node.findChild(nameOf(role)) as Construct;
      acknowledgePrefixes(policy, mailArn, ['inbound/', 'receipts/', 'events/']);
      acknowledgePrefixes(policy, attachmentsArn, ['attachments/']);
      acknowledgePrefixes(policy, auditArn, ['trail/']);
    }
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'These actions read settings of account and region, for which their services know no resource.',
    });
  }

  private print(): void {
    new CfnOutput(Stack.of(this), 'RolePolicies', {
      description: 'Attach the policies of a role to those who have it',
      value: policyRoles
        .map((role) => `${role}=${this.policiesOf[role].map(({ managedPolicyArn }) => managedPolicyArn).join(',')}`)
        .join(' '),
    });
  }
}

/** A construct begins with a capital. */
const nameOf = (role: PolicyRole): string => `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`;
