import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeOfAsset, codeOfSource, parseHandler } from '../../local/function-code.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const wiring: FunctionWiring = {
  name: 'Sink123',
  arn: 'arn',
  stage: 'sink',
  entry: 'lambdas/sink/index.ts',
  handler: 'index.handler',
  memoryMb: 128,
  roleArn: 'arn:aws:iam::000000000000:role/Role',
  timeoutMs: 1000,
  environment: {},
};
const stageOf = (asset: string) => ({
  name: 'Postern-local',
  stacks: [],
  functions: [{ id: 'Sink123', stage: 'sink', entry: wiring.entry, asset, handler: wiring.handler }],
});

describe('parseHandler', () => {
  it.each([
    ['index.handler', 'index', 'handler'],
    ['sink.deliver', 'sink', 'deliver'],
    ['index.api.handler', 'index', 'api.handler'],
    ['dist/v1.2/index.handler', 'dist/v1.2/index', 'handler'],
  ])('%s is the file %s and its export %s', (handler, file, handlerName) => {
    expect(parseHandler(handler)).toEqual({ file, handlerName });
  });

  it.each(['', 'index', '.handler', 'index.', '../index.handler', 'dist/../../index.handler'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseHandler(text)).toThrow(`"${text}" is no handler of a function: wants a file and its export`);
    },
  );
});

describe('codeOfAsset', () => {
  it.each(['index.js', 'index.mjs', 'index.cjs'])('finds %s', (file) => {
    const asset = join(folder, file);
    mkdirSync(asset);
    writeFileSync(join(asset, file), '');

    expect(codeOfAsset(wiring, stageOf(asset))).toEqual({
      moduleUrl: pathToFileURL(join(asset, file)).href,
      handlerName: 'handler',
    });
  });

  it('says which file is not in the asset', () => {
    const empty = temporaryFolder();

    expect(() => codeOfAsset(wiring, stageOf(empty))).toThrow(
      `${empty}: the asset of sink (Sink123) holds no index.mjs; was the assembly synthesized without bundling?`,
    );
    rmSync(empty, { recursive: true });
  });

  it('says when the assembly does not know the function', () => {
    expect(() => codeOfAsset({ ...wiring, name: 'Nobody' }, stageOf(folder))).toThrow(
      'the cloud assembly has no asset of sink (Nobody)',
    );
  });
});

describe('codeOfSource', () => {
  it('finds the entry of the function', () => {
    expect(codeOfSource(wiring)).toEqual({
      moduleUrl: pathToFileURL(join(process.cwd(), 'lambdas/sink/index.ts')).href,
      handlerName: 'handler',
    });
  });
});
