import libmime from 'libmime';
import { decodeWords } from '../../lambdas/mime/encoded-words.ts';
import { type ScrubRules, scrubText } from './scrub-text.ts';

/** Fields that name nobody, and those without which a mail cannot be read. */
const kept = new Set([
  ...['date', 'mime-version', 'content-transfer-encoding', 'precedence', 'auto-submitted', 'importance', 'priority'],
  ...[
    'x-priority',
    'x-auto-response-suppress',
    'list-unsubscribe-post',
    'content-language',
    'x-ms-exchange-generated-message-id',
  ],
]);
const ids = new Set([
  'message-id',
  'in-reply-to',
  'references',
  'content-id',
  'resent-message-id',
  'x-original-message-id',
]);
/** Seals over the words that were there: they hold for the new ones no more, and only their shape stays. */
const seals = new Set(['dkim-signature', 'arc-message-signature', 'arc-seal', 'x-google-dkim-signature']);
const files = new Set(['content-type', 'content-disposition']);

const encodedRun =
  /=\?[^?\s]{1,60}\?[bq]\?[^?\s]{0,500}\?=(?:\s{1,20}=\?[^?\s]{1,60}\?[bq]\?[^?\s]{0,500}\?=){0,500}/gi;

/**
 * The value of a field without what names somebody.
 *
 * @param key in lower case @param value unfolded
 */
export function scrubField(key: string, value: string, rules: ScrubRules): string {
  if (kept.has(key)) return value;
  if (ids.has(key)) return value.replaceAll(/[^\s<>]+/g, (id) => rules.pseudonyms.id(id));
  if (seals.has(key)) return scrubSeal(value, rules);
  if (files.has(key)) return scrubFileNames(value, rules);
  return scrubEncoded(value, rules);
}

/** Fields of reports that hold codes alone. */
const codes = new Set([
  'status',
  'action',
  'feedback-type',
  'version',
  'disposition',
  'delivery-result',
  'auth-failure',
]);

/** A text of header fields and empty lines, line by line; a line that goes on belongs to its field. */
export const scrubFieldBlock = (text: string, rules: ScrubRules): string =>
  text
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split('\n')
    .map((line) => {
      const [, key = '', value = ''] = /^([\w-]{1,60}:\s?)(.*)$/s.exec(line) ?? [];
      if (key === '') return scrubText(line, rules);
      const name = key.slice(0, key.indexOf(':')).toLowerCase();
      return `${key}${codes.has(name) ? value : scrubField(name, value, rules)}`;
    })
    .join('\n');

/** Encoded words are decoded and encoded anew; what stands between them keeps its marks. */
function scrubEncoded(value: string, rules: ScrubRules): string {
  let end = 0;
  const parts: string[] = [];
  for (const match of value.matchAll(encodedRun)) {
    parts.push(scrubRaw(value.slice(end, match.index), rules));
    parts.push(libmime.encodeWord(scrubText(decodeWords(match[0]), rules), 'Q', 52));
    end = match.index + match[0].length;
  }
  return [...parts, scrubRaw(value.slice(end), rules)].join('');
}

const scrubRaw = (text: string, rules: ScrubRules): string => libmime.encodeWords(scrubText(text, rules), 'Q', 52);

const scrubSeal = (value: string, rules: ScrubRules): string =>
  value
    .split(';')
    .map((tag) => scrubTag(tag, rules))
    .join(';');

function scrubTag(tag: string, rules: ScrubRules): string {
  const equals = tag.indexOf('=') + 1;
  const name = tag
    .slice(0, Math.max(0, equals - 1))
    .trim()
    .toLowerCase();
  return sealTags.has(name) ? tag : `${tag.slice(0, equals)}${scrubText(tag.slice(equals), rules)}`;
}

const sealTags = new Set(['v', 'a', 'c', 'h', 'q', 't', 'x', 'l', 'cv']);

function scrubFileNames(value: string, rules: ScrubRules): string {
  const parsed = libmime.parseHeaderValue(value);
  for (const name of ['name', 'filename']) {
    const file = parsed.params[name];
    if (file !== undefined) parsed.params[name] = fileName(decodeWords(file), rules);
  }
  return libmime.buildHeaderValue(parsed);
}

/** A name of its own with the endings of the old one, by which a file is judged. */
function fileName(name: string, { pseudonyms }: ScrubRules): string {
  const endings = /(?:\.[a-z\d]{1,8}){1,3}$/i.exec(name)?.[0] ?? '';
  return `file-${pseudonyms.token(name.padEnd(8)).slice(0, 8)}${endings}`;
}
