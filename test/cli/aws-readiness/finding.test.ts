import { readFileSync } from 'node:fs';
import { findingCodes, restoreApp } from '../../../cli/aws-readiness/finding.ts';

const documentation = readFileSync('docs/command-line.md', 'utf8');

describe('the codes of findings', () => {
  it('are each documented', () => {
    expect(findingCodes.filter((code) => !documentation.includes(`\`${code}\``))).toEqual([]);
  });

  it('are counted in the list of what is proven', () => {
    expect(readFileSync('docs/architecture.md', 'utf8')).toContain(`each of its ${findingCodes.length} findings`);
  });
});

describe('restoreApp', () => {
  it('deploys the App stack of the stage again, for CloudFormation does not repair a change by hand', () => {
    expect(restoreApp('prod')).toMatch(/^delete the App stack of the stage prod and deploy it again/);
  });
});
