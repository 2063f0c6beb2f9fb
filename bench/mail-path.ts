import { crmTail, latencies } from './aws-figures.ts';
import type { Step } from './call-graph.ts';
import type { Latency } from './latency-model.ts';

/** The whole way of a mail from the notification of SES to its record at the CRM, and on to the end of both functions. */
export interface MailPath {
  readonly steps: readonly Step[];
  /** The last write to the CRM. */
  readonly record: number;
}

export const isCrmCall = ({ name }: Pick<Step, 'name'>): boolean => name.startsWith('crm.');
/** Whether a step is a call of a function to AWS. */
export const isAwsCall = (step: Pick<Step, 'name'>): boolean =>
  !isCrmCall(step) && !/^(?:wait|compute)\./.test(step.name);
/** Whether a step is a round trip to AWS on the way: a call, or the wait that begins with the call that sends the message. */
export const isAwsTrip = (step: Pick<Step, 'name'>): boolean => isAwsCall(step) || step.name === 'wait.fifo-lambda';

/**
 * Joins the calls of parse and sink by the waits around them.
 *
 * The published time from one function to the next by a queue begins before the message is sent, so sink begins that much
 * after parse starts the call that sends.
 *
 * @throws Error when a mail's message or record is missing
 */
export function mailPath(calls: readonly Step[]): MailPath {
  const steps: Step[] = [
    { stage: 'parse', name: 'wait.sns-sqs-lambda', after: [] },
    { stage: 'parse', name: 'compute.parse', after: [0] },
  ];
  const parse = append(steps, calls, 'parse', 1);
  const send = steps.findLastIndex(({ name }) => name.startsWith('sqs.SendMessage'));
  if (!parse || send < 0) throw new Error('parse sends no message');
  steps.push({ stage: 'sink', name: 'wait.fifo-lambda', after: steps[send]!.after });
  steps.push({ stage: 'sink', name: 'compute.sink', after: [steps.length - 1] });
  append(steps, calls, 'sink', steps.length - 1);
  const record = steps.findLastIndex(isCrmCall);
  if (record < 0) throw new Error('sink writes no record');
  return { steps, record };
}

/** Appends the calls of a function, which start after a step at the earliest. @returns whether there are any */
function append(steps: Step[], calls: readonly Step[], stage: string, start: number): boolean {
  const places = new Map<number, number>();
  for (const [index, call] of calls.entries()) {
    if (call.stage !== stage) continue;
    places.set(index, steps.length);
    steps.push({ ...call, after: [start, ...call.after.map((earlier) => places.get(earlier)!)] });
  }
  return places.size > 0;
}

/**
 * The latency of each kind of step.
 *
 * @param crmMs the median of an answer of the CRM
 * @throws Error for a call that the table of figures does not have
 */
export const latencyWith =
  (crmMs: number) =>
  (step: Pick<Step, 'name'>): Latency => {
    if (isCrmCall(step)) return { p50: crmMs, p99: crmMs * crmTail };
    const latency = latencies[step.name];
    if (latency === undefined) throw new Error(`no latency is known of ${step.name}: add it to bench/aws-figures.ts`);
    return latency;
  };
