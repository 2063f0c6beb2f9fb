import { readFileSync } from 'node:fs';
import { environmentFolder } from '../../../tools/witness/python.ts';

const folder = environmentFolder('moto==5', 'Python 3.11.7');

describe('the Python environment of the witnesses', () => {
  it('lies in a folder of its own for each text of the requirements and each Python', () => {
    expect(folder).toMatch(/node_modules\/\.cache\/postern\/witness-[0-9a-f]{16}$/);
    expect(environmentFolder('moto==5', 'Python 3.11.7')).toBe(folder);
    expect(environmentFolder('moto==6', 'Python 3.11.7')).not.toBe(folder);
    expect(environmentFolder('moto==5', 'Python 3.12.1')).not.toBe(folder);
  });

  it('has every package at one version, with the hashes of its files', () => {
    const packages = readFileSync('tools/witness/requirements.txt', 'utf8')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => /^\w/.test(line));

    expect(packages.length).toBeGreaterThan(20);
    for (const line of packages) expect(line).toMatch(/^[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/);
  });
});
