import type { SubjectHash } from '../mail/subject-hash.ts';
import type { SharedRecords } from './ledger.ts';

/**
 * Keeps claims under a keyed hash of their record: a record may be a person, and nobody who reads the table should find
 * people by guessing addresses.
 */
export function keyedRecords(records: SharedRecords, subjectHash: () => Promise<SubjectHash>): SharedRecords {
  // A tenant's name has no slash, so this never equals a hash of the consent ledger.
  const keyOf = async (record: string): Promise<string> => (await subjectHash())('record/', record);
  return {
    claim: async (record, ...rest) => records.claim(await keyOf(record), ...rest),
    remember: async (record, ...rest) => records.remember(await keyOf(record), ...rest),
    drop: async (record, ...rest) => records.drop(await keyOf(record), ...rest),
    forget: async (record) => records.forget(await keyOf(record)),
  };
}
