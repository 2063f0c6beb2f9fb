import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { IamCall } from '../../local/iam/iam-call.ts';
import type { Principal } from '../../local/iam/simulator.ts';
import { iamArn } from '../../local/resource-names.ts';

/** A kind of AWS call of the journeys that is the same in every run. */
export interface RecordedCall {
  /** Folder under `lambdas/`, or the service: `sink`, `ses.amazonaws.com`. */
  readonly function: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** A line of the `POSTERN_IAM_RECORD` file. */
interface RecordLine extends RecordedCall {
  readonly decision: 'allowed' | 'denied';
}

/** Folder for the calls of the journeys' pipelines when they are to be recorded; unset: the calls are compared. */
export const recordFolderVariable = 'POSTERN_RECORD_CALLS';

/** The calls of all journeys, as written by `npm run record-calls`. */
export const recordedCallsFile = join(import.meta.dirname, '..', 'iam', 'recorded-calls.jsonl');

/** Context keys that differ between requests and that no policy of ours uses. */
const requestKeys = new Set(['s3:prefix', 's3:delimiter']);

/**
 * Reduces a call to the parts that are the same in every run: an object represents all objects under the first folder
 * of its key, and a sender represents all senders.
 */
export function normalized({ function: name, principal, action, resource, context }: RecordedCall): RecordedCall {
  const policyContext = Object.entries(context)
    .filter(([key]) => !requestKeys.has(key))
    .toSorted(([a], [b]) => a.localeCompare(b));
  return {
    function: name,
    principal,
    action,
    resource: resource
      .replace(/^(arn:aws:s3:::[^/]+\/)(?:([^/]+\/).*|.*)$/s, '$1$2object')
      .replace(/^(arn:aws:ses:[^/]*:identity)\/.*$/s, '$1/sender.example'),
    context: Object.fromEntries(policyContext),
  };
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);

/** Returns the distinct calls of record files as sorted lines of text. */
export const asLines = (calls: readonly RecordedCall[]): string[] =>
  [...new Set(calls.map((call) => JSON.stringify(normalized(call))))].toSorted();

/**
 * Reads a file that a pipeline wrote to `POSTERN_IAM_RECORD`; skips a last line that a killed process left unfinished.
 *
 * @returns the allowed calls and the denied ones
 */
function readRecord(file: string): { readonly allowed: RecordedCall[]; readonly denied: RecordedCall[] } {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = linesOf(text.slice(0, text.lastIndexOf('\n') + 1)).map((line) => JSON.parse(line) as RecordLine);
  const [allowed, denied] = [true, false].map((isAllowed) =>
    lines.filter(({ decision }) => (decision === 'allowed') === isAllowed),
  );
  return { allowed: allowed!, denied: denied! };
}

/** Reads the recorded calls of all journeys. */
export const readRecordedCalls = (): RecordedCall[] =>
  linesOf(readFileSync(recordedCallsFile, 'utf8')).map((line) => JSON.parse(line) as RecordedCall);

/** Returns the caller of a recorded call, in the form of an IAM principal. */
export function principalOf({ function: name, principal }: RecordedCall): Principal {
  const [, role] = /:assumed-role\/([^/]+)\//.exec(principal) ?? [];
  return { name, arn: principal, ...(role !== undefined && { roleArn: iamArn(`role/${role}`) }) };
}

/** Returns the call in the form in which IAM evaluates it. */
export const callOf = ({ action, resource, context }: RecordedCall): IamCall => ({ action, resource, context });

interface Settling {
  /** Folder for the calls. @default that of the environment; undefined: the calls are compared */
  readonly folder?: string | undefined;
  /** Selects the denied calls that a journey expects. @default none */
  readonly isExpectedDenial?: ((denied: RecordedCall) => boolean) | undefined;
  /** Selects calls that need not be recorded, because they depend on the clock. @default none */
  readonly isSeldom?: ((unknown: RecordedCall) => boolean) | undefined;
  /** Test file that sent the calls, for the command that records them. @default the current one */
  readonly journey?: string | undefined;
}

/**
 * Writes the calls of a stopped pipeline to the folder for them, or compares them with the recorded calls.
 *
 * @param record file that the pipeline wrote
 * @throws Error with the calls that were denied, or that are not recorded
 */
export function settleCalls(
  record: string,
  {
    folder = process.env[recordFolderVariable],
    isExpectedDenial = () => false,
    isSeldom = () => false,
    journey = runningTest(),
  }: Settling = {},
): void {
  const { allowed, ...read } = readRecord(record);
  const denied = read.denied.filter((call) => !isExpectedDenial(call));
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

/** Returns the path of the current test file from the root of the project; a program that is not a test has none. */
function runningTest(): string {
  const { testPath } = typeof expect === 'undefined' ? {} : expect.getState();
  return testPath === undefined ? '<journey>' : relative(join(import.meta.dirname, '..', '..'), testPath);
}
