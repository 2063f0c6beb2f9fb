import { compact } from '../lambdas/compact.ts';
import { readHeaders } from '../lambdas/mime/headers.ts';
import { defaultRecipient, localDomain } from './local-recipients.ts';

/** A raw mail's envelope, and its place in a conversation. */
export interface OutgoingMail {
  readonly envelope: { readonly from: string; readonly to: string[] };
  readonly messageId?: string;
  /** Message-IDs of the mails that it answers, from In-Reply-To and References. */
  readonly answers: readonly string[];
}

/** The longest header block that is read, in bytes. */
const maxHeaderBytes = 1024 * 1024;

/**
 * Reads the envelope of a raw mail from its headers: its own recipients where they are local, and the sender from
 * Return-Path, which may be the null sender, else from From or Sender.
 */
export function outgoingMail(raw: Buffer, to: readonly string[] | undefined): OutgoingMail {
  const text = raw.subarray(0, maxHeaderBytes).toString('latin1');
  const block = text.slice(0, /\r?\n\r?\n/.exec(text)?.index ?? text.length);
  const lines = block.split(/\r?\n(?![ \t])/);
  const headers = readHeaders(
    lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).trim().toLowerCase(), line })),
  );
  const recipients = ['to', 'cc', 'bcc', 'delivered-to', 'x-original-to'].flatMap((name) => headers.mailboxes(name));
  const local = [...new Set(recipients.map(({ address }) => address))].filter((address) =>
    address.toLowerCase().endsWith(`@${localDomain}`),
  );
  const isNull = /^return-path:\s*<>/im.test(block);
  const sender = ['return-path', 'from', 'sender'].flatMap((name) => headers.mailboxes(name))[0];
  const [messageId] = headers.messageIds('message-id');
  return compact({
    envelope: {
      from: isNull ? '' : (sender?.address ?? ''),
      to: to !== undefined && to.length > 0 ? [...to] : local.length > 0 ? local : [defaultRecipient],
    },
    messageId,
    answers: [...new Set([...headers.messageIds('in-reply-to'), ...headers.messageIds('references')])].filter(
      (id) => id !== messageId,
    ),
  });
}
