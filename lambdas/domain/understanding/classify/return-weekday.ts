import { anyOf } from '../../mail/any-of.ts';
import { sensesIn, sentenceBefore } from './return-day.ts';

const dayMs = 86_400_000;

/** Names of the days from Sunday on, folded. */
const weekdays: readonly RegExp[] = [
  /^(?:sunday|sonntag|dimanche|domingo|domenica|zondag|sondag)/,
  /^(?:monday|montag|lundi|lunes|lunedi|segunda|maandag|mandag)/,
  /^(?:tuesday|dienstag|mardi|martes|martedi|terca|dinsdag|tisdag|tirsdag)/,
  /^(?:wednesday|mittwoch|mercredi|miercoles|mercoledi|quarta|woensdag|onsdag)/,
  /^(?:thursday|donnerstag|jeudi|jueves|giovedi|quinta|donderdag|torsdag)/,
  /^(?:friday|freitag|vendredi|viernes|venerdi|sexta|vrijdag|fredag)/,
  /^(?:saturday|samstag|samedi|sabado|sabato|zaterdag|lordag)/,
];

const relativeDay = new RegExp(
  String.raw`(?<!\p{L})(?:${anyOf`
    (?:sun|mon|tues|wednes|thurs|fri|satur)day
    (?:sonn|mon|diens|donners|frei|sams)tag|mittwoch
    dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi
    domingo|lunes|martes|miercoles|jueves|viernes|sabado
    domenica|lunedi|martedi|mercoledi|giovedi|venerdi|sabato
    (?:segunda|terca|quarta|quinta|sexta)-feira
    (?:zon|maan|dins|woens|donder|vrij|zater)dag
    (?:son|man|tis|tirs|ons|tors|fre|lor)dag
    tomorrow|morgen|demain|manana|domani|amanha|imorgon|i morgon
  `})(?![\p{L}-])`,
  'gu',
);

/** "Next Thursday" is this week's to some writers, and the other week's to the rest; "la mañana" is a morning. */
const leavesOpen =
  /(?:next|following|every|each|nachste[nrm]?|kommende[nrm]?|jede[nm]|prochain|proximo|proxima|prossim[oa]|volgende|nasta|naeste|neste|guten|goede|god|la|am fruhen) $/;
const leavesOpenBehind =
  /^ ?(?:next week|week|in (?:a|two|\d)|after next|nachster? woche|kommender woche|prochaine?|en huit|proximo|que viene|prossim[oa]|volgende|morning only|mornings)/;

/** Characters between the words that lead to a day and the day: "back at my desk on Thursday". */
const nearby = 40;

/**
 * Reads the day on which an absent person is back where the note names it by the weekday or as tomorrow: it is the
 * first such day after the mail. The weekday of the mail itself may be today or in a week, and is not read.
 *
 * @param text folded (`foldText`)
 * @returns ISO 8601, at midnight UTC; absent when the words leave the day open
 */
export function readReturnWeekday(text: string, sentAt: Date): string | undefined {
  const days = [...text.matchAll(relativeDay)];
  for (const [index, { 0: name, index: start }] of days.entries()) {
    const previous = days[index - 1];
    const before = sentenceBefore(text.slice(Math.max(0, start - 70), start));
    const after = text.slice(start + name.length, start + name.length + 20);
    // "I work from Monday until Thursday": the day before it is in the same sentence.
    const isAlone = previous === undefined || previous.index < start - before.length;
    if (leavesOpen.test(before) || leavesOpenBehind.test(after) || !isReturn(before, after, isAlone)) continue;
    const ahead = daysAhead(name, sentAt);
    if (ahead === undefined) return undefined;
    return new Date(Math.floor(sentAt.getTime() / dayMs) * dayMs + ahead * dayMs).toISOString();
  }
  return undefined;
}

function isReturn(before: string, after: string, isAlone: boolean): boolean {
  const leading = sensesIn(before).filter(({ end }) => before.length - end < nearby);
  const trailing = sensesIn(after).filter(({ start }) => start < 2);
  return (
    [...leading, ...trailing].some(({ family }) => family === 'returnsOn') ||
    (isAlone && leading.some(({ family }) => family === 'until'))
  );
}

function daysAhead(name: string, sentAt: Date): number | undefined {
  const weekday = weekdays.findIndex((names) => names.test(name));
  if (weekday < 0) return 1;
  const ahead = (weekday - sentAt.getUTCDay() + 7) % 7;
  return ahead === 0 ? undefined : ahead;
}
