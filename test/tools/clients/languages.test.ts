import { existsSync, globSync, readFileSync } from 'node:fs';
import { languages, programNeed } from '../../../tools/clients/languages.ts';

describe('languages', () => {
  it('has every client in clients, with a README of its own', () => {
    const folders = globSync('clients/*/').map((path) => path.replace(/^clients\/|\/$/g, ''));

    expect(languages.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
    for (const { name } of languages) {
      expect(readFileSync(`clients/${name}/README.md`, 'utf8').split('\n').length).toBeLessThan(50);
      expect(existsSync(`clients/${name}`)).toBe(true);
    }
  });
});

describe('programNeed', () => {
  it('says how to install a program that is missing', async () => {
    const need = programNeed('x', '/nowhere/x', [], 'install X');

    await expect(need.prepare(() => {})).rejects.toThrow('/nowhere/x is not installed: install X');
  });
});
