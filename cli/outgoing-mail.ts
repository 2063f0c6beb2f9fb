import { compact } from '../lambdas/compact.ts';
import { readHeaders } from '../lambdas/mime/headers.ts';

export const localDomain = 'inbound.localhost';
export const defaultRecipient = `deals@${localDomain}`;

/** How a raw mail is to be sent. */
export interface OutgoingMail {
  readonly envelope: { readonly from: string; readonly to: string[] };
  readonly messageId?: string;
  /** Message-IDs that it names: what it answers, and what that answered. */
  readonly answers: readonly string[];
}

/** Longest header block that is looked at, in bytes. */
const maxHeaderBytes = 1024 * 1024;

/**
 * Reads what sending needs off a raw mail: its own recipients where they are local; the sender from Return-Path,
 * for a null sender is one too.
 */
export function outgoingMail(raw: Buffer, to: readonly string[] | undefined): OutgoingMail {
  const text = raw.subarray(0, maxHeaderBytes).toString('latin1');
  const block = text.slice(0, /\r?\n\r?\n/.exec(text)?.index ?? text.length);
  const lines = block.split(/\r?\n(?![ \t])/);
  const headers = readHeaders(
    lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).trim().toLowerCase(), line })),
  );
  const named = ['to', 'cc', 'bcc', 'delivered-to', 'x-original-to'].flatMap((name) => headers.mailboxes(name));
  const local = [...new Set(named.map(({ address }) => address))].filter((address) =>
    address.toLowerCase().endsWith(`@${localDomain}`),
  );
  const isNull = /^return-path:\s*<>/im.test(block);
  const sender = headers.mailboxes('return-path')[0] ?? headers.mailboxes('from')[0];
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
