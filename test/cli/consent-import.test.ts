import { Readable } from 'node:stream';
import { type ImportSettings, importLines, importRecords } from '../../cli/consent-import.ts';
import { readCsv } from '../../cli/csv.ts';
import type { ConsentChange } from '../../lambdas/domain/consent/change.ts';
import { subjectFor } from '../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00Z');
const settings: ImportSettings = {
  tenant: 'acme',
  signal: 'opt-in',
  source: 'subscribers.csv',
  state: 'grandfathered',
  purpose: 'marketing',
};

async function* recordsOf(...rows: ReadonlyArray<readonly string[]>) {
  for (const [index, fields] of rows.entries()) yield { line: index + 1, fields };
}

/** A consent ledger that keeps the changes it is given. */
function aLedger() {
  const applied: ConsentChange[] = [];
  const apply = async (change: ConsentChange): Promise<void> => {
    applied.push(change);
  };
  return { applied, ports: { apply, subjectFor, now: () => now } };
}

describe('importRecords', () => {
  it('turns each row into a change with its own purpose, time and source', async () => {
    const { applied, ports } = aLedger();

    const report = await importRecords(
      recordsOf(['Email', 'PURPOSE', 'at', 'source'], ['Lea@Example.org', 'sales', '2026-01-02', 'fair']),
      ports,
      settings,
    );

    expect(report).toEqual({ imported: 1, refused: [] });
    expect(applied).toEqual([
      expect.objectContaining({
        tenant: 'acme',
        subject: subjectFor('acme', 'lea@example.org'),
        signal: 'opt-in',
        purposes: ['sales'],
        at: '2026-01-02T00:00:00.000Z',
        receivedAt: now.toISOString(),
        source: 'import',
        evidence: 'subscribers.csv fair',
        reason: 'grandfathered',
      }),
    ]);
  });

  it('gives a row without purpose and time those of the file, and a time older than everything', async () => {
    const { applied, ports } = aLedger();

    await importRecords(recordsOf(['address'], ['lea@example.org']), ports, { ...settings, state: 'unconfirmed' });

    expect(applied[0]).toMatchObject({
      purposes: ['marketing'],
      at: '1970-01-01T00:00:00.000Z',
      evidence: 'subscribers.csv',
    });
    expect(applied[0]).not.toHaveProperty('reason');
  });

  it('applies a hard bounce to every purpose', async () => {
    const { applied, ports } = aLedger();

    await importRecords(recordsOf(['address'], ['lea@example.org']), ports, { ...settings, signal: 'hard-bounce' });

    expect(applied[0]).not.toHaveProperty('purposes');
  });

  it.each([
    ['without an address', ['', '', ''], /no address/],
    ['with an address that cannot be mailed', ['lea', '', ''], /no address/],
    ['with an unknown purpose', ['lea@example.org', 'fun', ''], /purpose wants one of .*marketing/],
    ['with a time that cannot be read', ['lea@example.org', '', 'yesterday'], /at wants a time/],
    ['with a time in the future', ['lea@example.org', '', '2027-01-01'], /in the future/],
  ])('refuses a row %s by its line, and takes the others', async (_what, row, problem) => {
    const { applied, ports } = aLedger();
    const header = ['address', 'purpose', 'at'];

    const report = await importRecords(recordsOf(header, row, ['ada@example.org', '', '']), ports, settings);

    expect(report).toEqual({ imported: 1, refused: [{ line: 2, problem: expect.stringMatching(problem) }] });
    expect(applied.map(({ address }) => address)).toEqual(['ada@example.org']);
  });

  it('finishes and reports the rows before a malformed quote, and names its line', async () => {
    const { applied, ports } = aLedger();
    const rows = `address\n${'ada@example.org\n'.repeat(50)}"bob"x@example.org\n`;

    const report = await importRecords(readCsv(Readable.from([rows])), ports, settings);

    expect(report.imported).toBe(applied.length);
    expect(report.refused).toEqual([{ line: 52, problem: expect.stringMatching(/^Invalid Closing Quote/) }]);
  });

  it('refuses a file without a column of addresses, before anything is applied', async () => {
    const { applied, ports } = aLedger();

    await expect(importRecords(recordsOf(['name', 'phone'], ['Lea', '1']), ports, settings)).rejects.toThrow(
      'subscribers.csv: the first line wants a column called address or email',
    );
    expect(applied).toEqual([]);
  });

  it('applies twenty changes at a time at most', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    const apply = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      if (running === 20) release();
      await released;
      running -= 1;
    };
    const rows = Array.from({ length: 45 }, (_, index) => [`lea${index}@example.org`]);
    // The last five are fewer than twenty: by then the gate is open.
    const report = await importRecords(recordsOf(['address'], ...rows), { ...aLedger().ports, apply }, settings);

    expect(report.imported).toBe(45);
    expect(most).toBe(20);
  });
});

describe('importLines', () => {
  it('lists the rows that were left out, then the counts', () => {
    expect(importLines({ imported: 2, refused: [{ line: 3, problem: 'no address' }] }, 'out')).toEqual([
      'line 3: no address',
      '2 taken over as out, 1 left out',
    ]);
  });
});
