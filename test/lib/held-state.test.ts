import { readFileSync } from 'node:fs';
import { type HeldState, heldState, stateChanges } from '../../lib/held-state.ts';
import { heldByStages, heldStateFile } from '../../tools/held-stages.ts';

const accepted = JSON.parse(readFileSync(heldStateFile, 'utf8')) as Record<string, HeldState>;
const current = heldByStages();

describe('what the stack of the data holds', () => {
  it.each(Object.keys(current))('is what was accepted, in a %s stage; npm run accept-state takes a change', (stage) => {
    expect(stateChanges(accepted[stage] ?? {}, current[stage]!)).toEqual([]);
  });

  it('is every table, bucket, queue, topic, secret, key and log group, and the API', () => {
    const types = Object.values(current.kept!).map(({ Type }) => String(Type));

    expect(
      Object.fromEntries([...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length])),
    ).toEqual({
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::DomainName': 1,
      'AWS::DynamoDB::GlobalTable': 4,
      'AWS::KMS::Alias': 1,
      'AWS::KMS::Key': 1,
      'AWS::Logs::LogGroup': 9,
      'AWS::S3::Bucket': 4,
      'AWS::SES::ConfigurationSet': 1,
      'AWS::SES::EmailIdentity': 1,
      'AWS::SNS::Topic': 3,
      'AWS::SQS::Queue': 10,
      'AWS::SecretsManager::Secret': 6,
    });
  });
});

describe('a change', () => {
  const table = { Type: 'AWS::DynamoDB::GlobalTable', KeySchema: ['pk'] };
  const secret = { Type: 'AWS::SecretsManager::Secret', Name: 'key', GenerateSecretString: { passwordLength: 64 } };
  const before: HeldState = { Ledger: table, Key: secret };

  it.each<readonly [string, HeldState, readonly string[]]>([
    ['of nothing', before, []],
    [
      'of a logical id',
      { Book: table, Key: secret },
      [
        'Book (AWS::DynamoDB::GlobalTable) is new',
        'Ledger (AWS::DynamoDB::GlobalTable) would be removed, and what it holds left behind or lost',
      ],
    ],
    [
      'of a key schema',
      { Ledger: { ...table, KeySchema: ['id'] }, Key: secret },
      ['Ledger (AWS::DynamoDB::GlobalTable) would be replaced by an empty one: KeySchema was ["pk"] and is ["id"]'],
    ],
    [
      'of how a secret is generated',
      { Ledger: table, Key: { Type: secret.Type, Name: 'key' } },
      [
        'Key (AWS::SecretsManager::Secret) would be replaced by an empty one: GenerateSecretString was {"passwordLength":64} and is absent',
      ],
    ],
  ])('%s is told', (_, after, told) => {
    expect(stateChanges(before, after)).toEqual(told);
  });

  it('to a type that is not known is refused', () => {
    expect(() => heldState({ Resources: { Disk: { Type: 'AWS::EFS::FileSystem' } } })).toThrow(
      'Disk: does AWS::EFS::FileSystem hold data?',
    );
  });
});
