import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { buildMail, textPart } from '../../fixtures/mail-builder.ts';

export interface TestMail {
  readonly name: string;
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** Builds conversations of four mails, each a reply to the one before, from 25 senders in 10 companies. */
export function conversationMails(count: number, to = 'deals@inbound.localhost'): TestMail[] {
  return Array.from({ length: count }, (_, index) => {
    const conversation = Math.floor(index / 4);
    const turn = index % 4;
    const sender = conversation % 25;
    const from = `person${sender}@company${sender % 10}.example`;
    const id = (turnIndex: number): string => `<c${conversation}-${turnIndex}@mail.example>`;
    const references = Array.from({ length: turn }, (__, turnIndex) => id(turnIndex));
    const raw = buildMail({
      headers: [
        `From: Person ${sender} <${from}>`,
        `To: ${to}`,
        `Subject: ${turn > 0 ? 'Re: ' : ''}Conversation ${conversation}`,
        `Message-ID: ${id(turn)}`,
        'Date: Fri, 20 Nov 2026 09:00:00 +0000',
        ...(turn > 0 ? [`In-Reply-To: ${id(turn - 1)}`, `References: ${references.join(' ')}`] : []),
        'MIME-Version: 1.0',
      ],
      multipart: { subtype: 'mixed', parts: [textPart(`Turn ${turn} of conversation ${conversation}.\n`)] },
    });
    return { name: `c${conversation}-${turn}`, raw, from, to: [to] };
  });
}

/** Sends a mail and returns the server's answer. Rejects when the server refuses it or the connection breaks. */
export async function sendMail(
  port: number,
  { raw, from, to }: Pick<TestMail, 'raw' | 'from' | 'to'>,
): Promise<string> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    connectionTimeout: 30_000,
    greetingTimeout: 60_000,
    socketTimeout: 60_000,
  });
  try {
    return (await transport.sendMail({ envelope: { from, to: [...to] }, raw })).response;
  } finally {
    transport.close();
  }
}

/** Polls until the function returns a value. */
export async function eventually<T>(poll: () => Promise<T | undefined>, what: string, timeoutMs = 90_000): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await wait(200)) {
    const seen = await poll();
    if (seen !== undefined) return seen;
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}`);
}
