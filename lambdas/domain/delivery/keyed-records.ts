import type { SubjectHash } from '../mail/subject-hash.ts';
import type { SharedRecords } from './ledger.ts';

/**
 * Claims under a keyed hash of what they are for: that may be a person, and whoever reads the table should find nobody by
 * guessing addresses.
 */
export function keyedRecords(records: SharedRecords, subjectHash: () => Promise<SubjectHash>): SharedRecords {
  // No tenant has a slash in its name, so that this is no hash of the consent ledger.
  const keyOf = async (record: string): Promise<string> => (await subjectHash())('record/', record);
  return {
    claim: async (record, ...rest) => records.claim(await keyOf(record), ...rest),
    made: async (record, ...rest) => records.made(await keyOf(record), ...rest),
    drop: async (record, ...rest) => records.drop(await keyOf(record), ...rest),
    forget: async (record) => records.forget(await keyOf(record)),
  };
}
