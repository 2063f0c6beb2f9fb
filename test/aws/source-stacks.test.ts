import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from '../helpers/pipeline.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const source = `
import { sourceStacks } from '${resolve('lambdas/aws/source-stacks.ts')}';
Error.prepareStackTrace = sourceStacks(import.meta.url);
class Refused extends Error {}
async function deliver(): Promise<void> {
  await Promise.resolve();
  throw new Refused('no reason');
}
try {
  await deliver();
} catch (error) {
  console.log((error as Error).stack);
}
`;

/** What a bundle prints of its error, made as those that are deployed. */
async function stackOf(change: (map: string) => void = () => undefined): Promise<string> {
  const [entry, outfile] = [join(folder, 'thrower.ts'), join(folder, 'index.mjs')];
  writeFileSync(entry, source);
  const options = { bundle: true, minify: true, sourcemap: true, sourcesContent: false } as const;
  await build({ ...options, entryPoints: [entry], outfile, format: 'esm', platform: 'node', target: 'node24' });
  change(`${outfile}.map`);
  return execFileSync(process.execPath, [outfile], { encoding: 'utf8' });
}

describe('a stack trace of a bundle', () => {
  it('names the source and the line', async () => {
    const stack = await stackOf();

    expect(stack).toMatch(/^Error: no reason\n/);
    expect(stack).toMatch(/thrower\.ts:7:9\)/);
    expect(stack).toMatch(/at async .*thrower\.ts:10:3\)/);
  });

  it('names the bundle where the map is gone, or is none', async () => {
    const withoutMap = await stackOf((map) => rmSync(map));
    const broken = await stackOf((map) => writeFileSync(map, readFileSync(map, 'utf8').slice(0, 100)));

    for (const stack of [withoutMap, broken]) expect(stack).toMatch(/Error: no reason\n\s+at .*index\.mjs:\d+:\d+/);
  });
});
