import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';

type Properties = Readonly<Record<string, unknown>>;

const templates = synthesize({ ...localStage, retain: true, objectLock: true });
const [state, app] = templates as [(typeof templates)[number], (typeof templates)[number]];
const typesOf = ({ Resources }: typeof state): string[] => Object.values(Resources).map(({ Type }) => Type);
const resources = readResources('http://127.0.0.1:1', templates);
const of = (type: string, all = resources): Properties[] =>
  [...all.values()].filter(({ Type }) => Type === type).map(({ Properties: properties }) => properties);

describe('the stack of the data', () => {
  it.each([
    'AWS::ApiGatewayV2::Api',
    'AWS::SNS::Topic',
    'AWS::S3::Bucket',
    'AWS::DynamoDB::GlobalTable',
    'AWS::SecretsManager::Secret',
  ])('alone has each %s, so that deleting what runs loses no address, subscription or data', (type) => {
    expect(typesOf(state)).toContain(type);
    expect(typesOf(app)).not.toContain(type);
  });

  it('holds the logs of every function of the flow, under names that stay, and of the API', () => {
    const names = of('AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName);

    expect(names.filter((name) => name !== undefined).toSorted()).toEqual([
      ...[
        'api',
        'feed',
        'feedback',
        'heartbeat',
        'manage',
        'parse',
        'redrive',
        'sink',
        'suppress',
        'sweep',
        'trail',
      ].map((name) => `/aws/lambda/postern-local-${name}`),
      '/aws/vendedlogs/postern/local/api',
    ]);
  });

  it('is referred to in ways that block no update of it', () => {
    expect(JSON.stringify(templates)).not.toMatch(/Fn::ImportValue|"Export"/);
    expect(JSON.stringify(app)).toContain('Fn::GetStackOutput');
    expect(JSON.stringify(state)).not.toContain('Fn::GetStackOutput');
  });

  it('has every output that the other stack reads', () => {
    const read = [...JSON.stringify(app).matchAll(/"OutputName":"([^"]+)"/g)].map(([, name]) => name);

    expect(read.length).toBeGreaterThan(20);
    for (const name of read) expect(Object.keys(state.Outputs ?? {})).toContain(name);
  });

  it('lets services use the key for this account only', () => {
    const [key] = of('AWS::KMS::Key');
    const { Statement } = key!.KeyPolicy as { Statement: Array<{ Principal: object; Condition?: object }> };
    const ofServices = Statement.filter(({ Principal }) => 'Service' in Principal);

    expect(ofServices.flatMap(({ Principal }) => Object.values(Principal).flat()).toSorted()).toEqual([
      'cloudwatch.amazonaws.com',
      'ses.amazonaws.com',
    ]);
    for (const { Condition } of ofServices)
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '000000000000' } });
  });
});
