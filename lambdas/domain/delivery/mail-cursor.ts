import { readFields, signFields, type TokenKeys } from '../mail/signed-text.ts';

const use = 'mails:';
const form = 'mails/1';

/** Makes the cursor of a page of the list of mails: the place where the next one begins. */
export const mintMailCursor = (below: string, tenant: string | undefined, keys: TokenKeys): string =>
  signFields([form, tenant ?? '', below], keys, use);

/**
 * Reads a cursor.
 *
 * @param tenant the only tenant that the caller reads; absent: all
 * @returns undefined when it is cut, altered, of another deployment, or of another tenant's list
 */
export function readMailCursor(text: string, tenant: string | undefined, keys: TokenKeys): string | undefined {
  const [foundForm, foundTenant, below] = readFields(text, keys, use) ?? [];
  return foundForm === form && foundTenant === (tenant ?? '') ? below : undefined;
}
