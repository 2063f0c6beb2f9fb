import { compact } from '../../../compact.ts';
import { isMailable, normalizeAddress } from '../../mail/address.ts';
import type { Classification } from '../../mail/event.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { addressesIn, isDaemonAddress } from '../bounce/recipient.ts';
import { foldText } from './folded-text.ts';
import { createPhraseReader } from './phrases.ts';
import { readReturnDay } from './return-day.ts';
import { readReturnWeekday } from './return-weekday.ts';
import { standIn } from './words/stand-in.ts';

type Absence = NonNullable<Classification['autoReply']>;

/** Notes are short; what follows are quotes and disclaimers. */
const noteLength = 4000;

/** Reads the day of return and the deputy of an absent person, where the note names them. */
export function readAbsence(mail: ParsedMail): Absence {
  const text = foldText((mail.text ?? '').slice(0, noteLength));
  const returnsAt = returnDateOf(mail, text) ?? (mail.date && readReturnWeekday(text, mail.date));
  const delegate = delegateIn(text, mail);
  return compact({ returnsAt, delegate });
}

/** The day of return where the note or its subject gives its date: people, too, say that they are back on Monday. */
export function returnDateOf(mail: ParsedMail, text = foldText((mail.text ?? '').slice(0, noteLength))) {
  if (mail.date === undefined) return undefined;
  return readReturnDay(text, mail.date) ?? readReturnDay(foldText((mail.subject ?? '').slice(0, 300)), mail.date);
}

const readPhrases = createPhraseReader({ standIn });

/** The first address after words such as "contact" or "urgent", and neither party's own. */
function delegateIn(text: string, mail: ParsedMail): string | undefined {
  if (!text.includes('@')) return undefined;
  const own = new Set(
    [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc, ...mail.replyTo].map(({ address }) =>
      normalizeAddress(address),
    ),
  );
  const start = readPhrases(text)[0]?.start;
  if (start === undefined) return undefined;
  // No blank parts an address from the end of an East Asian sentence.
  const words = text.slice(sentenceStart(text, start), start + 1500).replace(/[。、]/g, ' ');
  return addressesIn(words).find((address) => isMailable(address) && !own.has(address) && !isDaemonAddress(address));
}

/** "Ann (ann@b.example) stands in": the address may stand before the words that lead to it, in the same sentence. */
const sentenceStart = (text: string, at: number): number => {
  const before = text.slice(Math.max(0, at - 100), at);
  const end = Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n'), before.lastIndexOf('! '));
  return at - before.length + end + 1;
};
