import { nameWordsIn } from './names-of-mails.ts';
import { type ScrubRules, scrubText } from './scrub-text.ts';

/** A property or a parameter that holds the name of somebody, with its value. */
const named = /(?:^(?:N|FN|NICKNAME|ORG|LOCATION|ADR)[^:\n]{0,200}:|[;,]CN=)"?([^":\r\n]{1,200})/gim;

/** A card or a calendar without what names somebody: the names in it go wherever they are in it. */
export function scrubCard(text: string, rules: ScrubRules): string {
  const unfolded = text.replaceAll(/\r?\n[ \t]/g, '');
  const names = [...unfolded.matchAll(named)].flatMap(([, name]) => nameWordsIn(name!));
  return scrubText(unfolded, { ...rules, names: new Set([...rules.names, ...names]) });
}
