import { trailLines, verifyTrail } from '../../cli/audit-verify.ts';
import { linesOf } from '../../lambdas/domain/audit/chain.ts';
import { aTrail } from '../helpers/audit-chain.ts';
import { memoryTrail } from '../helpers/memory-trail.ts';

const ledger = aTrail('ledger', [[2, 1], [3]]);
const consent = aTrail('consent', [[1]], [ledger.at(-1)!.head]);

describe('verifyTrail', () => {
  it('counts a trail that nobody touched, and names its ends', async () => {
    const report = await verifyTrail(memoryTrail([...ledger, ...consent]));

    expect(report).toMatchObject({ segments: 7, entries: 7, findings: [] });
    expect(report.heads).toEqual([ledger, consent].map((shard) => expect.objectContaining(shard.at(-1)!.place)));
    expect(trailLines(report).at(-1)).toMatch(/^Nothing was altered/);
  });

  it('finds what was changed, and names the place', async () => {
    const [first, second, ...rest] = ledger;
    const text = linesOf(second!.text).toSpliced(1, 1).join('\n');
    const report = await verifyTrail(memoryTrail([first!, { ...second!, text }, ...rest, ...consent]));

    expect(report.findings).toMatchObject([{ shard: 'ledger', problem: 'removed', line: 2 }]);
    expect(trailLines(report).slice(-2)).toEqual([
      'REMOVED ledger/2026-12-01/0 line 2: entries 0 to 0 are gone',
      '1 finding(s): docs/runbook.md#audit-trail says what to do.',
    ]);
  });

  it('finds the cut end of a table by the mention of another', async () => {
    const { findings } = await verifyTrail(memoryTrail([...ledger.slice(0, -1), ...consent]));

    expect(findings).toMatchObject([{ shard: 'ledger', day: '2026-12-02', problem: 'removed' }]);
  });

  it('begins with a day, whatever lies before it', async () => {
    const altered = ledger.map((segment, index) => (index === 1 ? { ...segment, text: 'nonsense\n' } : segment));
    const report = await verifyTrail(memoryTrail([...altered, ...consent]), new Date('2026-12-02T12:00:00Z'));

    expect(report).toMatchObject({ segments: 1, entries: 3, findings: [] });
  });

  it('says that there is no trail', async () => {
    expect(trailLines(await verifyTrail(memoryTrail([])))).toEqual([expect.stringMatching(/^There is no audit trail/)]);
  });

  it('says that a segment went while it was read', async () => {
    const store = { ...memoryTrail(ledger), get: async () => undefined };

    await expect(verifyTrail(store)).rejects.toThrow('segment ledger/1970-01-01/0 of the audit trail went');
  });
});
