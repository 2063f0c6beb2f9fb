import { CfnOutput, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { ExistingState } from '../existing-state.ts';
import type { StageConfig } from '../stage-config.ts';
import type { StageNames } from '../stage-names.ts';

interface StateSecretsProps {
  /** Says what every name begins with. */
  readonly names: Pick<StageNames, 'secretPrefix'>;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Regions that get copies of the secrets that must never change. @default none */
  readonly replicas?: StageConfig['secretReplicas'];
  /** Secrets that are there, by ARN. @default all are made */
  readonly existing?: Pick<ExistingState, 'addressKey' | 'tokenKeys'>;
}

/** A secret, whether the stage makes it or finds it in the account. */
type StateSecret = Pick<ISecret, 'secretArn'>;

/** Everything that only some functions may read, each in a secret of its own, under a name that stays. */
export class StateSecrets extends Construct {
  /** Credentials of the CRM connections, one field each; put after the deployment. */
  readonly crm: Secret;
  /** Keys that sign outgoing webhooks; put after the deployment. */
  readonly hook: Secret;
  /** Keys of the senders of webhooks, one field each; put after the deployment. */
  readonly intake: Secret;
  /** The key of the hashes of addresses; never rotated, because only the hashes of erased people are kept. */
  readonly addressKey: StateSecret;
  /** Keys that sign one-click tokens: `{"current":"k1","k1":"…"}`. */
  readonly tokenKeys: StateSecret;
  /** Keys of the callers of the API: `{"all":"…"}`, or a field per tenant. */
  readonly apiKeys: Secret;

  constructor(scope: Construct, id: string, props: StateSecretsProps) {
    super(scope, id);
    const { names, key, removalPolicy, replicas = [], existing = {} } = props;
    // Known by its ARN alone, else each secret would let the whole account use the key, and make grants of it.
    const encryptionKey = Key.fromKeyArn(this, 'Key', key.keyArn);
    const replicaRegions = replicas.map(({ region, key: keyArn }) =>
      compact({
        region,
        encryptionKey: keyArn === undefined ? undefined : Key.fromKeyArn(this, `KeyOf-${region}`, keyArn),
      }),
    );
    const make = (
      id: string,
      name: string,
      description: string,
      reason: string,
      generated?: object,
      isReplicated = false,
    ): Secret => {
      const generateSecretString = generated && { passwordLength: 64, excludePunctuation: true, ...generated };
      const secret = new Secret(this, id, {
        secretName: `${names.secretPrefix}${name}`,
        encryptionKey,
        removalPolicy,
        description,
        ...compact({ generateSecretString, replicaRegions: isReplicated ? replicaRegions : undefined }),
      });
      Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
      new CfnOutput(Stack.of(this), `Secret${id}`, { description, value: secret.secretName });
      return secret;
    };
    /** A secret that must never change: one that is there is used, and one that is made has copies. */
    const makeKept = (arn: string | undefined, id: string, ...rest: [string, string, string, object]): StateSecret =>
      arn === undefined
        ? make(id, ...rest, true)
        : Secret.fromSecretAttributes(this, id, { secretCompleteArn: arn, encryptionKey });
    const issuedElsewhere = 'Somebody else issues this credential; Secrets Manager has no rotation function for it.';
    this.crm = make(
      'Crm',
      'crm',
      'Credentials of the CRM connections, one field each: secret:crm#<field>; put it after the deployment',
      issuedElsewhere,
    );
    this.hook = make(
      'Hook',
      'hook',
      'What signs outgoing webhooks: secret:hook or secret:hook#<field>; put it after the deployment',
      'The receivers hold copies: a person adds a key, hands it out, and takes the old one out later.',
    );
    this.intake = make(
      'Intake',
      'intake',
      'Keys of the senders of webhooks, one field each: secret:intake#<field>; put it after the deployment',
      issuedElsewhere,
    );
    this.addressKey = makeKept(
      existing.addressKey,
      'AddressKey',
      'address-key',
      'The key under which addresses are hashed; must never change',
      'A new key would lose every suppression, because hashes are all that is kept of people who were erased.',
      {},
    );
    this.tokenKeys = makeKept(
      existing.tokenKeys,
      'TokenKeys',
      'token-keys',
      'Keys of one-click tokens and signed addresses; add a new one and make it current, keep the old for 60 days',
      'Tokens in mail that was sent must hold for 60 days: a person adds a key, and takes the old one out later.',
      { secretStringTemplate: '{"current":"k1"}', generateStringKey: 'k1' },
    );
    this.apiKeys = make(
      'ApiKeys',
      'api-keys',
      'Keys of the API: all, or a field per tenant',
      'The callers hold copies: a person adds a key, hands it out, and takes the old one out later.',
      { secretStringTemplate: '{}', generateStringKey: 'all' },
    );
  }

  /** A secret as the functions' environment spells it. */
  reference(name: 'addressKey' | 'tokenKeys' | 'apiKeys'): string {
    return `secret:${this[name].secretArn}`;
  }
}
