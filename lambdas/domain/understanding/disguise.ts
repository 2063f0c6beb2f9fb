import { domainToUnicode } from 'node:url';

/** Cyrillic, Greek and Armenian letters that look like Latin ones (Unicode UTS #39, confusables). */
const looksLatin = /[асеорхуіјѕһӏԁԛԝҽԍьҮҺАВЕКМНОРСТХУІЈЅԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχϲϳοօսհոցԱ]/u;
/** Latin letters and signs that stand for another Latin letter to the eye; in Turkish the dotless i is a letter. */
const imitation = /[ɡɑɩɪʟʏᴀᴄᴅᴇᴊᴋᴍɴᴏᴘᴛᴜᴠᴡᴢꞁⅰⅼⅽⅾⅿ\u{1d400}-\u{1d7ff}]/u;
const dotlessI = /ı/u;
const latin = /\p{Script=Latin}/u;
const letter = /\p{L}/u;

/** The length of a text that is looked at, in UTF-16 code units: a name, a subject or a host. */
const maxLength = 1000;

/**
 * Characters that show nothing, in a place where no script needs them: marks of writing direction and joiners are part of
 * some scripts and of emoji, and stand between Latin letters for no reader.
 */
const hasNoPlace =
  /[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]|(?<=[\p{Script=Latin}\p{Nd}@.])[\u200c-\u200f]{1,200}(?=[\p{Script=Latin}\p{Nd}@.])/u;
/** Tags (U+E0000): they spell out text that nobody sees, but behind the black flag of an emoji. */
const hiddenTag = /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]/u;

/** Whether a name, a subject or an address holds characters that nobody sees and no script needs. */
export function hasInvisibleCharacters(text: string): boolean {
  const start = text.slice(0, maxLength);
  return /[^\u0000-\u007f]/.test(start) && (hasNoPlace.test(start) || hiddenTag.test(start));
}

/** Whether a word mixes Latin letters with letters of another alphabet that look like them, or with imitations. */
export function hasDisguisedWord(text: string): boolean {
  const start = text.slice(0, maxLength);
  if (!looksLatin.test(start) && !imitation.test(start)) return false;
  return (
    start.split(/[^\p{L}\p{M}\p{Nl}]+/u).some((word) => latin.test(word) && looksLatin.test(word)) ||
    imitation.test(start)
  );
}

/** The form in which a reader sees a domain. */
export const shownDomain = (domain: string): string => (/xn--/i.test(domain) ? domainToUnicode(domain) : domain);

/** Whether one label mixes Latin letters with Cyrillic or Greek ones, as no language does. @param domain as it is shown */
export const isMixedScript = (domain: string): boolean =>
  /[^\u0000-\u007f]/.test(domain) &&
  domain.split('.').some((label) => latin.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label));

/**
 * Whether a label imitates a Latin one as a whole: by letters of another alphabet that all look Latin, outside the
 * countries that write in it, or by signs that stand for Latin letters.
 *
 * @param domain as it is shown
 */
export function imitatesLatin(domain: string): boolean {
  if (!/[^\u0000-\u007f]/.test(domain)) return false;
  const labels = domain.split('.');
  const suffix = labels.at(-1)!;
  const isAtHome = /^(?:ru|su|by|ua|bg|rs|mk|kz|kg|mn|gr|cy|am)$/.test(suffix) || /[^\u0000-\u007f]/.test(suffix);
  return labels.some((label) => {
    if (imitation.test(label) || (dotlessI.test(label) && !/^(?:tr|az)$/.test(suffix))) return true;
    const letters = [...label].filter((character) => letter.test(character));
    return !isAtHome && letters.length >= 3 && letters.every((character) => looksLatin.test(character));
  });
}
