import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyKey, findCacheFolder, openAssembly } from '../../local/assembly-cache.ts';
import { localStage } from '../../local/local-stage.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes an assembly of one stage without stacks. */
async function fakeSynthesis(_config: unknown, outdir: string): Promise<void> {
  mkdirSync(join(outdir, 'nested'));
  const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'nested', displayName: 'Postern-local' } };
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({ artifacts: { nested: stage } }));
  writeFileSync(join(outdir, 'nested', 'manifest.json'), '{}');
}

describe('openAssembly', () => {
  const open = (synthesize = fakeSynthesis, steps: string[] = []) =>
    openAssembly({
      config: localStage,
      isBundled: true,
      cacheFolder: folder,
      synthesize,
      onProgress: (step) => steps.push(step),
    });

  it('synthesizes on the first start only, and says so', async () => {
    const steps: string[] = [];

    const first = await open(fakeSynthesis, steps);
    const second = await open(() => Promise.reject(new Error('again')), steps);

    expect(second.stage).toEqual(first.stage);
    expect(first.stage.name).toBe('Postern-local');
    expect(steps).toEqual(['bundling the functions (once, until a source changes)']);
  });

  it('reports why the functions cannot be bundled, and tries again on the next start', async () => {
    await expect(open(() => Promise.reject(new Error('no bundle')))).rejects.toThrow('no bundle');

    expect((await open()).stage.name).toBe('Postern-local');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

describe('assemblyKey', () => {
  const keyNow = (config = localStage, isBundled = true): string => assemblyKey(folder, config, isBundled);

  beforeEach(() => {
    for (const source of ['lambdas/sink', 'lib/constructs', 'node_modules', 'local'])
      mkdirSync(join(folder, source), { recursive: true });
    for (const file of ['lambdas/sink/index.ts', 'cdk.json', 'README.md']) writeFileSync(join(folder, file), 'text');
  });

  it.each([
    'lambdas/sink/index.ts',
    'lambdas/new.ts',
    'lib/constructs/bundle.ts',
    'cdk.json',
    'package-lock.json',
    'node_modules/.package-lock.json',
    'tsconfig.json',
    'NOTICE',
  ])('changes with %s', (file) => {
    const before = keyNow();
    writeFileSync(join(folder, file), 'other');

    expect(keyNow()).not.toBe(before);
  });

  it('changes with the stage, with the bundling and with the place of the sources', () => {
    const moved = temporaryFolder();
    cpSync(folder, moved, { recursive: true });
    const keys = [
      keyNow(),
      keyNow({ ...localStage, rawRetentionDays: 30 }),
      keyNow(localStage, false),
      assemblyKey(moved, localStage, true),
    ];
    rmSync(moved, { recursive: true });

    expect(new Set(keys).size).toBe(keys.length);
  });

  it('does not change with anything else', () => {
    const before = keyNow();
    writeFileSync(join(folder, 'README.md'), 'other');

    expect(keyNow()).toBe(before);
  });
});

describe('findCacheFolder', () => {
  it('finds the folder beside the packages of the project', () => {
    mkdirSync(join(folder, 'node_modules'));

    expect(findCacheFolder(folder)).toBe(join(folder, 'node_modules/.cache/postern/assembly'));
  });

  it('finds the folder beside an installed package', () => {
    const installed = join(folder, 'node_modules', 'postern');
    mkdirSync(installed, { recursive: true });

    expect(findCacheFolder(installed)).toBe(join(folder, 'node_modules/.cache/postern/assembly'));
  });

  it('finds the temporary folder when nobody may write beside the packages', () => {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules', '.cache'), 'not a folder');

    expect(findCacheFolder(folder)).toContain(join(tmpdir(), 'postern-assembly-'));
  });
});
