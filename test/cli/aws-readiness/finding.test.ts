import { readFileSync } from 'node:fs';
import { findingCodes } from '../../../cli/aws-readiness/finding.ts';

const documentation = readFileSync('docs/command-line.md', 'utf8');

describe('the codes of findings', () => {
  it('are each documented', () => {
    expect(findingCodes.filter((code) => !documentation.includes(`\`${code}\``))).toEqual([]);
  });

  it('are counted in the list of what is proven', () => {
    expect(readFileSync('docs/architecture.md', 'utf8')).toContain(`each of its ${findingCodes.length} findings`);
  });
});
