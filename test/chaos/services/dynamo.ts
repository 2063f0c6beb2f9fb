import { holds, type Item, type Placeholders, updated, ValidationException } from './expressions.ts';
import type { RowWrite } from './stream.ts';

interface TableSchema {
  readonly name: string;
  readonly hash: string;
  readonly range?: string;
  readonly indexes: ReadonlyArray<{ readonly name: string; readonly hash: string; readonly range?: string }>;
  readonly ttlAttribute?: string;
}

interface Row {
  item: Item;
  /** Epoch ms of the last write; an index may show it later. */
  changedAt: number;
}

type Key = Readonly<Record<string, string>>;

interface WriteRequest extends Record<string, unknown> {
  readonly TableName: string;
  readonly Key?: Key;
  readonly Item?: Item;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/** One item of a transaction, under the name of its operation. */
export type TransactRequest = Readonly<Record<string, WriteRequest>>;

/** Builds an error in the form in which the SDK throws it. */
const failure = (name: string, details: object = {}): Error => Object.assign(new Error(name), { name, ...details });

/** How long a global secondary index may lag behind its table, in ms. */
const indexLagMs = 1000;

/**
 * In-memory tables behind DynamoDB's requests, following its documentation: conditional writes, atomic transactions,
 * strongly consistent reads of the table, eventually consistent reads of an index, and a time to live that removes
 * items some time after it has passed.
 */
export class SimulatedDynamo {
  /** Read and write request units so far, computed from the item sizes that AWS bills. */
  readonly units = { read: 0, write: 0 };
  /** For a mutation test: rewrites a condition before it is evaluated. */
  rewriteCondition: (text: string) => string | undefined = (text) => text;
  /** Told of each write of a row, before it shows. */
  onWrite: (table: string, write: RowWrite) => void = () => {};
  private readonly tables = new Map<string, { schema: TableSchema; partitions: Map<string, Map<string, Row>> }>();
  private readonly indexes = new Map<string, Map<string, Set<Row>>>();

  /** Range keys by partition, of those partitions that were read in pages. */
  private readonly sortedKeys = new Map<string, string[]>();

  private readonly now: () => number;
  private readonly isIndexLate: () => boolean;

  /** @param isIndexLate tells whether a read of an index misses recent writes */
  constructor(schemas: readonly TableSchema[], now: () => number, isIndexLate: () => boolean = () => false) {
    this.now = now;
    this.isIndexLate = isIndexLate;
    for (const schema of schemas) {
      this.tables.set(schema.name, { schema, partitions: new Map() });
      for (const index of schema.indexes) this.indexes.set(`${schema.name}/${index.name}`, new Map());
    }
  }

  /** Bytes of all items, as AWS bills their storage: 100 more for each. Indexes, which hold open work only, are left out. */
  get storedBytes(): number {
    const tables = [...this.tables.values()].flatMap(({ partitions }) => [...partitions.values()]);
    return tables.flatMap((rows) => [...rows.values()]).reduce((sum, { item }) => sum + sizeOf(item) + 100, 0);
  }

  /** @returns the answer in the form of the document client; throws the same errors */
  execute(operation: string, input: Record<string, unknown>): unknown {
    switch (operation) {
      case 'GetCommand': {
        const item = this.read(input.TableName as string, input.Key as Key, input.ConsistentRead === true);
        return item === undefined ? {} : { Item: item };
      }
      case 'BatchGetCommand':
        return { Responses: this.batchGet(input.RequestItems as never), UnprocessedKeys: {} };
      case 'QueryCommand':
        return this.query(input);
      case 'ScanCommand':
        return this.scan(input);
      case 'PutCommand':
      case 'UpdateCommand':
      case 'DeleteCommand': {
        const write = this.prepare(input as WriteRequest, operation.replace('Command', ''));
        if ('refused' in write) throw failure('ConditionalCheckFailedException', { Item: write.refused });
        this.units.write += unitsOf(write.after ?? write.before, 1024);
        write.apply();
        if (input.ReturnValues === 'ALL_NEW') return { Attributes: write.after };
        return input.ReturnValues === 'ALL_OLD' ? { Attributes: write.before } : {};
      }
      case 'BatchWriteCommand':
        return this.batchWrite(input.RequestItems as never);
      case 'TransactWriteCommand':
        return this.transact(input.TransactItems as never);
      default:
        throw new ValidationException(`${operation} is not simulated`);
    }
  }

