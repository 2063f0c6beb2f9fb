import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { traceInSources } from '../../lambdas/aws/source-stacks.ts';
import { bundle } from '../../lib/constructs/bundle.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const source = `
import { traceInSources } from '${resolve('lambdas/aws/source-stacks.ts')}';
traceInSources(import.meta.url);
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

/** The printed error of a bundle that is built like the deployed ones. */
function stackOf(change: (map: string) => void = () => undefined): string {
  const entry = join(folder, 'thrower.ts');
  writeFileSync(entry, source);
  bundle(entry, folder);
  change(join(folder, 'thrower.mjs.map'));
  return execFileSync(process.execPath, [join(folder, 'thrower.mjs')], { encoding: 'utf8' });
}

describe('traceInSources', () => {
  it('names the source and the line of an error in a bundle', () => {
    const stack = stackOf();

    expect(stack).toMatch(/^Error: no reason\n/);
    expect(stack).toMatch(/thrower\.ts:7:9\)/);
    expect(stack).toMatch(/at async .*thrower\.ts:10:3\)/);
  });

  it('names the bundle where the map is gone or broken', () => {
    const withoutMap = stackOf((map) => rmSync(map));
    const broken = stackOf((map) => writeFileSync(map, readFileSync(map, 'utf8').slice(0, 100)));

    for (const stack of [withoutMap, broken]) expect(stack).toMatch(/Error: no reason\n\s+at .*thrower\.mjs:\d+:\d+/);
  });
});

describe('traceInSources', () => {
  const original = Error.prepareStackTrace;
  afterEach(() => {
    Error.prepareStackTrace = original;
  });

  it.each([
    ['file:///var/task/index.mjs', true],
    ['file:///home/a/lambdas/sink/index.ts', false],
  ])('changes the traces of %s: %s', (entryUrl, isChanged) => {
    traceInSources(entryUrl);

    expect(Error.prepareStackTrace !== original).toBe(isChanged);
  });
});
