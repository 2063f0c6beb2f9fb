import { readFileSync } from 'node:fs';
import { witnesses } from '../../../tools/witness/registry.ts';

describe('the registry of witnesses', () => {
  it.each(witnesses.map(({ name }) => name))('has %s once, and the documents say what it confirmed', (name) => {
    expect(witnesses.filter((witness) => witness.name === name)).toHaveLength(1);
    expect(readFileSync('docs/witnesses.md', 'utf8')).toContain(`| \`${name}\` |`);
  });

  it('is documented at the versions that are installed', () => {
    const [requirements, documents] = ['tools/witness/requirements.in', 'docs/witnesses.md'].map((file) =>
      readFileSync(file, 'utf8'),
    );
    const pins = [...requirements!.matchAll(/^([\w-]+)(?:\[\w+\])?==(\S+)$/gm)];

    expect(pins).toHaveLength(3);
    for (const [, name, version] of pins) expect(documents).toContain(`${name} ${version}`);
  });
});
