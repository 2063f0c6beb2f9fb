import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { IamCall } from '../../local/iam/iam-call.ts';
import type { Principal } from '../../local/iam/simulator.ts';
import { iamArn } from '../../local/resource-names.ts';

/** One kind of AWS call that the journeys make: the same in every run of them. */
export interface RecordedCall {
  /** The folder under `lambdas/`, or the service: `sink`, `ses.amazonaws.com`. */
  readonly function: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** A line of `POSTERN_IAM_RECORD`. */
interface RecordLine extends RecordedCall {
  readonly decision: 'allowed' | 'denied';
}

/** Which folder the pipelines of the journeys put their calls into, to be recorded; unset: they are compared. */
export const recordFolderVariable = 'POSTERN_RECORD_CALLS';

/** The calls of all journeys, as `npm run record-calls` wrote them. */
export const recordedCallsFile = join(import.meta.dirname, '..', 'iam', 'recorded-calls.jsonl');

/** Context keys that differ from one request to the next, and that no policy of ours names. */
const requestKeys = new Set(['s3:prefix', 's3:delimiter']);

/**
 * What is the same of a call in every run: an object stands for all under the first folder of its key, a sender for all
 * senders.
 */
export function normalized({ function: name, principal, action, resource, context }: RecordedCall): RecordedCall {
  const kept = Object.entries(context)
    .filter(([key]) => !requestKeys.has(key))
    .toSorted(([a], [b]) => a.localeCompare(b));
  return {
    function: name,
    principal,
    action,
    resource: resource
      .replace(/^(arn:aws:s3:::[^/]+\/)(?:([^/]+\/).*|.*)$/s, '$1$2object')
      .replace(/^(arn:aws:ses:[^/]*:identity)\/.*$/s, '$1/sender.example'),
    context: Object.fromEntries(kept),
  };
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);

/** The calls of record files, each once and in order, as lines of text. */
export const asLines = (calls: readonly RecordedCall[]): string[] =>
  [...new Set(calls.map((call) => JSON.stringify(normalized(call))))].toSorted();

/**
 * Reads what a pipeline wrote to `POSTERN_IAM_RECORD`; a last line that a killed process left unfinished is none.
 *
 * @returns calls that were allowed, and those that were not
 */
export function readRecord(file: string): { readonly allowed: RecordedCall[]; readonly denied: RecordedCall[] } {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = linesOf(text.slice(0, text.lastIndexOf('\n') + 1)).map((line) => JSON.parse(line) as RecordLine);
  const [allowed, denied] = [true, false].map((isAllowed) =>
    lines.filter(({ decision }) => (decision === 'allowed') === isAllowed),
  );
  return { allowed: allowed!, denied: denied! };
}

/** The recorded calls of all journeys. */
export const readRecordedCalls = (): RecordedCall[] =>
  linesOf(readFileSync(recordedCallsFile, 'utf8')).map((line) => JSON.parse(line) as RecordedCall);

/** Who made a recorded call, as IAM is asked. */
export function principalOf({ function: name, principal }: RecordedCall): Principal {
  const [, role] = /:assumed-role\/([^/]+)\//.exec(principal) ?? [];
  return { name, arn: principal, ...(role !== undefined && { roleArn: iamArn(`role/${role}`) }) };
}

/** What IAM is asked. */
export const callOf = ({ action, resource, context }: RecordedCall): IamCall => ({ action, resource, context });

export interface Settling {
  /** For the calls. @default that of the environment; undefined: they are compared */
  readonly folder?: string | undefined;
  /** Calls that a journey wants denied. @default none */
  readonly isMeant?: ((denied: RecordedCall) => boolean) | undefined;
  /** Calls that need not be recorded, because the clock says whether they are made. @default none */
  readonly isSeldom?: ((unknown: RecordedCall) => boolean) | undefined;
  /** The test file that made the calls, for the command that records them. @default the one that runs */
  readonly journey?: string | undefined;
}

/**
 * Puts the calls of a pipeline that ended into the folder for them, or compares them with the recorded ones.
 *
 * @param record the file that the pipeline wrote
 * @throws Error naming calls that were denied, or that are not recorded
 */
export function settleCalls(
  record: string,
  {
    folder = process.env[recordFolderVariable],
    isMeant = () => false,
    isSeldom = () => false,
    journey = runningTest(),
  }: Settling = {},
): void {
  const { allowed, ...read } = readRecord(record);
  const denied = read.denied.filter((call) => !isMeant(call));
  if (denied.length > 0)
    throw new Error(`IAM denied what a journey asked for; see its pipeline's iam.log:\n${asLines(denied).join('\n')}`);
  if (folder !== undefined) {
    writeFileSync(join(folder, `${crypto.randomUUID()}.jsonl`), `${asLines(allowed).join('\n')}\n`);
    return;
  }
  const known = new Set(asLines(readRecordedCalls()));
  const unknown = asLines(allowed.filter((call) => !isSeldom(call))).filter((line) => !known.has(line));
  if (unknown.length > 0)
    throw new Error(
      `calls that test/iam/recorded-calls.jsonl does not have; npm run record-calls -- --add ${journey} adds them:\n${unknown.join('\n')}`,
    );
}

/** The test file that runs, from the root of the project; a program that is no test names none. */
function runningTest(): string {
  const { testPath } = typeof expect === 'undefined' ? {} : expect.getState();
  return testPath === undefined ? '<journey>' : relative(join(import.meta.dirname, '..', '..'), testPath);
}
