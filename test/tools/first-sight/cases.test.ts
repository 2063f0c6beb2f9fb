import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bytesOf, type LabelledCase, loadCases } from '../../../tools/first-sight/cases.ts';

describe('the labelled mail', () => {
  const cases = loadCases('test/first-sight');

  it('has at least 1,000 cases in ten groups', () => {
    expect([...new Set(cases.map(({ group }) => group))]).toEqual([
      'absence',
      'attachments',
      'bounces',
      'conversations',
      'headers',
      'html',
      'intent',
      'kinds',
      'parsing',
      'replies',
    ]);
    expect(cases.length).toBeGreaterThanOrEqual(1000);
  });

  it('names each case once', () => {
    expect(new Set(cases.map(({ group, id }) => `${group}/${id}`)).size).toBe(cases.length);
  });

  it('labels a field of every case', () => {
    expect(cases.filter((labelled) => Object.keys(labelled.expect).length === 0)).toEqual([]);
  });

  it('has single bytes where a case is binary', () => {
    const binary = cases.filter((labelled) => labelled.binary);
    expect(binary.filter(({ raw }) => [...raw].some((character) => character > 'ÿ'))).toEqual([]);
  });
});

describe('loadCases', () => {
  it('refuses a case with a field that the format does not have', () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'cases-'));
    writeFileSync(join(folder.path, 'x.cases.yaml'), '[{ id: a, language: en, source: s, raw: r, expects: {} }]');
    expect(() => loadCases(folder.path)).toThrow();
  });
});

describe('bytesOf', () => {
  const labelled: LabelledCase = { group: 'g', id: 'a', language: 'en', source: 's', raw: 'ä\n', expect: {} };

  it.each([
    [labelled, 'c3a40d0a'],
    [{ ...labelled, binary: true }, 'e40d0a'],
    [{ ...labelled, lineEnds: 'keep' as const }, 'c3a40a'],
  ])('encodes the mail of %j', (each, hex) => {
    expect(bytesOf(each).toString('hex')).toBe(hex);
  });
});
