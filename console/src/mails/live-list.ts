import type { MailCard, MailPage } from '../contract.ts';

/** The newest mails beside those that a reader sees. */
interface HeadDifference {
  /** Mails that are not in the list yet, newest first. */
  readonly fresh: readonly MailCard[];
  /** Whether mails may lie between the newest and the list: then the list is read anew. */
  readonly hasGap: boolean;
}

/** The mails of all loaded pages, each once. */
export function mailsIn(pages: readonly MailPage[]): readonly MailCard[] {
  const byId = new Map<string, MailCard>();
  for (const page of pages) for (const mail of page.mails) if (!byId.has(mail.mailId)) byId.set(mail.mailId, mail);
  return [...byId.values()];
}

/** Compares the newest page with the list. */
export function differenceOf(head: MailPage | undefined, pages: readonly MailPage[]): HeadDifference {
  if (head === undefined || pages.length === 0) return { fresh: [], hasGap: false };
  const known = new Set(pages.flatMap((page) => page.mails.map(({ mailId }) => mailId)));
  const fresh = head.mails.filter(({ mailId }) => !known.has(mailId));
  return { fresh, hasGap: known.size > 0 && fresh.length === head.mails.length && head.hasMore };
}

/** Puts the newest mails before the list, and takes their present state for those that are in it. */
export function mergeHead(pages: readonly MailPage[], head: MailPage, withFresh: boolean): readonly MailPage[] {
  const present = new Map(head.mails.map((mail) => [mail.mailId, mail]));
  const isStale = (mail: MailCard): boolean => {
    const newer = present.get(mail.mailId);
    return newer !== undefined && JSON.stringify(newer) !== JSON.stringify(mail);
  };
  const updated = pages.map((page) =>
    page.mails.some(isStale)
      ? { ...page, mails: page.mails.map((mail) => (isStale(mail) ? present.get(mail.mailId)! : mail)) }
      : page,
  );
  const [first, ...rest] = updated;
  const { fresh } = differenceOf(head, pages);
  if (first === undefined || !withFresh || fresh.length === 0)
    return updated.some((page, place) => page !== pages[place]) ? updated : pages;
  return [{ ...first, mails: [...fresh, ...first.mails] }, ...rest];
}
