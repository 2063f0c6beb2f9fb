import { CfnOutput, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { StageNames } from '../stage-names.ts';

interface StateSecretsProps {
  /** Says what every name begins with. */
  readonly names: Pick<StageNames, 'secretPrefix'>;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** Everything that only some functions may read, each in a secret of its own, under a name that stays. */
export class StateSecrets extends Construct {
  /** Credentials of the CRM connections, one field each; put after the deployment. */
  readonly crm: Secret;
  /** Keys that sign outgoing webhooks; put after the deployment. */
  readonly hook: Secret;
  /** Keys of the senders of webhooks, one field each; put after the deployment. */
  readonly intake: Secret;
  /** The key of the hashes of addresses; never rotated, because only the hashes of erased people are kept. */
  readonly addressKey: Secret;
  /** Keys that sign one-click tokens: `{"current":"k1","k1":"…"}`. */
  readonly tokenKeys: Secret;
  /** Keys of the callers of the API: `{"all":"…"}`, or a field per tenant. */
  readonly apiKeys: Secret;

  constructor(scope: Construct, id: string, { names, key, removalPolicy }: StateSecretsProps) {
    super(scope, id);
    // Known by its ARN alone, else each secret would let the whole account use the key, and make grants of it.
    const encryptionKey = Key.fromKeyArn(this, 'Key', key.keyArn);
    const make = (id: string, name: string, description: string, reason: string, generated?: object): Secret => {
      const generateSecretString = generated && { passwordLength: 64, excludePunctuation: true, ...generated };
      const secret = new Secret(this, id, {
        secretName: `${names.secretPrefix}${name}`,
        encryptionKey,
        removalPolicy,
        description,
        ...compact({ generateSecretString }),
      });
      Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
      new CfnOutput(Stack.of(this), `Secret${id}`, { description, value: secret.secretName });
      return secret;
    };
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
    this.addressKey = make(
      'AddressKey',
      'address-key',
      'The key under which addresses are hashed; must never change',
      'A new key would lose every suppression, because hashes are all that is kept of people who were erased.',
      {},
    );
    this.tokenKeys = make(
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
