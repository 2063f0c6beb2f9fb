import { packagesFolder } from '../../../tools/witness/node-tools.ts';

describe('packagesFolder', () => {
  it('is another one for other packages', () => {
    expect(packagesFolder('a')).toBe(packagesFolder('a'));
    expect(packagesFolder('a')).not.toBe(packagesFolder('b'));
    expect(packagesFolder('a')).toContain('node_modules/.cache/postern/openapi-client-');
  });
});
