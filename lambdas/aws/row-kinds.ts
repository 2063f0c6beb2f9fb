import type { RetainedKind } from '../retention.ts';
import type { Row } from './dynamo-row.ts';

/** A table of the stage. */
export type TableStore = Extract<RetainedKind['store'], 'ledger' | 'threads' | 'consent' | 'control'>;

/** Partitions of the ledger whose rows are of one kind, whatever their sort key. */
const partitionKinds = [
  'OFFERS',
  'REVIEWS',
  'FORWARDINGS',
  'MESSAGE',
  'AUDIT',
  'PARK',
  'BRAKE',
  'CONNECTION',
  'DEAL',
  'QUOTA',
  'MAILS',
  'MAILDAYS',
  'FIND',
];
/** Partitions of the consent table whose rows are of one kind. */
const consentKinds = ['CONTACT', 'REVIEW', 'HOLD', 'RATE', 'INTAKE'];

/**
 * The kind of a row, under the name that the table of retention has for it where it lists the kind. A row of an unknown kind
 * has the beginning of its key.
 */
export function rowKindOf(store: TableStore, { pk, sk }: Row): string {
  const [partition = ''] = String(pk).split('#');
  const [sort = ''] = String(sk ?? '').split('#');
  switch (store) {
    case 'ledger':
      return partitionKinds.includes(partition) ? partition : sort;
    case 'consent':
      return consentKinds.includes(partition) ? partition : sort;
    case 'threads':
      return partition;
    case 'control':
      return '';
  }
}

/** Whether a row belongs to another tenant than this one; a row that names no tenant does not. */
export function isOfOtherTenant(store: TableStore, { pk, tenant: named }: Row, tenant: string): boolean {
  if (named !== undefined) return named !== tenant;
  const [partition = '', owner] = String(pk).split('#');
  const isKeyed = store === 'threads' || (store === 'consent' && partition !== 'INTAKE');
  return isKeyed && owner !== tenant;
}
