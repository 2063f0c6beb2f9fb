import { compact } from '../../../compact.ts';
import { monthOf } from './words/months.ts';

/** A day that a text names: month from 1; without a year the next one, without a month the one of the context. */
export interface NamedDay {
  readonly year?: number;
  readonly month?: number;
  readonly day: number;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Both numbers could be the month: `04/05`. */
  readonly isAmbiguous?: boolean;
}

const yearFirst =
  /(\d{4})(?:[-/.]|\. ?| ?年 ?| ?년 ?)(\d{1,2})(?:[-/.]|\. ?| ?月 ?| ?월 ?)(\d{1,2})(?!\d)(?: ?[日일])?/y;
const eastAsian = /(\d{1,2}) ?[月월] ?(\d{1,2})(?!\d)(?: ?[日일号號])?/y;
const dayThenMonth =
  /(\d{1,2})(?!\d)(?:st|nd|rd|th|er|:[ae]|[ºo]|ste|de|-?го|-?е)?[. -]{0,3}(?:of |de |d'|d[oi] |del )?(thang \d{1,2}|[\p{L}\p{M}]{2,14})\.?,?(?: ?(?:de |of |del |do |nam )?(\d{4})(?!\d))?/uy;
const numeric = /(\d{1,2})(?!\d)([./-]) ?(\d{1,2})(?!\d)(?:\2(?: ?(\d{4})|(\d{2}))(?!\d))?/y;
const dayAlone = /(\d{1,2})(?:(?:st|nd|rd|th)\b| ?[日일号號])/y;
const monthBefore = /(?:(\d{4})(?:\.| m\.?|年)? )?([\p{L}\p{M}]{3,14})\.? (?:the )?$/u;
const dayAfterMonth = /(\d{1,2})(?!\d)(?:st|nd|rd|th|-?\p{L}{1,3})?(?:,? (?:de )?(\d{4})(?!\d))?/uy;

/** Finds the days that a folded text names, in order. */
export function findDays(text: string): NamedDay[] {
  const days: NamedDay[] = [];
  let end = 0;
  for (const { index } of text.matchAll(/(?<![\d:/])\d{1,4}(?!\d)/g)) {
    if (index < end) continue;
    const day = dayAt(text, index);
    if (day === undefined) continue;
    days.push(day);
    end = day.end;
  }
  return days;
}

type Reader = (text: string, start: number) => NamedDay | undefined;

/** The forms of a date, the surest first. */
const readers: readonly Reader[] = [
  (text, start) => {
    const match = matchAt(yearFirst, text, start);
    return match && dayOf(match, start, { year: match[1], month: Number(match[2]), day: match[3] });
  },
  (text, start) => {
    const match = matchAt(eastAsian, text, start);
    return match && dayOf(match, start, { month: Number(match[1]), day: match[2] });
  },
  (text, start) => {
    const match = matchAt(dayThenMonth, text, start);
    const month = match && monthNamed(match[2]!);
    return match && month ? dayOf(match, start, { year: match[3], month, day: match[1] }) : undefined;
  },
  (text, start) => {
    const match = matchAt(numeric, text, start);
    return match && numericDay(match, start);
  },
  (text, start) => {
    const before = monthBefore.exec(text.slice(Math.max(0, start - 28), start));
    const month = before && monthOf(before[2]!);
    const match = month ? matchAt(dayAfterMonth, text, start) : undefined;
    if (!before || !month || !match) return undefined;
    const day = dayOf(match, start, { year: match[2] ?? before[1], month, day: match[1] });
    return day && { ...day, start: start - before[0].length };
  },
  (text, start) => {
    const match = matchAt(dayAlone, text, start);
    return match && dayOf(match, start, { day: match[1] });
  },
];

function dayAt(text: string, start: number): NamedDay | undefined {
  for (const read of readers) {
    const day = read(text, start);
    if (day !== undefined) return day;
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

const monthNamed = (word: string): number | undefined =>
  word.startsWith('thang ') ? Number(word.slice('thang '.length)) : monthOf(word);

/** `04/05`: a slash leaves both orders open where both numbers can be a month; a point or a dash has the day first. */
function numericDay(match: RegExpExecArray, start: number): NamedDay | undefined {
  const [first, second] = [Number(match[1]), Number(match[3])];
  const isMonthFirst = match[2] === '/' && second > 12;
  const day = dayOf(match, start, {
    year: match[4] ?? match[5],
    month: isMonthFirst ? first : second,
    day: String(isMonthFirst ? second : first),
  });
  return day && match[2] === '/' && first <= 12 && second <= 12 ? { ...day, isAmbiguous: true } : day;
}

interface Numbers {
  readonly year?: string | undefined;
  readonly month?: number;
  readonly day: string | undefined;
}

function dayOf(match: RegExpExecArray, start: number, { year, month, day }: Numbers): NamedDay | undefined {
  const number = Number(day);
  if (number < 1 || number > 31 || (month !== undefined && (month < 1 || month > 12))) return undefined;
  return compact({
    year: year === undefined ? undefined : yearOf(year),
    month,
    day: number,
    start,
    end: start + match[0].length,
  });
}

/** Two digits are of this century; Thai calendars count 543 years more. */
function yearOf(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return 2000 + year;
  return year > 2400 ? year - 543 : year;
}
