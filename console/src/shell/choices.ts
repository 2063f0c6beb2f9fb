import { searchOf } from '../mails/filters.ts';
import type { ConsoleSettings } from '../session.ts';
import { pagesFor, type Reach } from './pages.ts';

/** A place of the palette. */
interface Choice {
  readonly title: string;
  readonly href: string;
}

const isId = (text: string): boolean => /^(?:evt_[0-9a-f]{32}|[0-9a-z]{40})$/.test(text);

/** The places that a text can mean: pages by their names, a mail by its id, and a search for everything else. */
export function choicesOf(text: string, settings: Pick<ConsoleSettings, 'sandbox'>, reach: Reach): readonly Choice[] {
  const words = text.trim().toLowerCase();
  const found = pagesFor(settings, reach)
    .filter(({ title, group }) => `${group} ${title}`.toLowerCase().includes(words))
    .map(({ title, group, href }) => ({ title: `${group}: ${title}`, href }));
  if (words === '') return [...found, { title: 'Mail: parked', href: '/?fate=parked' }];
  const mail = isId(words) ? [{ title: `Open mail ${words}`, href: `/mails/${words}` }] : [];
  return [...mail, ...found, { title: `Search mails for “${text.trim()}”`, href: `/${searchOf({ q: text.trim() })}` }];
}
