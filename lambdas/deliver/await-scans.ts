import { hasFilesToScan } from '../domain/planning/files-to-scan.ts';
import type { AttemptContext } from './attempt-context.ts';
import type { Ending } from './ending.ts';

/**
 * In ms: how long a delivery waits for the scans of its files. GuardDuty names no time; small objects usually take
 * seconds. Later mail of the conversation waits behind it, so the wait is short, and each mail's own wait began when it was
 * queued.
 */
export const scanWaitMs = 120_000;

/** In ms: the least and the most time until the next look. */
const [shortestMs, longestMs] = [2_000, 20_000];

/**
 * Leaves a delivery on the queue while the scan of a file that it would upload has not ended. When the time is up the mail is
 * delivered without the file, and the activity names it. It takes nothing from the connection's rate and is no attempt.
 */
export async function awaitScans({
  dependencies,
  delivery,
  attempt,
}: Pick<AttemptContext, 'dependencies' | 'delivery' | 'attempt'>): Promise<Ending | undefined> {
  const { mail, control, now } = dependencies;
  if (dependencies.scanWaitMs === 0) return undefined;
  const waitedMs = Math.max(0, now().getTime() - (attempt.queuedAt ?? Date.parse(delivery.receivedAt)));
  const leftMs = dependencies.scanWaitMs - waitedMs;
  if (leftMs <= 0) return undefined;
  const integration = (await control.integrations()).find(({ key }) => key === delivery.integration);
  if (integration?.files === undefined) return undefined;
  const event = await mail.getEvent(delivery.eventId);
  if (event === undefined || !hasFilesToScan(event, delivery, integration)) return undefined;
  // Looks often at first, and then less so: most scans end within seconds.
  const afterMs = Math.min(Math.max(waitedMs / 2, shortestMs), longestMs, leftMs);
  const retry = { kind: 'retry', afterMs: Math.ceil(afterMs), reason: 'waits for an antivirus scan' } as const;
  // A redrive goes on with other conversations: what is waited for has nothing to do with the connection.
  return { ends: 'answered', result: attempt.isReplay ? retry : { ...retry, waits: true } };
}
