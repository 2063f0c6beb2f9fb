import { compact } from '../lambdas/compact.ts';
import { mailIdOf } from '../lambdas/domain/mail/receipt.ts';
import { ageSeconds, listUnreadMail, type UnreadMailPorts } from '../lambdas/operations/unread-mail.ts';

/** Mails that are named at most. */
const mostNamed = 50;

/** The mails that this machine has received and not read yet, the newest first, for the console. */
export async function unreadMails(ports: UnreadMailPorts, now: Date) {
  const { unread } = await listUnreadMail(ports);
  const oldest = unread.at(-1);
  return compact({
    oldestSeconds: oldest && ageSeconds(oldest, now),
    mails: unread
      .slice(0, mostNamed)
      .map(({ objectKey, storedAt, size }) => compact({ mailId: mailIdOf(objectKey), storedAt, bytes: size })),
  });
}
