import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** In bytes of gzip: all that the console loads, the sign-in included. */
const mostBytes = 350 * 1024;

describe('the built console', () => {
  const files = globSync('dist-console/**/*.{html,js,css,svg}');

  it('is built by npm ci, or by npm run build:console', () => {
    expect(files).toEqual(expect.arrayContaining(['dist-console/index.html']));
  });

  it('is small enough for a slow connection', () => {
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);

    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(mostBytes);
  });

  it('names no address of another host, and has no inline script', () => {
    const page = readFileSync('dist-console/index.html', 'utf8');

    expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!.slice(0, 1))).not.toContain('h');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });
});
