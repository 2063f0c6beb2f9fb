import { compact } from '../compact.ts';
import type { Mailbox } from '../domain/crm/crm-records.ts';
import { cut } from './cut.ts';

/** The full name of a person; without a name, the part of the address before the @. */
export const nameOf = ({ email, firstName, lastName }: Mailbox): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email.slice(0, email.lastIndexOf('@'));

/**
 * First and last name for a CRM in which the last one is mandatory. Without a last name the whole name takes its place.
 *
 * @param maxLength of the last name, in UTF-16 code units
 * @param maxFirstLength of the first name
 */
export function splitName(
  person: Mailbox,
  maxLength: number,
  maxFirstLength: number = maxLength,
): { readonly lastName: string; readonly firstName?: string } {
  const { firstName, lastName } = person;
  return compact({
    lastName: cut(lastName ?? nameOf(person), maxLength),
    firstName: lastName === undefined || firstName === undefined ? undefined : cut(firstName, maxFirstLength),
  });
}
