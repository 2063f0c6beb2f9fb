import { awaitScans, scanWaitMs } from '../../lambdas/deliver/await-scans.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { anAttempt, attemptTime } from '../helpers/attempt.ts';
import { anEvent } from '../helpers/builders.ts';

const file = {
  filename: 'plan.txt',
  contentType: 'text/plain',
  size: 100,
  sha256: '',
  inline: false,
  key: 'attachments/evt_1/0',
  verdict: 'unscanned' as const,
  reasons: ['antivirus.pending'],
};
const files: Partial<Integration> = { mode: 'live', files: { maxFileMiB: 5 } };

interface Situation {
  readonly waitedMs?: number;
  readonly integration?: Partial<Integration>;
  readonly reasons?: string[];
  readonly isReplay?: boolean;
  readonly wait?: number;
}

/** Looks at a delivery with one file, so long after it was queued. */
async function look({ waitedMs = 0, integration = files, reasons = file.reasons, ...rest }: Situation) {
  let reads = 0;
  const { context, asked } = anAttempt({
    integration,
    attempt: { isReplay: rest.isReplay ?? false, queuedAt: attemptTime.getTime() - waitedMs },
    ports: {
      scanWaitMs: rest.wait ?? scanWaitMs,
      mail: {
        getEvent: async () => {
          reads += 1;
          return { ...anEvent(), attachments: [{ ...file, reasons }] };
        },
      },
    },
  });
  return { ending: await awaitScans(context), reads: () => reads, asked };
}

describe('awaitScans', () => {
  it.each([
    [0, 2000],
    [-5000, 2000],
    [3000, 2000],
    [20_000, 10_000],
    [60_000, 20_000],
    [119_000, 1000],
  ])('looks again soon, and later less often: after %i ms in %i ms', async (waitedMs, afterMs) => {
    const { ending, asked } = await look({ waitedMs });

    expect(ending).toEqual({
      ends: 'answered',
      result: { kind: 'retry', afterMs, reason: 'waits for an antivirus scan', waits: true },
    });
    // It takes nothing from the rate of the connection, and no lease.
    expect(asked()).toEqual([]);
  });

  it('goes on when the time is up, so that the conversation waits no longer than that', async () => {
    expect((await look({ waitedMs: scanWaitMs })).ending).toBeUndefined();
  });

  it('lets a redrive go on with other conversations of the connection', async () => {
    expect((await look({ isReplay: true })).ending).toMatchObject({ result: { kind: 'retry' } });
    expect((await look({ isReplay: true })).ending).not.toHaveProperty('result.waits');
  });

  it.each<[string, Situation]>([
    ['nothing scans the attachments', { wait: 0 }],
    ['the integration uploads no files', { integration: { mode: 'live' } }],
  ])('reads no event where %s', async (_, situation) => {
    const { ending, reads } = await look(situation);

    expect([ending, reads()]).toEqual([undefined, 0]);
  });

  it('goes on with a file that has its result', async () => {
    expect((await look({ reasons: ['antivirus.clean'] })).ending).toBeUndefined();
  });

  it('ends its looks long before the queue gives a message up', async () => {
    let looks = 0;
    for (let waitedMs = 0; waitedMs < scanWaitMs; looks += 1) {
      const { ending } = await look({ waitedMs });
      if (ending?.ends !== 'answered' || ending.result.kind !== 'retry') break;
      waitedMs += ending.result.afterMs;
    }

    // The queue offers a message 100 times, and from the 50th on an attempt may be the last.
    expect(looks).toBeLessThan(15);
  });
});
