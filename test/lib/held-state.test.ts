import {
  acceptOutputs,
  type HeldState,
  heldState,
  outputChanges,
  outputsReadBy,
  stateChanges,
} from '../../lib/held-state.ts';
import { currentStages, readAccepted } from '../../tools/held-stages.ts';

const accepted = readAccepted();
const current = currentStages();

describe('what the stack of the data holds', () => {
  it.each(Object.keys(current))('is what was accepted, in a %s stage; npm run accept-state takes a change', (stage) => {
    expect(stateChanges(accepted[stage]?.held ?? {}, current[stage]!.held)).toEqual([]);
  });

  it.each(Object.keys(current))('keeps every output that App of a version before reads, in a %s stage', (stage) => {
    const { outputs } = current[stage]!;

    expect(outputs.read.length).toBeGreaterThan(60);
    expect(outputChanges(accepted[stage]?.outputs ?? {}, outputs)).toEqual([]);
  });

  it('is every table, bucket, queue, topic, secret, key and log group, and the API', () => {
    const types = Object.values(current.kept!.held).map(({ Type }) => String(Type));

    expect(
      Object.fromEntries([...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length])),
    ).toEqual({
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::DomainName': 1,
      'AWS::DynamoDB::GlobalTable': 4,
      'AWS::KMS::Alias': 1,
      'AWS::KMS::Key': 1,
      'AWS::Logs::LogGroup': 12,
      'AWS::S3::Bucket': 4,
      'AWS::SES::ConfigurationSet': 1,
      'AWS::SES::EmailIdentity': 1,
      'AWS::SNS::Topic': 3,
      'AWS::SQS::Queue': 12,
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
  ])('%s is told', (_, after, reported) => {
    expect(stateChanges(before, after)).toEqual(reported);
  });

  it('to a type that is not known is refused', () => {
    expect(() => heldState({ Resources: { Disk: { Type: 'AWS::EFS::FileSystem' } } })).toThrow(
      'Disk: does AWS::EFS::FileSystem hold data?',
    );
  });
});

describe('the outputs that App reads', () => {
  it('are those of the stack of the data, wherever they stand', () => {
    const read = (StackName: string, OutputName: string) => ({ 'Fn::GetStackOutput': { StackName, OutputName } });
    const template = {
      Resources: {
        Fn: { Properties: { Role: read('Mail-State', 'Role'), Environment: [{ A: read('Mail-State', 'A') }] } },
      },
      Outputs: { Of: { Value: { 'Fn::Join': ['', [read('Mail-State', 'A'), read('Other', 'B')]] } } },
    };

    expect(outputsReadBy(template, 'Mail-State')).toEqual(['A', 'Role']);
  });

  it.each<readonly [string, Parameters<typeof outputChanges>[1], readonly string[]]>([
    ['are as they were', { declared: ['A', 'B'], read: ['A', 'B'] }, []],
    ['are read no more, and kept', { declared: ['A', 'B'], read: ['A'] }, []],
    [
      'are gone',
      { declared: ['A'], read: ['A'] },
      [
        "output B would be removed, and App of version 1.1.0 reads it: keep it for one release, by new CfnOutput(this, 'B', …) in lib/state-stack.ts",
      ],
    ],
    ['are more', { declared: ['A', 'B', 'C'], read: ['A', 'B', 'C'] }, ['output C is new']],
  ])('%s', (_, use, lines) => {
    expect(outputChanges({ A: '1.0.0', B: '1.1.0' }, use)).toEqual(lines);
  });

  const before = { A: '1.1.0', B: '1.1.0' };
  const readsNoMore = { declared: ['A', 'B'], read: ['A'] };

  it('stay accepted within the release that stops reading them, and are not accepted without', () => {
    expect(acceptOutputs(before, readsNoMore, '1.1.0')).toEqual(before);
    expect(() => acceptOutputs(before, { declared: ['A'], read: ['A'] }, '1.1.0')).toThrow(
      /output B would be removed, and App of version 1\.1\.0 reads it/,
    );
  });

  it('may go with the release after', () => {
    expect(acceptOutputs(before, { declared: ['A'], read: ['A'] }, '1.2.0')).toEqual({ A: '1.2.0' });
  });

  it('are accepted when they are new', () => {
    expect(acceptOutputs({}, { declared: ['B', 'A', 'Other'], read: ['B', 'A'] }, '1.1.0')).toEqual(before);
  });
});
