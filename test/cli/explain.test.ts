import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { explainStored, storyLines } from '../../cli/explain.ts';
import { readSources } from '../../cli/parse.ts';
import { catalogue } from '../../fixtures/catalogue.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { explainEvent } from '../../lambdas/domain/understanding/explain.ts';
import { anEvent } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord } from '../helpers/fake-reader.ts';

const run = promisify(execFile);
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const postern = (...parameters: string[]) => run(process.execPath, [path('../../bin/postern.js'), ...parameters]);

describe('postern explain', () => {
  it('says for each decision the rule and the evidence, in words', async () => {
    const { stdout } = await postern('explain', path('../../fixtures/emails/null-sender-bounce.eml'));

    expect(stdout).toContain('kind: bounce');
    expect(stdout).toContain('rule report.delivery-status');
    expect(stdout).toContain('because the mail is a delivery status report (RFC 3464)');
    expect(stdout).toMatch(/bounce: gone@nowhere\.example: hard, userunknown/);
  });

  it('gives one JSON line a mail', async () => {
    const { stdout } = await postern(
      'explain',
      '--json',
      path('../../fixtures/emails/auto-reply.eml'),
      path('../../fixtures/emails/plain-text.eml'),
    );
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { decisions: Array<{ decision: string }> });

    expect(lines).toHaveLength(2);
    for (const { decisions } of lines)
      expect(decisions.map(({ decision }) => decision)).toEqual(
        expect.arrayContaining(['identity', 'kind', 'newest reply', 'thread', 'trust', 'route']),
      );
  });

  it('has help with examples', async () => {
    const { stdout } = await postern('explain', '--help');

    expect(stdout).toContain('Examples:');
  });

  it('has a rule and evidence for every decision about every fixture, and never the words of the mail', async () => {
    let count = 0;
    for await (const read of readSources([path('../../fixtures/emails')], [])) {
      if ('error' in read) throw new Error(read.error.code);
      count += 1;
      for (const { rule, evidence, outcome } of explainEvent(read.mail, read.event, read.thread)) {
        expect(rule).not.toBe('');
        expect(outcome).not.toBe('');
        expect(evidence.length).toBeGreaterThan(0);
      }
    }
    expect(count).toBe(catalogue.length);
  });
});

describe('parsing 1,000 small mails in one process', () => {
  it('gives a line each, and does not keep what it has read', async () => {
    const folder = path('../../fixtures/emails');
    const script = `
      import { parseSources } from ${JSON.stringify(path('../../cli/parse.ts'))};
      const folders = Array.from({ length: 20 }, () => ${JSON.stringify(folder)});
      let lines = 0, early = 0;
      for await (const line of parseSources(folders, [])) {
        lines += 1;
        if (lines === ${catalogue.length * 6}) { globalThis.gc(); early = process.memoryUsage().heapUsed; }
      }
      globalThis.gc();
      console.log(JSON.stringify({ lines, grown: process.memoryUsage().heapUsed - early }));`;
    const { stdout } = await run(process.execPath, ['--expose-gc', '--input-type=module', '-e', script]);
    const { lines, grown } = JSON.parse(stdout) as { lines: number; grown: number };

    expect(lines).toBe(catalogue.length * 20);
    expect(grown).toBeLessThan(2 * 2 ** 20);
  }, 60_000);
});

describe('explainStored', () => {
  const { reader } = aFakeReader({ mails: [aMailRecord(1)] });
  const openRaw = async (file = 'auto-reply.eml') => createReadStream(path(`../../fixtures/emails/${file}`));
  const ports = { reader, store: { getEvent: async () => anEvent(), openRaw: () => openRaw() } };

  it('explains the stored bytes of an event by the current rules', async () => {
    const { source, index, decisions } = await explainStored(ports, 'evt_1', []);

    expect({ source, index }).toEqual({ source: 'evt_1', index: 0 });
    expect(decisions).toContainEqual(expect.objectContaining({ decision: 'kind', rule: 'header.auto-replied' }));
  });

  it.each([
    ['an event that is unknown', 'evt_9', ports],
    [
      'an event whose object is gone',
      'evt_1',
      { ...ports, store: { ...ports.store, getEvent: async () => undefined } },
    ],
    [
      'an event whose raw mail is gone',
      'evt_1',
      { ...ports, store: { ...ports.store, openRaw: async () => undefined } },
    ],
  ])('refuses %s', async (_what, eventId, stores) => {
    await expect(explainStored(stores, eventId, [])).rejects.toThrow(ConfigError);
  });
});

describe('storyLines', () => {
  it('shows each decision with its rule and its evidence', () => {
    const decisions = [{ decision: 'kind', outcome: 'bounce', rule: 'r', evidence: ['a', 'b'] }];

    expect(storyLines({ source: 'a.eml', index: 0, decisions })).toEqual([
      'a.eml#0',
      '  kind: bounce',
      '    rule r',
      '    because a',
      '    because b',
      '',
    ]);
  });

  it('shows why a mail could not be read', () => {
    expect(storyLines({ source: 'a.eml', index: 1, error: { code: 'empty', message: 'no bytes' } })).toEqual([
      'a.eml#1',
      '  not read: empty: no bytes',
      '',
    ]);
  });
});
