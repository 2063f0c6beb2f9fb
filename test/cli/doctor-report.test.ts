import { problemLines, reportLines } from '../../cli/doctor-report.ts';
import type { DoctorReport } from '../../lambdas/operations/health-report.ts';

const report: DoctorReport = {
  healthy: false,
  integrations: 2,
  connections: [],
  poisoned: [],
  stuck: 0,
  queues: [],
  unread: { mails: 0, lookedAt: 0, isAll: true },
  ownDomains: [],
  problems: [],
  remarks: [],
};

describe('reportLines', () => {
  it('tells in a few lines of a pipeline that has nothing to do', () => {
    expect(reportLines(report)).toEqual([
      '0 mails received and not read yet',
      '2 integrations, 0 connections',
      '0 conversations parked behind a mail that fails, 0 deliveries stuck',
    ]);
  });

  it('shows queues and unread mail with the age of the oldest', () => {
    const queue = {
      queue: 'inbox',
      waiting: 4,
      inFlight: 2,
      delayed: 1,
      deadLetters: 3,
      stage: 'parse',
      eventSource: 'Enabled',
    };

    expect(
      reportLines({
        ...report,
        unread: { mails: 7, oldestSeconds: 400, lookedAt: 1000, isAll: false },
        queues: [
          { ...queue, oldestSeconds: 42 },
          { ...queue, queue: 'sweep' },
        ],
      }).slice(0, 3),
    ).toEqual([
      '7 mails received and not read yet, the oldest for 6 min (of 1000 looked at)',
      '  inbox: 4 wait, 2 in work, 1 delayed, the oldest for 42 s; 3 dead letters; read by parse (Enabled)',
      '  sweep: 4 wait, 2 in work, 1 delayed; 3 dead letters; read by parse (Enabled)',
    ]);
  });

  it('shows a connection with its answer, its fields and why its circuit is open', () => {
    const lines = reportLines({
      ...report,
      connections: [
        {
          connection: 'main',
          vendor: 'hubspot',
          circuit: 'open',
          reason: 'unknown: 5xx',
          openedAt: 'T1',
          nextProbeAt: 'T2',
          waiting: 5,
          queueSeconds: 9,
          answer: 'ok',
          fields: [
            { name: 'Key', state: 'made' },
            { name: 'Note', state: 'refused', isOptional: true, reason: 'no rights' },
          ],
        },
      ],
    });

    expect(lines.slice(2, -1)).toEqual([
      '  main (hubspot): circuit open, 5 conversations wait, turn in 9 s',
      '    answers: ok',
      '    made: Key',
      '    refused, optional: Note (no rights)',
      '    since T1: unknown: 5xx; tried again at T2',
    ]);
  });

  it('ends with the sweep, the remarks and the problems', () => {
    expect(reportLines({ ...report, sweptAt: 'T', remarks: ['r'], problems: ['p', 'q'] }).slice(-4)).toEqual([
      'the sweep ran at T',
      'REMARK r',
      'PROBLEM p',
      'PROBLEM q',
    ]);
  });
});

describe('problemLines', () => {
  it('marks each problem', () => {
    expect(problemLines(['a', 'b'])).toEqual(['PROBLEM a', 'PROBLEM b']);
  });
});
