import { redriveLines } from '../../cli/redrive.ts';
import type { RedriveReport } from '../../lambdas/domain/delivery/redrive-report.ts';

const thread = { group: 'sales#t1', head: 'evt_1', reason: 'HTTP 400', waiting: 3, replayed: 2, skipped: 0 };
const aReport = (changes: Partial<RedriveReport>): RedriveReport => ({
  dryRun: false,
  collected: 0,
  found: 1,
  replayed: 2,
  skipped: 0,
  threads: [thread],
  ...changes,
});

describe('redriveLines', () => {
  it.each<[string, Partial<RedriveReport>, string[]]>([
    ['an empty pipeline', { threads: [] }, ['No conversation is parked.']],
    ['a conversation that got through', {}, ['sales#t1: 3 waiting behind evt_1 (HTTP 400)', '  replayed 2, skipped 0']],
    [
      'a conversation that stopped',
      { threads: [{ ...thread, stoppedBy: 'HTTP 401' }] },
      ['sales#t1: 3 waiting behind evt_1 (HTTP 400)', '  replayed 2, skipped 0; stopped: HTTP 401'],
    ],
    ['a dry run, in which nothing is replayed', { dryRun: true }, ['sales#t1: 3 waiting behind evt_1 (HTTP 400)']],
    [
      'dead letters',
      { collected: 4, threads: [] },
      ['4 dead letter(s) taken into their conversations', 'No conversation is parked.'],
    ],
  ])('tells of %s', (_what, changes, lines) => {
    expect(redriveLines(aReport(changes))).toEqual(lines);
  });
});
