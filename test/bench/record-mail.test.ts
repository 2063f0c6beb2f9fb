import { callGraph } from '../../bench/call-graph.ts';
import { isCrmCall, latencyWith, mailPath } from '../../bench/mail-path.ts';
import { type MailRecords, recordMails } from '../../bench/record-mail.ts';

describe('recordMails', () => {
  let mails: Readonly<Record<'first' | 'reply' | 'sweep', MailRecords>>;
  beforeAll(async () => {
    mails = await recordMails(3);
  });

  it.each(['first', 'reply'] as const)('records a %s from its mail to its record', (kind) => {
    const { records, readUnits, writeUnits } = mails[kind];
    const { steps } = callGraph(records);

    expect(records).toHaveLength(3);
    expect(steps[0]).toEqual({ stage: 'parse', name: 's3.GetObject', after: [] });
    expect(new Set(steps.map(({ stage }) => stage))).toEqual(new Set(['parse', 'sink']));
    expect(isCrmCall(mailPath(steps).steps[mailPath(steps).record]!)).toBe(true);
    expect(readUnits).toBeGreaterThan(0);
    expect(writeUnits).toBeGreaterThan(0);
  });

  it('records times that the simulated clock gives', () => {
    for (const { startedMs, endedMs } of mails.first.records.flat()) expect(endedMs).toBeGreaterThan(startedMs);
  });

  it('needs fewer calls for a reply', () => {
    const callsOf = ({ records }: MailRecords): number => callGraph(records).steps.length;

    expect(callsOf(mails.reply)).toBeLessThan(callsOf(mails.first));
  });

  it('records what the sweep does about one mail, not what its schedules do', () => {
    const calls = mails.sweep.records.flat();

    expect(calls.length).toBeGreaterThan(0);
    expect(calls.length).toBeLessThan(10);
    expect(mails.sweep.readUnits).toBeLessThan(10);
  });

  it('makes only calls whose latency is known', () => {
    const names = Object.values(mails).flatMap(({ records }) => records.flat());

    expect(names.map(latencyWith(150))).toHaveLength(names.length);
  });
});
