import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

describe('docs/accuracy.md', () => {
  it('contains the tables that npm run accuracy prints', () => {
    const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
    const printed = execFileSync(process.execPath, [path('../../bench/accuracy.ts')], { encoding: 'utf8' });

    const [, tables] = readFileSync(path('../../docs/accuracy.md'), 'utf8').split('## As printed');
    expect(tables?.trim()).toBe(printed.trim());
  }, 30_000);
});
