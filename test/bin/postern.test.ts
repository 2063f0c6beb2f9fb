import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../bin/postern.js', import.meta.url));
/** Makes the process report another version of Node before the entry runs. */
const runsOn = (version: string): string =>
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;

describe('bin/postern.js', () => {
  it('says on an old Node which one it needs, and how to call it', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', runsOn('20.9.0'), entry, '--version'], {
      encoding: 'utf8',
    });

    expect(status).toBe(1);
    expect(stderr).toMatch(/^Postern needs Node 24 .*npx or npm run/);
  });
});
