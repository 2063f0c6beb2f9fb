import { appendFileSync } from 'node:fs';
import type { Decision } from './decider.ts';
import type { IamCall } from './iam-call.ts';
import type { Principal } from './simulator.ts';

/** A denied call, as a person reads of it. */
export interface Denial {
  /** The folder under `lambdas/`, or the service: `sink`, `ses.amazonaws.com`. */
  readonly function: string;
  readonly action: string;
  /** The time of the first such call. */
  readonly resource: string;
  /** `because no identity-based policy allows the …` */
  readonly reason: string;
  /** Calls since the start that were denied for the same reason. */
  readonly times: number;
}

export interface AccessLogOptions {
  /** JSON lines, one for each denied call. */
  readonly file: string;
  /** JSON lines, one for each call that differs from those before, allowed or not; absent: not written. */
  readonly recordFile: string | undefined;
  /** Told of each kind of denial once. */
  readonly report: (line: string) => void;
  readonly now?: () => Date;
}

export interface AccessLog {
  note(principal: Principal, call: IamCall, decision: Decision): void;
  /** Each kind of denial since the start. */
  denials(): readonly Denial[];
}

/** Bounds what a caller that asks again and again can write: the counts go on. */
const linesPerDenial = 100;

/** Keeps what IAM said: denials in a log that a person reads, and every kind of call for a test that wants them. */
export function createAccessLog({ file, recordFile, report, now = () => new Date() }: AccessLogOptions): AccessLog {
  const denied = new Map<string, Denial>();
  const recorded = new Set<string>();

  const deny = (principal: Principal, { action, resource }: IamCall, { id, reason }: Decision): void => {
    const first = denied.get(id) ?? { function: principal.name, action, resource, reason, times: 0 };
    const times = first.times + 1;
    denied.set(id, { ...first, times });
    if (times === 1)
      report(`IAM: ${principal.name} is not authorized to perform ${action} on ${resource} ${reason}; see ${file}`);
    if (times <= linesPerDenial)
      appendLine(file, { time: now().toISOString(), function: principal.name, action, resource, reason, times });
  };

  // By what was asked, not by the decision: which of the calls that policies do not tell apart comes first is chance.
  const record = (into: string, { name, arn }: Principal, call: IamCall, { isAllowed }: Decision): void => {
    const { action, resource, context = {} } = call;
    const decision = isAllowed ? 'allowed' : 'denied';
    const line = { function: name, principal: arn, action, resource, context, decision };
    const text = JSON.stringify(line);
    if (recorded.has(text)) return;
    recorded.add(text);
    appendLine(into, line);
  };

  return {
    note(principal, call, decision) {
      if (recordFile !== undefined) record(recordFile, principal, call, decision);
      if (!decision.isAllowed) deny(principal, call, decision);
    },
    denials: () => [...denied.values()],
  };
}

/** Synchronous: what was denied stands in the file before its caller hears of it. */
const appendLine = (file: string, entry: object): void => appendFileSync(file, `${JSON.stringify(entry)}\n`);
