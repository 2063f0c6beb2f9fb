import { readFileSync } from 'node:fs';
import { factSources } from '../../../lambdas/domain/mapping/contact-facts.ts';
import { sources } from '../../../lambdas/domain/mapping/sources.ts';
import { transformNames } from '../../../lambdas/domain/mapping/transforms.ts';

const text = readFileSync(new URL('../../../docs/mapping.md', import.meta.url), 'utf8');
const namesUnder = (heading: string): string[] => {
  const section = text.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return [...section.matchAll(/`([a-z.-]+)`/g)].map(([, name]) => name!);
};

describe('docs/mapping.md', () => {
  it('lists every source and every transform, and no other', () => {
    expect(namesUnder('Sources').toSorted()).toEqual(Object.keys({ ...sources, ...factSources }).toSorted());
    expect(namesUnder('Transforms').toSorted()).toEqual([...transformNames].toSorted());
  });
});
