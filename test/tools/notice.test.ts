import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../lib/constructs/bundle.ts';
import { type BundledPackage, bundledPackages, noticeOf } from '../../tools/notice.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('the notices of bundled packages', () => {
  const notice = readFileSync('NOTICE', 'utf8');
  const packages: BundledPackage[] = [];
  beforeAll(() => void packages.push(...bundledPackages()), 30_000);

  it('name every package that a bundle holds, in its version (else: npm run notice)', () => {
    const lines = new Set(notice.split('\n'));

    expect(packages.length).toBeGreaterThan(50);
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['sanitize-html', '@smithy/core', 'zod']));
    expect(
      packages.map(({ name, version, license }) => `${name} ${version}: ${license}`).filter((line) => !lines.has(line)),
    ).toEqual([]);
  });

  it('have the terms of each, and whose it is', () => {
    expect(packages.filter(({ text, license }) => text === undefined || !license).map(({ name }) => name)).toEqual([]);
    expect(packages.filter(({ copyright }) => copyright.length === 0).map(({ name }) => name)).toEqual([]);
    expect(packages.filter(({ text = '' }) => !notice.includes(text)).map(({ name }) => name)).toEqual([]);
  });

  it('are what the script writes, with nothing that is bundled no more', () => {
    expect(notice).toBe(noticeOf(packages));
  });

  it('lie in the asset of a function', () => {
    const folder = temporaryFolder();
    bundle('lambdas/heartbeat/index.ts', folder);

    expect(existsSync(join(folder, 'index.mjs'))).toBe(true);
    expect(readFileSync(join(folder, 'NOTICE'), 'utf8')).toBe(notice);
    rmSync(folder, { recursive: true });
  });
});
