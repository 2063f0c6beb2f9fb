import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { compact } from '../../../lambdas/compact.ts';
import { matchesPattern } from '../../../local/event-pattern.ts';
import type { StreamWiring } from '../../../local/table-wiring.ts';
import type { Faults } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Item } from './expressions.ts';
import type { SimulatedFunction, SimulatedLambda } from './lambda.ts';

/** One write of a row. */
export interface RowWrite {
  readonly key: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** The changes of one table, in one shard, with the images before and after each. */
export class SimulatedStream {
  readonly arn: string;
  /** Called when a change was added. */
  readonly readers: Array<() => void> = [];
  private readonly records: DynamoDBRecord[] = [];

  constructor(arn: string) {
    this.arn = arn;
  }

  get length(): number {
    return this.records.length;
  }

  /** Adds a write; one that changes nothing adds nothing. @param at epoch ms */
  add({ key, before, after }: RowWrite, at: number): void {
    const images = { OldImage: imageOf(before), NewImage: imageOf(after) };
    if (JSON.stringify(images.OldImage) === JSON.stringify(images.NewImage)) return;
    const number = String(this.records.length + 1).padStart(21, '0');
    this.records.push({
      eventID: `${this.arn.split('/')[1]}-${number}`,
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      eventSourceARN: this.arn,
      dynamodb: compact({
        Keys: imageOf(key)!,
        ...images,
        SequenceNumber: number,
        // As in the stream: to the second.
        ApproximateCreationDateTime: Math.floor(at / 1000),
      }),
    });
    for (const wake of this.readers) wake();
  }

  read(after: number, most: number): readonly DynamoDBRecord[] {
    return this.records.slice(after, after + most);
  }
}

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['Keys']>;

const imageOf = (item: Item | undefined): Image | undefined =>
  item && (marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue> as Image);

interface StreamMappingOptions {
  readonly lambda: SimulatedLambda;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly stream: SimulatedStream;
  readonly wiring: StreamWiring;
  readonly target: SimulatedFunction;
  readonly trace: (text: string) => void;
}

const failurePauseMs = 1000;

/** Offers the changes of a table to a function, as Lambda does: in order, one batch at a time, and again until it is handled. */
export function mapStream(options: StreamMappingOptions) {
  const { lambda, scheduler, faults, stream, wiring, target, trace } = options;
  const { batchSize, windowMs, isBisected, filters } = wiring;
  let position = 0;
  let isBusy = false;

  const isWanted = (record: DynamoDBRecord): boolean =>
    filters === undefined || filters.some((pattern) => matchesPattern(pattern, record));

  /** Whether the batch is handled, by the answer that Lambda gets. */
  async function offer(Records: readonly DynamoDBRecord[]): Promise<boolean> {
    try {
      await lambda.invoke(target, { Records });
      if (!faults.strikes('lost-batch-answer')) return true;
      trace(`the answer of ${target.name} is lost`);
    } catch {
      // Crashed, failed or out of time: the batch is offered again.
    }
    return false;
  }

  async function handle(records: readonly DynamoDBRecord[]): Promise<void> {
    while (records.length > 0 && !(await offer(records))) {
      await scheduler.pause(failurePauseMs);
      if (!isBisected || records.length === 1) continue;
      const middle = Math.ceil(records.length / 2);
      await handle(records.slice(0, middle));
      await handle(records.slice(middle));
      return;
    }
  }

  async function drain(): Promise<void> {
    await scheduler.pause(windowMs);
    while (position < stream.length) {
      const batch = stream.read(position, batchSize);
      await handle(batch.filter(isWanted));
      position += batch.length;
    }
    isBusy = false;
  }

  stream.readers.push(() => {
    if (isBusy) return;
    isBusy = true;
    void drain();
  });
  return {
    /** Whether every change is handled. */
    get isIdle(): boolean {
      return !isBusy;
    },
  };
}
