import { findDays, type NamedDay } from './dates.ts';
import { createPhraseReader, type PhraseMatch } from './phrases.ts';
import { inclusive, returnsOn, through, until, untilBefore } from './words/return.ts';

const readPhrases = createPhraseReader({ returnsOn, until, untilBefore, inclusive, through });
type Sense = PhraseMatch<'returnsOn' | 'until' | 'untilBefore' | 'inclusive' | 'through'>;

const dayMs = 86_400_000;

/** A day with what the words around it say of it: nothing at rank 0. */
interface Candidate {
  readonly rank: number;
  readonly time: number;
}

/**
 * Reads the day on which an absent person is back.
 *
 * "Back on the 23rd" wins over "away until the 22nd". A day up to and including which somebody is away makes the return the
 * day after; a plain "until" leaves open whether the day counts, and is taken as the day of return.
 *
 * @param text folded (`foldText`)
 * @returns ISO 8601, at midnight UTC; absent when no day is named, none such exists, or it lies a year off
 */
export function readReturnDay(text: string, sentAt: Date): string | undefined {
  const days = findDays(text);
  const hasMonthFirst = isMonthFirst.test(text);
  const candidates = days.flatMap((day, index): Candidate[] => {
    const time = timeOf(day, days[index - 1], sentAt, hasMonthFirst);
    const sense = senseOf(text, day, days[index - 1], days[index + 1]);
    return time === undefined ? [] : [{ rank: sense?.rank ?? 0, time: time + (sense?.addDays ?? 0) * dayMs }];
  });
  const best = candidates.reduce<Candidate>(surer, { rank: 0, time: 0 });
  if (best.rank === 0) return undefined;
  // "Away from the 23rd to the 1st. On the 2nd I will answer": the day that follows an absence ends it.
  const follows =
    best.rank < ranks.returns && candidates.find(({ rank, time }) => rank === 0 && isSoonAfter(best.time, time));
  return new Date(follows ? follows.time : best.time).toISOString();
}

const surer = (chosen: Candidate, candidate: Candidate): Candidate =>
  candidate.rank > chosen.rank ? candidate : chosen;

/** Within a weekend and a day or two. */
const isSoonAfter = (end: number, time: number): boolean => time > end && time <= end + 4 * dayMs;

/** How sure the sense of a day is. */
const ranks = { returns: 3, inclusive: 2, until: 1 };

/** English and East Asian notes write the month first where a slash parts the numbers. */
const isMonthFirst = /\b(?:the|will|until|back|from|and)\b|[\u3040-\u9fff\uac00-\ud7af]/;

interface DaySense {
  readonly rank: number;
  readonly addDays: number;
}

function senseOf(
  text: string,
  day: NamedDay,
  previous: NamedDay | undefined,
  next: NamedDay | undefined,
): DaySense | undefined {
  const before = sentenceBefore(text.slice(Math.max(previous?.end ?? 0, day.start - 70), day.start));
  const [after, isLast] = sentenceAfter(text.slice(day.end, day.end + 60), (next?.start ?? text.length) - day.end);
  const [leading, trailing] = [sensesIn(before), sensesIn(after)];
  const leads = (family: Sense['family']): boolean =>
    leading.some((match) => match.family === family && before.length - match.end < nearby);
  const trails = (family: Sense['family']): boolean =>
    trailing.some((match) => match.family === family && match.start < nearby);
  // Words behind a day belong to the next day of the sentence, if there is one: "from the 9th, back on the 23rd".
  const isReturn =
    leading.some(isOf('returnsOn')) ||
    (isLast && !leads('until') && !leads('through') && trailing.some(isOf('returnsOn')));
  if (isReturn) return { rank: ranks.returns, addDays: 0 };
  if (leads('through') || leads('inclusive') || trails('inclusive')) return { rank: ranks.inclusive, addDays: 1 };
  const isUntil = leads('until') || trails('untilBefore') || endsRange.test(before);
  return isUntil ? { rank: ranks.until, addDays: 0 } : undefined;
}

