import { isRoleAccount } from '../../lambdas/domain/consent/role-account.ts';
import { registrableDomainOf } from '../../lambdas/domain/mail/company-domain.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { isFreeMail } from '../../lambdas/domain/mail/free-mail.ts';
import { isUnreadAddress } from '../../lambdas/domain/mail/machine-address.ts';
import { keptWords } from './kept-words.ts';

/** A word of a name that is found in texts; shorter ones are in too many others. */
const leastLetters = 3;
/** A text between brackets, as the address behind a name in quotes and forwarded mail. */
const bracketed = /[<[(][^\s<>()[\]]{3,250}[>)\]]/g;
/** In characters before an address: a name is shorter. */
const nameLength = 80;
/** Words of a name. */
const mostWords = 4;

/** The words that name people and companies in a mail: of its mailboxes, and of those that its text names with their address. */
export function namesOf({ message, body }: Pick<EmailReceived, 'message' | 'body'>): string[] {
  const { from, to, cc, replyTo } = message;
  const mailboxes = [from, to, cc, replyTo].flat().filter((mailbox) => mailbox !== undefined);
  const quoted = namedIn(body.text ?? '');
  return [...mailboxes, ...quoted].flatMap(({ name, address = '' }) => [
    ...(isUnreadAddress(address) || isRoleAccount(address) ? [] : nameWordsIn(name ?? '')),
    ...nameWordsIn(nameInLocal.exec(address)?.[0] ?? ''),
    ...nameWordsIn(companyIn(address)),
  ]);
}

/** The addresses in a text that have a name before them. */
const namedIn = (text: string): Array<{ name: string; address: string }> =>
  [...text.matchAll(bracketed)]
    .filter(([address]) => address.includes('@'))
    .map(({ 0: address, index }) => ({
      name: nameAtEnd(text.slice(Math.max(0, index - nameLength), index)),
      address: address.slice(1, -1).replace(/^mailto:/i, ''),
    }));

/** The words with a capital at the end of a text; behind a comma a name begins anew, as behind the day of a quote. */
function nameAtEnd(text: string): string {
  const words = text.trim().split(/\s+/).slice(-mostWords);
  return words.slice(words.findLastIndex((word) => word.endsWith(',') || !/^["'(]?\p{Lu}/u.test(word)) + 1).join(' ');
}

/** A local part of two or three words, as `ada.lovelace`; a single word is often a function, or a word of other texts. */
const nameInLocal = /^\p{L}{2,40}(?:[._]\p{L}{2,40}){1,2}(?=@)/u;

/** The words of a name, in lower case, without those that name nobody. */
export const nameWordsIn = (text: string): string[] =>
  (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter(
    (word) => [...word].length >= leastLetters && !keptWords.has(word),
  );

function companyIn(address: string): string {
  const domain = registrableDomainOf(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
  return domain === undefined || isFreeMail(domain) ? '' : domain.split('.')[0]!;
}
