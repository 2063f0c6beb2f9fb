import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StateSecrets } from '../../../lib/constructs/state-secrets.ts';
import { aStack, outputsOf } from '../flow-stack.ts';

function build(more: Partial<ConstructorParameters<typeof StateSecrets>[2]> = {}) {
  const stack = aStack();
  const key = new Key(stack, 'Key');
  const names = { secretPrefix: 'acme/prod/' };
  const secrets = new StateSecrets(stack, 'Secrets', { names, key, removalPolicy: RemovalPolicy.RETAIN, ...more });
  return { stack, secrets, template: Template.fromStack(stack) };
}

describe('StateSecrets', () => {
  const { stack, secrets, template } = build();
  const properties = Object.values(template.findResources('AWS::SecretsManager::Secret')).map(
    ({ Properties }) => Properties as { Name: string; GenerateSecretString: Record<string, unknown> },
  );

  it('names every secret behind the prefix of the stage', () => {
    expect(properties.map(({ Name }) => Name)).toEqual(
      ['crm', 'hook', 'intake', 'address-key', 'token-keys', 'api-keys'].map((name) => `acme/prod/${name}`),
    );
  });

  it.each([
    ['token-keys', { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1' }],
    ['api-keys', { SecretStringTemplate: '{}', GenerateStringKey: 'all' }],
    ['address-key', { PasswordLength: 64, ExcludePunctuation: true }],
  ])('generates %s in the form that the functions read', (name, generated) => {
    const secret = properties.find(({ Name }) => Name === `acme/prod/${name}`)!;

    expect(secret.GenerateSecretString).toMatchObject({ PasswordLength: 64, ...generated });
  });

  it('says in the outputs how each secret is called, and grants nobody the key', () => {
    expect(outputsOf(stack)).toEqual(
      ['Crm', 'Hook', 'Intake', 'AddressKey', 'TokenKeys', 'ApiKeys'].map((id) => `Secret${id}`),
    );
    // A policy statement of Secrets Manager would let the whole account use the key.
    expect(JSON.stringify(template.findResources('AWS::KMS::Key'))).not.toContain('secretsmanager');
  });

  it('refers to a secret as the environment of a function spells it', () => {
    const reference = JSON.stringify(stack.resolve(secrets.reference('addressKey')));

    expect(reference).toMatch(/"secret:".*SecretsAddressKey/);
  });

  it('has copies of the two keys that must never change in other regions, and of no other secret', () => {
    const { template: copied } = build({ replicas: [{ region: 'eu-central-1' }] });
    const replicated = Object.values(copied.findResources('AWS::SecretsManager::Secret')).flatMap(({ Properties }) =>
      Properties.ReplicaRegions === undefined ? [] : [[Properties.Name, Properties.ReplicaRegions]],
    );

    expect(replicated).toEqual([
      ['acme/prod/address-key', [{ Region: 'eu-central-1' }]],
      ['acme/prod/token-keys', [{ Region: 'eu-central-1' }]],
    ]);
  });

  it('uses a key that is there, and makes no other in its place', () => {
    const addressKey = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/address-key-AbCdEf';
    const given = build({ existing: { addressKey } });

    given.template.resourceCountIs('AWS::SecretsManager::Secret', 5);
    expect(given.secrets.reference('addressKey')).toBe(`secret:${addressKey}`);
  });
});
