import { createHmac } from 'node:crypto';

/** The keyed hash under which a tenant's normalized address is known. */
export type SubjectHash = (tenant: string, normalizedAddress: string) => string;

/** The keyed hash of a tenant's address: all that stays of a person who was erased. */
export const subjectOf = (addressKey: string, tenant: string, normalizedAddress: string): string =>
  createHmac('sha256', addressKey).update(`${tenant}\n${normalizedAddress}`).digest('hex').slice(0, 40);
