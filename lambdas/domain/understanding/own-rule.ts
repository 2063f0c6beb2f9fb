import { RE2JS } from 're2js';
import type { DataRule } from './data-loss.ts';

/**
 * Compiles a rule of the configuration, in the syntax of RE2: its time is linear for any pattern and any mail.
 *
 * @returns a mistake for what is no pattern of RE2, as one that looks ahead or refers back
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function compileRule(name: string, pattern: string): DataRule | { readonly mistake: string } {
  try {
    return { name, matches: matchesBy(RE2JS.compile(RE2JS.translateRegExp(pattern))) };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

function matchesBy(pattern: RE2JS): DataRule['matches'] {
  return function* (text) {
    const matcher = pattern.matcher(text);
    while (matcher.find()) yield { start: matcher.start(), match: matcher.group() ?? '' };
  };
}
