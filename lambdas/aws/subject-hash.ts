import { type SubjectHash, subjectOf } from '../domain/mail/subject-hash.ts';
import { readCredentials } from './secrets.ts';
import { readSettings, type Settings } from './settings.ts';

/** The keyed hash of addresses. Its key is read when it is first needed. */
export function createSubjectHash(environment: Settings): () => Promise<SubjectHash> {
  const { addressKey } = readSettings(environment, ['addressKey']);
  return async () => {
    const key = await readCredentials(addressKey, environment);
    return (tenant, address) => subjectOf(key, tenant, address);
  };
}