  /** Every item of a table, for checks after a run. */
  items(table: string): Item[] {
    return [...this.tables.get(table)!.partitions.values()].flatMap((rows) =>
      [...rows.values()].map(({ item }) => item),
    );
  }

  /** Removes items past their time to live; AWS does this within days. */
  expire(): number {
    let expired = 0;
    for (const { schema, partitions } of this.tables.values()) {
      const { ttlAttribute } = schema;
      if (ttlAttribute === undefined) continue;
      for (const rows of partitions.values()) {
        for (const { item } of [...rows.values()]) {
          const until = item[ttlAttribute];
          if (typeof until !== 'number' || until * 1000 > this.now()) continue;
          this.write(schema.name, item, undefined);
          expired += 1;
        }
      }
    }
    return expired;
  }

  private read(table: string, key: Key, isConsistent: boolean): Item | undefined {
    const item = this.row(table, key)?.item;
    this.units.read += unitsOf(item, 4096) * (isConsistent ? 1 : 0.5);
    return item;
  }

  private batchGet(requests: Record<string, { Keys: readonly Key[]; ConsistentRead?: boolean }>) {
    return Object.fromEntries(
      Object.entries(requests).map(([table, { Keys, ConsistentRead }]) => {
        if (Keys.length > 100) throw new ValidationException('too many items requested for the BatchGetItem call');
        const ids = Keys.map((key) => JSON.stringify(key));
        if (new Set(ids).size < ids.length)
          throw new ValidationException('provided list of item keys contains duplicates');
        return [
          table,
          Keys.map((key) => this.read(table, key, ConsistentRead === true)).filter((item) => item !== undefined),
        ];
      }),
    );
  }

  private batchWrite(
    requests: Record<string, ReadonlyArray<{ PutRequest?: { Item: Item }; DeleteRequest?: { Key: Key } }>>,
  ) {
    for (const [table, list] of Object.entries(requests)) {
      if (list.length > 25) throw new ValidationException('too many items requested for the BatchWriteItem call');
      for (const { PutRequest, DeleteRequest } of list) {
        const newItem = PutRequest && clean(PutRequest.Item);
        this.units.write += unitsOf(newItem, 1024);
        this.write(table, (newItem ?? DeleteRequest?.Key)!, newItem);
      }
    }
    return { UnprocessedItems: {} };
  }

