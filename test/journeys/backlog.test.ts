import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoctorReport } from '../../lambdas/operations/health-report.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';

const backlog = 105;

/** Writes many small mails into one mbox file and returns its path. */
function mboxOf(count: number): string {
  const path = join(mkdtempSync(join(tmpdir(), 'postern-backlog-')), 'many.mbox');
  const mails = Array.from(
    { length: count },
    (_, index) =>
      `From x Fri Nov 20 09:00:00 2026\nFrom: sender${index}@customer.example\nTo: deals@inbound.localhost\nSubject: ${index}\nMessage-ID: <${index}@backlog.example>\n\nhello\n\n`,
  );
  writeFileSync(path, mails.join(''));
  return path;
}

interface Waiting {
  readonly unread: number;
}

describe('a backlog', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline();
  }, 60_000);

  afterAll(() => discard(pipeline), 60_000);

  const list = async () => (await (await pipeline.api('/v1/mails')).json()) as { mails: object[]; waiting: Waiting };
  const doctor = async (): Promise<{ code: number | null; report: DoctorReport }> => {
    const { code, lines } = await pipeline.cli('doctor', '--json');
    return { code, report: lines<DoctorReport>()[0]! };
  };

  it('doctor reports no problem before the first mail, and the list is empty', async () => {
    const { code, report } = await doctor();

    expect({ code, problems: report.problems, unread: report.unread }).toEqual({
      code: 0,
      problems: [],
      unread: { mails: 0, lookedAt: 0, isAll: true },
    });
    expect(report.queues.map(({ queue, stage, eventSource }) => [queue, stage, eventSource])).toEqual([
      ['inbox', 'parse', 'Enabled'],
      ['deliveries', 'sink', 'Enabled'],
      ['suppressions', 'suppress', 'Enabled'],
      ['feedback', 'feedback', 'Enabled'],
      ['sweep', 'sweep', 'Enabled'],
    ]);
    expect(await list()).toMatchObject({ mails: [], waiting: { unread: 0 } });
  }, 60_000);

  it('doctor and the list report the unread mail behind a disabled event source', async () => {
    await pipeline.cli('send', 'fixtures/emails/plain-text.eml', '--wait');
    await fetch(`http://127.0.0.1:${pipeline.http}/sandbox/disable/parse`, { method: 'POST' });
    const sent = await pipeline.cli('send', mboxOf(backlog), '--json');
    expect(sent.lines().length).toBe(backlog);

    const { code, report } = await doctor();
    const text = await pipeline.cli('doctor');
    const { mails, waiting } = await list();

    expect(code).toBe(1);
    expect(report.healthy).toBe(false);
    const [inbox] = report.queues;
    expect(inbox).toMatchObject({ queue: 'inbox', eventSource: 'Disabled' });
    // A stopped poller may have received a message, which is in flight until its visibility timeout.
    expect(inbox!.waiting + inbox!.inFlight).toBe(backlog);
    expect(inbox!.oldestSeconds).toBeLessThan(60);
    expect(report.unread).toMatchObject({ mails: backlog, lookedAt: backlog + 1, isAll: true });
    expect(report.problems).toEqual([
      `parse does not read inbox (event source Disabled), ${backlog} wait: docs/runbook.md#mail-waits`,
    ]);
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/^105 mails received and not read yet, the oldest for \d+ s$/m);
    expect(text.stdout).toMatch(/^PROBLEM parse does not read inbox .*#mail-waits$/m);
    expect(mails).toHaveLength(1);
    expect(waiting.unread).toBe(backlog);
    const named = (await (await fetch(`http://127.0.0.1:${pipeline.http}/sandbox/unread`)).json()) as {
      oldestSeconds: number;
      mails: object[];
    };
    expect(named.mails).toHaveLength(50);
    expect(named.oldestSeconds).toBeLessThan(60);
  }, 120_000);

  it('doctor reports no problem while a young backlog is being read', async () => {
    // A restart enables the event source again, and the pipeline continues with the stored messages.
    await pipeline.stop();
    pipeline = await startPipeline(pipeline.dataDir);
    const { code, report } = await doctor();

    expect({ code, problems: report.problems }).toEqual({ code: 0, problems: [] });
    expect(report.queues[0]).toMatchObject({ queue: 'inbox', eventSource: 'Enabled' });
  }, 120_000);
});
