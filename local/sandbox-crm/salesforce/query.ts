import { compact } from '../../../lambdas/compact.ts';
import { type Fields, fieldsOf } from '../../fields.ts';
import type { RecordStore, VendorRecord } from '../record-store.ts';
import type { SandboxAnswer, SandboxCall } from '../sandbox-vendor.ts';
import { parseSelect, type Select } from '../soql.ts';
import { historyRows } from './history.ts';
import { objectContracts } from './object-contracts.ts';
import { refuse } from './refusal.ts';
import { fieldOf } from './schema.ts';
import { stageRows } from './stages.ts';

/** A page's name holds its query and the count of the rows before it, as `nextRecordsUrl` has them. */
export function readNextPage({ store, parameters: { page = '' } }: SandboxCall): SandboxAnswer {
  const dash = page.lastIndexOf('-');
  const soql = Buffer.from(page.slice(0, dash), 'base64url').toString();
  return select(store, soql, Number(page.slice(dash + 1)));
}

/** The rows of an object, of a history or of the permission sets; undefined for any other name. */
const rowsOf = (store: RecordStore, from: string): VendorRecord[] | undefined => {
  if (from === 'PermissionSet') return store.list(from);
  if (from === 'OpportunityStage') return stageRows;
  if (/^(?:Contact|Lead)History$/.test(from)) return historyRows(store, from);
  return objectContracts[from] && store.list(from);
};

const pageSize = 2000;

/** Answers a SOQL query. @param from count of the rows on earlier pages */
export function select(store: RecordStore, soql: string, from = 0): SandboxAnswer {
  try {
    const { fields, from: object, limit, orderBy, matches } = parseSelect(soql, Number.POSITIVE_INFINITY);
    const rows = rowsOf(store, object);
    if (rows === undefined) return refuse(400, 'INVALID_TYPE');
    const isKnown = (name: string): boolean =>
      name === 'Id' || fieldOf(object, name) !== undefined || objectContracts[object] === undefined;
    const stranger = fields.find((name) => !isKnown(name));
    if (stranger !== undefined) return refuse(400, 'INVALID_FIELD', { fields: [stranger] });
    const found = inOrder(rows.filter(matches), orderBy).slice(0, limit);
    const records = found.slice(from, from + pageSize).map((record) => rowOf(store, object, fields, record));
    const done = from + pageSize >= found.length;
    const next = `/services/data/v68.0/query/${Buffer.from(soql).toString('base64url')}-${from + pageSize}`;
    return {
      status: 200,
      body: compact({ totalSize: found.length, done, records, nextRecordsUrl: !done ? next : undefined }),
    };
  } catch {
    return refuse(400, 'MALFORMED_QUERY');
  }
}

/** Rows by a field, or by the time at which they were made. */
function inOrder(rows: readonly VendorRecord[], orderBy: Select['orderBy']): VendorRecord[] {
  if (orderBy === undefined) return [...rows];
  const { field, isDescending } = orderBy;
  const keyOf = ({ body, createdAt }: VendorRecord): string =>
    String(body[field] ?? (field === 'CreatedDate' ? new Date(createdAt).toISOString() : ''));
  return rows.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)) * (isDescending ? -1 : 1));
}

/** A field of the record that a reference names. */
const parentValue = (store: RecordStore, object: string, body: VendorRecord['body'], field: string): unknown =>
  store.get(object, body[`${object}Id`])?.body[field] ?? null;

/** A row of a query's result; a field with a dot belongs to the record that a reference names. */
function rowOf(store: RecordStore, type: string, fields: readonly string[], { id, body }: VendorRecord): Fields {
  const row: Record<string, unknown> = { attributes: { type } };
  for (const name of fields) {
    const [parent = '', inner] = name.split('.');
    const value = name === 'Id' ? id : (body[name] ?? null);
    if (inner === undefined) row[name] = value;
    else if (body[`${parent}Id`] === undefined)
      row[parent] = value === null && row[parent] == null ? null : { ...fieldsOf(row[parent]), [inner]: value };
    else row[parent] = { ...fieldsOf(row[parent]), [inner]: parentValue(store, parent, body, inner) };
  }
  return row;
}