/** The words of a part of a sentence that say what its day is. */
export const sensesIn = (part: string): Sense[] => readPhrases(part).filter((match) => !isNegated(part, match));

/** Between such a word and its day stand at most an article and the day of the week. */
const nearby = 24;

/** "9. – 20. November" */
const endsRange = /(?:\d\.?|^\.?|\)) ?[-–—~〜～] ?$/;

const isOf =
  (family: Sense['family']) =>
  (match: Sense): boolean =>
    match.family === family;

/** "Not available from 9 November", "won't be back": the word does not lead to a return. */
const isNegated = (text: string, { family, start }: Sense): boolean =>
  family === 'returnsOn' &&
  /(?:\b(?:not|n't|nicht|no|non|nao|niet|inte|ikke|nie|nem|pas|ei|nu|un)|не)(?: be| \S{1,8})? ?$/.test(
    text.slice(Math.max(0, start - 14), start),
  );

/** Abbreviations before a day end no sentence: "inkl. 30.11.", "d. 1. december". */
const endsSentence = /(?<!(?:^|[ (])\p{L}{1,3}|t\.o\.m|\b(?:inkl|incl|einschl))[.!?](?= )|[。！？\n]/gu;

/** The part of the sentence of a day that stands before it. */
export function sentenceBefore(text: string): string {
  const end = [...text.matchAll(endsSentence)].filter(({ index }) => !/\d$/.test(text.slice(0, index))).at(-1);
  return end === undefined ? text : text.slice(end.index + 1);
}

/** The rest of the sentence up to the next day, and whether no other day follows in it. */
function sentenceAfter(text: string, next: number): [after: string, isLast: boolean] {
  const end = text.search(/[.!?](?= |$)|[。！？\n]/);
  const length = end < 0 ? text.length : end;
  return [text.slice(0, Math.min(length, Math.max(0, next))), next >= length];
}

/** The time of a day near the day of the mail: a date without a year is the next one. */
function timeOf(
  day: NamedDay,
  previous: NamedDay | undefined,
  sentAt: Date,
  hasMonthFirst: boolean,
): number | undefined {
  const sent = sentAt.getTime();
  if (day.month === undefined) return nextDayOfMonth(day.day, previous, sentAt);
  const asWritten = plausible(day.year, day.month, day.day, sent);
  if (!day.isAmbiguous) return asWritten;
  const swapped = plausible(day.year, day.day, day.month, sent);
  const [preferred, other] = hasMonthFirst ? [swapped, asWritten] : [asWritten, swapped];
  // Absences are short: an order of the numbers that leads months ahead is the wrong one where the other is near.
  const isFar = preferred === undefined || preferred - sent > 120 * dayMs;
  return isFar && other !== undefined && other - sent < 60 * dayMs ? other : (preferred ?? other);
}

/** A day of a month that the text does not repeat: after the day that it names before, or after the mail. */
function nextDayOfMonth(day: number, previous: NamedDay | undefined, sentAt: Date): number | undefined {
  const month = previous?.month === undefined ? sentAt.getUTCMonth() : previous.month - 1;
  const from = previous?.month === undefined ? sentAt.getUTCDate() : previous.day;
  const year = previous?.year ?? sentAt.getUTCFullYear();
  const time = Date.UTC(year, day < from ? month + 1 : month, day);
  return new Date(time).getUTCDate() === day
    ? plausible(undefined, new Date(time).getUTCMonth() + 1, day, sentAt.getTime())
    : undefined;
}

function plausible(year: number | undefined, month: number, day: number, sent: number): number | undefined {
  const assumed = year ?? new Date(sent).getUTCFullYear();
  const time = Date.UTC(assumed, month - 1, day);
  if (new Date(time).getUTCDate() !== day || month > 12) return undefined;
  const isPast = time < sent - dayMs;
  const chosen = isPast && year === undefined ? Date.UTC(assumed + 1, month - 1, day) : time;
  return chosen < sent - dayMs || chosen > sent + 400 * dayMs ? undefined : chosen;
}
