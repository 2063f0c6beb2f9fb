import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStreamCheckpoints } from '../../local/stream-checkpoints.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('openStreamCheckpoints', () => {
  it('remembers the place of each table over a restart', () => {
    const folder = temporaryFolder();
    const checkpointOf = openStreamCheckpoints(folder);
    expect(checkpointOf('Ledger').read()).toBeUndefined();
    checkpointOf('Ledger').write('7');
    checkpointOf('Consent').write('9');

    expect(openStreamCheckpoints(folder)('Ledger').read()).toBe('7');
    expect(openStreamCheckpoints(folder)('Consent').read()).toBe('9');
  });

  it.each(['', 'nonsense', 'null'])('begins anew with the file %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'streams.json'), text);

    expect(openStreamCheckpoints(folder)('Ledger').read()).toBeUndefined();
  });
});
