import { errorNameOf } from '../aws/aws-error.ts';
import type { Log } from '../domain/mail/log.ts';
import { isDenied } from './denied.ts';

/** A part that could not be read, and why, in words for people. */
export interface UnavailablePart {
  readonly part: string;
  readonly reason: string;
}

/** Reads one part of a whole; undefined: it could not be read, and the others are worth showing without it. */
export type ReadPart<Part extends string = string> = <T>(part: Part, read: () => Promise<T>) => Promise<T | undefined>;

/** Reads a part as it is: the first that fails ends the whole. */
export const readStrictly: ReadPart = (_part, read) => read();

interface PatientReading {
  /** In ms: so long is a part waited for. */
  readonly limitMs: number;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Pick<Log, 'warn'>;
  /** Parts that the reader may not see, each with the reason: they are not read. */
  readonly closed?: ReadonlyMap<string, string>;
}

/**
 * Reads parts of a page that people look at while something is wrong: one service that fails, throttles or is slow hides only
 * what it alone knows.
 */
export function createPartReader({ limitMs, pause, log, closed = new Map() }: PatientReading) {
  const unavailable: UnavailablePart[] = [];
  /** A part that is read in several calls is named once. */
  const leaveOut = (part: string, reason: string): undefined => {
    if (!unavailable.some((known) => known.part === part && known.reason === reason))
      unavailable.push({ part, reason });
    return undefined;
  };
  const giveUp = (part: string, reason: string, error: string): undefined => {
    log.warn('manage.unavailable', { part, error });
    return leaveOut(part, reason);
  };
  const readPart: ReadPart = async (part, read) => {
    const reason = closed.get(part);
    if (reason !== undefined) return leaveOut(part, reason);
    const late = Symbol('late');
    const limit = pause(limitMs).then(() => late);
    try {
      const value = await Promise.race([read(), limit]);
      if (typeof value === 'symbol')
        return giveUp(part, `it did not answer within ${Math.round(limitMs / 1000)} s; look again`, 'late');
      return value as Exclude<typeof value, symbol>;
    } catch (error) {
      return giveUp(part, reasonOf(error), errorNameOf(error));
    }
  };
  return { readPart, unavailable: unavailable as readonly UnavailablePart[] };
}

/** Names of errors of a service that is asked too much. */
const throttles =
  /^(?:Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|LimitExceeded\w*|ProvisionedThroughputExceededException|RequestLimitExceeded|SlowDown)$/;

/** Without the words of the service, which may name people. */
function reasonOf(error: unknown): string {
  const name = errorNameOf(error);
  if (isDenied(error)) return `the function has no right to read it (${name}): docs/runbook.md#access-denied`;
  if (throttles.test(name)) return `its service is asked too much at the moment (${name}); look again in a minute`;
  return `it could not be read (${name}); look again`;
}
