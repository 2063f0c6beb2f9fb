import { eventOf } from '../../bench/judge.ts';
import { kindsInLanguages } from '../../fixtures/labelled/kinds-in-languages.ts';
import { buildMail } from '../../fixtures/mail-builder.ts';

const bytesOf = (subject: string, from: string, text: string): Buffer =>
  buildMail({
    headers: [
      `From: ${from}`,
      'To: sales@inbound.localhost',
      `Subject: ${subject}`,
      'Date: Fri, 20 Nov 2026 09:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ],
    body: `${text}\n`,
  });

describe('kinds by words alone, in many languages', () => {
  it.each(kindsInLanguages)(
    '$kind ($language): $subject: $text',
    async ({ kind, subject, text, from = 'Jo Baker <jo@customer.example>', returns }) => {
      const { classification } = await eventOf(bytesOf(subject, from, text));

      expect(classification.kind).toBe(kind);
      expect(classification.autoReply?.returnsAt?.slice(0, 10)).toBe(returns);
    },
  );
});
