import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../local/assembly.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const nested = 'assembly-Postern-dev';
const write = (path: string, value: unknown) => writeFileSync(join(folder, path), JSON.stringify(value));

/** An assembly with one stage, as the CDK writes it. */
function writeAssembly({
  environment = 'aws://unknown-account/eu-west-1',
  objectKey = 'abc.zip',
  source = '../asset.abc',
} = {}): void {
  mkdirSync(join(folder, nested));
  mkdirSync(join(folder, 'asset.abc'));
  write('manifest.json', {
    artifacts: {
      [nested]: {
        type: 'cdk:cloud-assembly',
        properties: { directoryName: nested, displayName: 'Postern-dev' },
      },
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    },
  });
  write(`${nested}/manifest.json`, {
    artifacts: {
      'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      App: {
        type: 'aws:cloudformation:stack',
        environment,
        properties: { templateFile: 'App.template.json', stackName: 'Postern-dev-App' },
      },
    },
  });
  write(`${nested}/App.assets.json`, {
    files: {
      template: { source: { path: 'App.template.json' }, destinations: { here: { objectKey: 'template.json' } } },
      abc: { source: { path: source }, destinations: { here: { objectKey } } },
    },
  });
  write(`${nested}/App.template.json`, {
    Resources: {
      Sink123: {
        Type: 'AWS::Lambda::Function',
        Metadata: { 'postern:function': 'sink', 'postern:entry': 'lambdas/sink/index.ts' },
        Properties: { Handler: 'index.handler', Code: { S3Key: 'abc.zip' } },
      },
      Helper: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'x.y', Code: { S3Key: 'of-the-cdk.zip' } } },
    },
  });
}

describe('readAssembly', () => {
  it('reads stacks and functions of each stage', () => {
    writeAssembly();

    const [stage, ...others] = readAssembly(folder);

    const place = { name: 'Postern-dev-App', account: '000000000000', region: 'eu-west-1' };
    expect(others).toEqual([]);
    expect(stage).toMatchObject({ name: 'Postern-dev', stacks: [{ ...place, template: { stack: place } }] });
    expect(stage?.functions).toEqual([
      {
        id: 'Sink123',
        stage: 'sink',
        entry: 'lambdas/sink/index.ts',
        asset: join(folder, 'asset.abc'),
        handler: 'index.handler',
      },
    ]);
  });

  it.each([
    ['aws://111122223333/eu-central-1', { account: '111122223333', region: 'eu-central-1' }],
    ['aws://unknown-account/us-east-1', { account: '000000000000', region: 'us-east-1' }],
  ])('takes account and region from %s', (environment, place) => {
    writeAssembly({ environment });

    expect(readAssembly(folder)[0]?.stacks[0]).toMatchObject(place);
  });

  it('finds an asset that was left where its source is', () => {
    writeAssembly({ source: join(folder, 'asset.abc') });

    expect(readAssembly(folder)[0]?.functions[0]?.asset).toBe(join(folder, 'asset.abc'));
  });

  it.each<[string, () => void, RegExp]>([
    [
      'a folder without an assembly',
      () => rmSync(join(folder, 'manifest.json')),
      /no whole cloud assembly \(.*manifest\.json is missing\); synthesize again: cdk synth/,
    ],
    [
      'a manifest that is cut off',
      () => writeFileSync(join(folder, 'manifest.json'), '{"artif'),
      /manifest\.json cannot be read\); synthesize/,
    ],
    [
      'a template that is missing',
      () => rmSync(join(folder, nested, 'App.template.json')),
      /App\.template\.json is missing/,
    ],
    [
      'an asset that is missing',
      () => rmSync(join(folder, 'asset.abc'), { recursive: true }),
      /asset\.abc: the asset of sink \(Sink123 of Postern-dev-App\) is missing; synthesize again/,
    ],
    [
      'an asset that the manifest does not name',
      () => write(`${nested}/App.assets.json`, { files: {} }),
      /App\.assets\.json: does not name the asset of sink \(Sink123 of Postern-dev-App\), abc\.zip/,
    ],
  ])('refuses %s in one line', (_, spoil, message) => {
    writeAssembly();
    spoil();

    expect(() => readAssembly(folder)).toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(message) }),
    );
  });
});
