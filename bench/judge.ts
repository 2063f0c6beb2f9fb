// Reads the labelled sets with the code that is deployed; `npm run accuracy` prints the results, and tests compare them.

import type { LabelledBounce } from '../fixtures/labelled/bounces.ts';
import type { LabelledReply } from '../fixtures/labelled/replies.ts';
import { buildMail } from '../fixtures/mail-builder.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';

/** Reads raw bytes to an event, as the parse stage does. */
export async function eventOf(raw: Buffer): Promise<EmailReceived> {
  const reading = await readMail(
    (async function* () {
      yield raw;
    })(),
  );
  if (reading.kind === 'unreadable') throw new Error(`unreadable: ${reading.code}`);
  try {
    return buildEvent(reading.mail, {
      mailId: 'labelled',
      objectKey: 'labelled',
      receivedAt: '2026-11-20T09:06:00.000Z',
      recipients: reading.mail.to.map(({ address }) => address),
      authentication: {},
      recovered: false,
    });
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}

type Recipient = LabelledBounce['recipients'][number];

/** The reading of a bounce, in the form of its label. */
export async function readLabelledBounce({ raw }: LabelledBounce) {
  const { classification } = await eventOf(raw);
  const recipients = (classification.bounce?.recipients ?? []).map(
    ({ address, status, type, reason }): Recipient => [address, status, type, reason ?? 'other'],
  );
  return { kind: classification.kind, recipients, originalMessageId: classification.bounce?.originalMessageId };
}

/** The mail around a labelled text. */
export function replyMail({ text, html, subject = 'Re: Meeting' }: LabelledReply): Buffer {
  const headers = [
    'From: Ada Lovelace <ada@customer.example>',
    'To: sales@inbound.localhost',
    `Subject: ${subject}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
  ];
  const plain = { headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'], body: text };
  const markup = {
    headers: ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 8bit'],
    body: html ?? '',
  };
  if (html === undefined) return buildMail({ ...plain, headers: [...headers, ...plain.headers] });
  if (text === '') return buildMail({ ...markup, headers: [...headers, ...markup.headers] });
  return buildMail({ headers, multipart: { subtype: 'alternative', parts: [plain, markup] } });
}

/** Words of the label that the reading kept: a share from 0 to 1. */
export function shareKept(wanted: string | undefined, read: string | undefined): number {
  const words = (text: string | undefined): string[] => text?.split(/\s+/).filter(Boolean) ?? [];
  const left = new Map<string, number>();
  for (const word of words(read)) left.set(word, (left.get(word) ?? 0) + 1);
  const all = words(wanted);
  const matches = all.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return all.length === 0 ? 1 : matches.length / all.length;
}
