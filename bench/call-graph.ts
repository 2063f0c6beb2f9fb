/** A call of a function to a service, with the simulated times at which it started and was answered, in ms. */
export interface RecordedCall {
  readonly stage: string;
  /** Service and operation, as in `dynamo.Get`. */
  readonly name: string;
  readonly startedMs: number;
  readonly endedMs: number;
}

/** A step on the way of a mail: a call, or a wait between two functions. */
export interface Step {
  readonly stage: string;
  readonly name: string;
  /** The indices of the steps that end before this one starts; all are smaller than its own index. */
  readonly after: readonly number[];
}

/**
 * The calls of one kind of mail with what each waits for, from several records of it.
 *
 * One record alone cannot tell waiting from chance: of two calls that run at the same time, one ends first. A call waits for
 * those that ended before it started in every record, for each record draws the times of its calls anew.
 *
 * @returns the graph of the most frequent set of calls, and the records that had it
 */
export function callGraph(records: ReadonlyArray<readonly RecordedCall[]>): {
  readonly steps: readonly Step[];
  readonly records: number;
} {
  const byShape = Map.groupBy(records.map(inOrder), (calls) => calls.map(labelOf).toSorted().join());
  const [alike = []] = [...byShape.values()].toSorted((a, b) => b.length - a.length);
  const [first = []] = alike;
  const numbered = alike.map(callsByLabel);
  const steps = first.map((call, index): Step => {
    const isBefore = (other: number): boolean =>
      numbered.every((calls) => calls.get(label(first, other))!.endedMs <= calls.get(label(first, index))!.startedMs);
    const { stage, name } = call;
    return {
      stage,
      name,
      after: first.flatMap((each, other) => (each.stage === stage && isBefore(other) ? [other] : [])),
    };
  });
  return { steps, records: alike.length };
}

const labelOf = ({ stage, name }: RecordedCall): string => `${stage} ${name}`;

/** Calls that start at the same time stay in the order of the code. */
const inOrder = (calls: readonly RecordedCall[]): RecordedCall[] => calls.toSorted((a, b) => a.startedMs - b.startedMs);

/** A name of a call that is the same in every record: the second `dynamo.Get` of parse is its second one in each. */
function label(calls: readonly RecordedCall[], index: number): string {
  const own = labelOf(calls[index]!);
  return `${own} ${calls.slice(0, index).filter((call) => labelOf(call) === own).length}`;
}

const callsByLabel = (calls: readonly RecordedCall[]): ReadonlyMap<string, RecordedCall> =>
  new Map(calls.map((call, index) => [label(calls, index), call]));
