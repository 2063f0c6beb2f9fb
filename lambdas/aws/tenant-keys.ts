import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { conditionHolds } from './aws-error.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { createKeyWrap, type KeyWrap } from './key-wrap.ts';
import type { Platform } from './platform.ts';
import type { TenantKeys } from './sealed-event.ts';

// The keys of tenants, under which their events are stored, in the control table.

/** The partition of the keys in the control table. */
const keyPartition = 'TENANT_KEY';

/** The key of a tenant as the table has it. */
export interface TenantKeyRow {
  readonly tenant: string;
  /** The key under the key of the stage; absent when it was destroyed. */
  readonly wrappedKey?: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** ISO 8601 UTC. */
  readonly destroyedAt?: string;
}

/** In ms: a warm function opens no event of a tenant for longer, after the key was destroyed. */
const cacheMs = 300_000;
/** Keys that a function holds at once; those of other tenants are read again. */
const mostCached = 200;

/** Reads the keys of tenants: one read and one call of KMS for each tenant, for five minutes. */
export interface TenantKeyReader {
  /** @returns undefined when the tenant has none, or it was destroyed */
  keyOf(tenant: string): Promise<Uint8Array | undefined>;
}

/** The control table. */
type KeyTable = DynamoTable;

/** A reader of keys, with its own memory. */
export function createTenantKeys({ dynamo, table }: KeyTable, wrap: KeyWrap, now: () => Date): TenantKeyReader {
  const cached = new Map<string, { readonly until: number; readonly key: Promise<Uint8Array | undefined> }>();
  const read = async (tenant: string): Promise<Uint8Array | undefined> => {
    const row = await readTenantKey({ dynamo, table }, tenant);
    return row?.wrappedKey === undefined ? undefined : wrap.unwrap(row.wrappedKey, tenant);
  };
  return {
    keyOf(tenant) {
      const known = cached.get(tenant);
      if (known !== undefined && known.until > now().getTime()) return known.key;
      const key = read(tenant);
      cached.delete(tenant);
      cached.set(tenant, { until: now().getTime() + cacheMs, key });
      if (cached.size > mostCached) cached.delete(cached.keys().next().value!);
      // A failure, and a key that is not there yet, are asked for again.
      const forget = (): void => void (cached.get(tenant)?.key === key && cached.delete(tenant));
      key.then((found) => found ?? forget(), forget);
      return key;
    },
  };
}

/** The same over a platform. @param table the control table */
export const tenantKeysOf = (
  { dynamo, environment, now }: Pick<Platform, 'dynamo' | 'environment' | 'now'>,
  table: string,
): TenantKeyReader => createTenantKeys({ dynamo, table }, createKeyWrap({ dynamo, environment }), now);

/** The keys of some tenants. @throws Error naming a tenant that has none: its mail must wait, not be stored without */
export async function keysFor({ keyOf }: TenantKeyReader, tenants: readonly string[]): Promise<TenantKeys> {
  const keys = new Map<string, Uint8Array>();
  for (const tenant of tenants) {
    const key = await keyOf(tenant);
    if (key === undefined)
      throw new Error(`tenant ${tenant} has no key for its events; postern routes apply makes one`);
    keys.set(tenant, key);
  }
  return keys;
}

/** Reads the rows of all keys that there are or were. */
export async function listTenantKeys(keyTable: KeyTable): Promise<TenantKeyRow[]> {
  return (await queryKeys(keyTable)).map(toTenantKey);
}

async function readTenantKey(keyTable: KeyTable, tenant: string): Promise<TenantKeyRow | undefined> {
  const [row] = await queryKeys(keyTable, tenant);
  return row && toTenantKey(row);
}

/** The functions may query this table, and do nothing else with it. */
async function queryKeys({ dynamo, table }: KeyTable, tenant?: string): Promise<Row[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: tenant === undefined ? 'pk = :pk' : 'pk = :pk AND sk = :tenant',
      ExpressionAttributeValues: compact({ ':pk': keyPartition, ':tenant': tenant }),
      ConsistentRead: true,
    }),
  );
  return Items;
}

function toTenantKey(row: Row): TenantKeyRow {
  const {
    pk: _,
    sk,
    ...key
  } = decodeRow<Omit<TenantKeyRow, 'tenant'> & { readonly pk: string; readonly sk: string }>(row, ['createdAt']);
  return { ...key, tenant: sk };
}

/** Makes the keys that are missing. One that is there stays: under another one nothing of before could be read. @returns their tenants */
export async function makeTenantKeys(
  { dynamo, table }: KeyTable,
  wrap: KeyWrap,
  tenants: readonly string[],
  now: Date,
): Promise<string[]> {
  const made: string[] = [];
  for (const tenant of new Set(tenants)) {
    if ((await readTenantKey({ dynamo, table }, tenant))?.wrappedKey !== undefined) continue;
    const { wrapped: wrappedKey } = await wrap.make(tenant);
    const isNew = await conditionHolds(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { pk: keyPartition, sk: tenant, wrappedKey, createdAt: now.toISOString() },
          ConditionExpression: 'attribute_not_exists(wrappedKey)',
        }),
      ),
    );
    if (isNew) made.push(tenant);
  }
  return made;
}

/** Destroys the key of a tenant for good. @returns whether there was one */
export async function destroyTenantKey(keyTable: KeyTable, tenant: string, now: Date): Promise<boolean> {
  const row = await readTenantKey(keyTable, tenant);
  if (row?.wrappedKey === undefined) return false;
  const { createdAt } = row;
  const Item = { pk: keyPartition, sk: tenant, createdAt, destroyedAt: now.toISOString() };
  await keyTable.dynamo.send(new PutCommand({ TableName: keyTable.table, Item }));
  return true;
}