  private query(input: Record<string, unknown>) {
    const { TableName, IndexName, KeyConditionExpression, FilterExpression, Limit, ExclusiveStartKey } = input as {
      TableName: string;
      IndexName?: string;
      KeyConditionExpression: string;
      FilterExpression?: string;
      Limit?: number;
      ExclusiveStartKey?: Item;
    };
    const { schema, partitions } = this.tables.get(TableName)!;
    const index = schema.indexes.find(({ name }) => name === IndexName);
    const placeholders = placeholdersOf(input as WriteRequest);
    const hash = index?.hash ?? schema.hash;
    const value = hashValueOf(KeyConditionExpression, hash, placeholders);
    const isPlain = index === undefined && FilterExpression === undefined && ExclusiveStartKey === undefined;
    const behind =
      isPlain && input.ScanIndexForward !== false ? lowerBoundOf(KeyConditionExpression, placeholders) : undefined;
    if (behind !== undefined && Limit !== undefined)
      return this.readBehind(TableName, value, behind, Limit, input.ConsistentRead === true);
    const isLate = index !== undefined && this.isIndexLate();
    const rows = index
      ? [...(this.indexes.get(`${TableName}/${index.name}`)!.get(value) ?? [])]
      : [...(partitions.get(value)?.values() ?? [])];
    const range = index === undefined ? schema.range : index.range;
    const sortKey = ({ item }: Row): string =>
      `${range ? item[range] : ''}\u0000${item[schema.hash]}\u0000${schema.range ? item[schema.range] : ''}`;
    let matches = rows
      .filter(({ item, changedAt }) => {
        if (isLate && changedAt > this.now() - indexLagMs) return false;
        return holds(KeyConditionExpression, item, placeholders);
      })
      .map((row) => [sortKey(row), row] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    if (input.ScanIndexForward === false) matches.reverse();
    if (ExclusiveStartKey !== undefined) {
      const start = sortKey({ item: ExclusiveStartKey, changedAt: 0 });
      matches = matches.filter(([key]) => (input.ScanIndexForward === false ? key < start : key > start));
    }
    const page = Limit === undefined ? matches : matches.slice(0, Limit);
    const last = page.length < matches.length ? page.at(-1)?.[1].item : undefined;
    const size = page.reduce((sum, [, { item }]) => sum + sizeOf(item), 0);
    this.units.read += Math.max(1, Math.ceil(size / 4096)) * (input.ConsistentRead === true ? 1 : 0.5);
    return {
      Items: page
        .map(([, { item }]) => item)
        .filter((item) => FilterExpression === undefined || holds(FilterExpression, item, placeholders)),
      ...(last !== undefined && {
        LastEvaluatedKey: pick(last, [schema.hash, schema.range, index?.hash, index?.range]),
      }),
    };
  }

  /** A scan in the order of the keys: which order a real one has, nobody knows. */
  private scan(input: Record<string, unknown>) {
    const { TableName, FilterExpression, Limit, ExclusiveStartKey } = input as {
      TableName: string;
      FilterExpression?: string;
      Limit?: number;
      ExclusiveStartKey?: Item;
    };
    const { schema } = this.tables.get(TableName)!;
    const nameOf = (item: Item): string => keyOf(schema, item).join('\u0000');
    const after = ExclusiveStartKey === undefined ? undefined : nameOf(ExclusiveStartKey);
    const rest = this.items(TableName)
      .map((item) => [nameOf(item), item] as const)
      .filter(([name]) => after === undefined || name > after)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    const page = Limit === undefined ? rest : rest.slice(0, Limit);
    const placeholders = placeholdersOf(input as WriteRequest);
    this.units.read += page.reduce((sum, [, item]) => sum + unitsOf(item, 4096), 0);
    return {
      Items: page.flatMap(([, item]) =>
        FilterExpression === undefined || holds(FilterExpression, item, placeholders) ? [item] : [],
      ),
      ...(page.length < rest.length && { LastEvaluatedKey: pick(page.at(-1)![1], [schema.hash, schema.range]) }),
    };
  }

  /** The common page of a feed, without a look at every row of its partition. */
  private readBehind(table: string, value: string, behind: string, limit: number, isConsistent: boolean) {
    const { schema, partitions } = this.tables.get(table)!;
    const rows = partitions.get(value) ?? new Map<string, Row>();
    const keys = this.sortedKeysOf(table, value, rows);
    const start = placeBehind(keys, behind);
    const Items = keys.slice(start, start + limit).map((key) => rows.get(key)!.item);
    const size = Items.reduce((sum, item) => sum + sizeOf(item), 0);
    this.units.read += Math.max(1, Math.ceil(size / 4096)) * (isConsistent ? 1 : 0.5);
    const isCut = start + limit < keys.length;
    return { Items, ...(isCut && { LastEvaluatedKey: pick(Items.at(-1)!, [schema.hash, schema.range]) }) };
  }

  /** The range keys of a partition in their order, sorted once and kept so. */
  private sortedKeysOf(table: string, value: string, rows: ReadonlyMap<string, Row>): string[] {
    const id = `${table} ${value}`;
    const keys = this.sortedKeys.get(id) ?? [...rows.keys()].toSorted();
    this.sortedKeys.set(id, keys);
    return keys;
  }

  private transact(requests: readonly TransactRequest[]) {
    for (const apply of this.begin(requests)) apply();
    return {};
  }

  /**
   * Checks the conditions of a transaction, and leaves its writes to the caller: AWS applies them one after the other, and a
   * read of many rows may see some of them before the others. Nothing else may write the rows until all are applied.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation
   */
  begin(requests: readonly TransactRequest[]): ReadonlyArray<() => void> {
    if (requests.length > 100) throw new ValidationException('a transaction has at most 100 actions');
    const keys = new Set<string>();
    const writes = requests.map((request) => {
      const [[kind = '', input]] = Object.entries(request) as [[string, WriteRequest]];
      const id = this.idOf(input);
      if (keys.has(id))
        throw new ValidationException('transaction request cannot include multiple operations on one item');
      keys.add(id);
      return this.prepare(input, kind);
    });
    if (writes.some((write) => 'refused' in write)) {
      throw failure('TransactionCanceledException', {
        CancellationReasons: writes.map((write) =>
          'refused' in write ? { Code: 'ConditionalCheckFailed', Item: write.refused } : { Code: 'None' },
        ),
      });
    }
    return writes.flatMap((write) => {
      if (!('apply' in write)) return [];
      this.units.write += 2 * unitsOf(write.after ?? write.before, 1024);
      return [write.apply];
    });
  }

  /** The table and the key of the row that a request writes. */
  idOf(input: WriteRequest): string {
    const { schema } = this.tables.get(input.TableName)!;
    return `${input.TableName} ${keyOf(schema, (input.Item ?? input.Key) as Item).join(' ')}`;
  }

  /** Evaluates a write without applying it. */
  private prepare(
    input: WriteRequest,
    kind: string,
  ): { refused: unknown } | { before: Item | undefined; after: Item | undefined; apply: () => void } {
    const { TableName, ConditionExpression } = input;
    const key = (input.Item ?? input.Key) as Item;
    const before = this.row(TableName, key)?.item;
    const placeholders = placeholdersOf(input);
    const condition = ConditionExpression === undefined ? undefined : this.rewriteCondition(ConditionExpression);
    if (condition !== undefined && !holds(condition, before, placeholders)) {
      const shown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined;
      return { refused: shown ? marshalled(before) : undefined };
    }
    if (kind === 'ConditionCheck') return { before, after: before, apply: () => {} };
    const after =
      kind === 'Put'
        ? clean(input.Item!)
        : kind === 'Delete'
          ? undefined
          : updated(input.UpdateExpression ?? '', before ?? key, placeholders);
    return { before, after, apply: () => this.write(TableName, key, after) };
  }

  private row(table: string, key: Item): Row | undefined {
    const contents = this.tables.get(table);
    if (contents === undefined) throw failure('ResourceNotFoundException');
    const [hash, range] = keyOf(contents.schema, key);
    return contents.partitions.get(hash)?.get(range);
  }

  private write(table: string, key: Item, item: Item | undefined): void {
    const { schema, partitions } = this.tables.get(table)!;
    const [hash, range] = keyOf(schema, key);
    const rows = partitions.get(hash) ?? new Map<string, Row>();
    const before = rows.get(range);
    this.onWrite(table, { key: pick(key, [schema.hash, schema.range]), before: before?.item, after: item });
    for (const index of schema.indexes) {
      const entries = this.indexes.get(`${table}/${index.name}`)!;
      if (before !== undefined) entries.get(String(before.item[index.hash]))?.delete(before);
    }
    const sorted = this.sortedKeys.get(`${table} ${hash}`);
    if (sorted !== undefined && (before === undefined) !== (item === undefined)) {
      const place = placeBehind(sorted, range);
      if (item === undefined) sorted.splice(place - 1, 1);
      else sorted.splice(place, 0, range);
    }
    if (item === undefined) {
      rows.delete(range);
      if (rows.size === 0) partitions.delete(hash);
      return;
    }
    const row = { item, changedAt: this.now() };
    rows.set(range, row);
    partitions.set(hash, rows);
    for (const index of schema.indexes) {
      const value = item[index.hash];
      if (value === undefined) continue;
      const entries = this.indexes.get(`${table}/${index.name}`)!;
      const bucket = entries.get(String(value)) ?? new Set<Row>();
      bucket.add(row);
      entries.set(String(value), bucket);
    }
  }
}

const placeholdersOf = ({ ExpressionAttributeNames, ExpressionAttributeValues }: WriteRequest): Placeholders => ({
  ...(ExpressionAttributeNames && { names: ExpressionAttributeNames }),
  ...(ExpressionAttributeValues && { values: clean(ExpressionAttributeValues) }),
});

function keyOf(schema: TableSchema, item: Item): [string, string] {
  const [hash, range] = [item[schema.hash], schema.range === undefined ? '' : item[schema.range]];
  if (typeof hash !== 'string' || typeof range !== 'string' || hash === '')
    throw new ValidationException('one of the required keys was not given a value');
  return [hash, range];
}

/** Returns the value that a key condition requires of the partition key. */
function hashValueOf(condition: string, hash: string, { names = {}, values = {} }: Placeholders): string {
  for (const [, name = '', value = ''] of condition.matchAll(/(#?\w+) = (:\w+)/g))
    if ((names[name] ?? name) === hash) return String(values[value]);
  throw new ValidationException('query condition missed key schema element');
}

/** The bound of a condition `pk = … AND sk > …`; undefined for any other. */
function lowerBoundOf(condition: string, { values = {} }: Placeholders): string | undefined {
  const [, value] = /^pk = :\w+ AND sk > (:\w+)$/.exec(condition) ?? [];
  return value === undefined ? undefined : String(values[value]);
}

/** The first place in sorted keys whose key is larger. */
function placeBehind(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! > key) high = middle;
    else low = middle + 1;
  }
  return low;
}

const pick = (item: Item, names: ReadonlyArray<string | undefined>): Item =>
  Object.fromEntries(names.flatMap((name) => (name === undefined ? [] : [[name, item[name]]])));

/** Removes undefined values, which the document client leaves out. */
function clean<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clean) as T;
  if (typeof value !== 'object' || value === null || value instanceof Set || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, clean(inner)]])),
  ) as T;
}

/** Converts an item to DynamoDB's own format, because the document client does not translate items in errors. */
function marshalled(value: unknown): unknown {
  const attributeValueOf = (inner: unknown): unknown => {
    if (typeof inner === 'string') return { S: inner };
    if (typeof inner === 'number') return { N: String(inner) };
    if (typeof inner === 'boolean') return { BOOL: inner };
    if (inner instanceof Set) return { SS: [...inner] };
    if (Array.isArray(inner)) return { L: inner.map(attributeValueOf) };
    return { M: marshalled(inner) };
  };
  return Object.fromEntries(Object.entries(value as Item).map(([name, inner]) => [name, attributeValueOf(inner)]));
}

/** Approximate size in bytes as AWS counts it: names and values. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return 8;
  if (value instanceof Set || Array.isArray(value))
    return [...value].reduce<number>((sum, element) => sum + sizeOf(element), 3);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + name.length + sizeOf(inner), 3);
}

const unitsOf = (item: Item | undefined, bytes: number): number => Math.max(1, Math.ceil(sizeOf(item) / bytes));
