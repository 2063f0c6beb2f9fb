/** Characters that show nothing: joiners, marks of direction, selectors, fillers, tags (U+E0000). */
const invisible = String.raw`[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ef}]`;

/** Scripts whose letters join, or not, by a joiner between them. */
const joining = ['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Kannada', 'Khmer', 'Malayalam']
  .concat(['Mongolian', 'Myanmar', 'Oriya', 'Sinhala', 'Syriac', 'Tamil', 'Telugu'])
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** The places in which a script or an emoji needs one such character (UTS #51 §1.4). A run of them is needed nowhere. */
const needed = [
  // A flag of a part of a country: a black flag, tags and the cancel tag.
  String.raw`\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,6}\u{e007f}`,
  String.raw`(?<=[\p{Extended_Pictographic}#*0-9])[\ufe0e\ufe0f]`,
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
  // A form of a Chinese sign, as in Japanese names.
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=[${joining}\p{M}])[\u200c\u200d](?=[${joining}\p{M}])`,
].join('|');

const any = new RegExp(invisible, 'u');
const places = new RegExp(`(${needed})|${invisible}`, 'gu');

/**
 * Takes characters out of a text that nobody sees and that may carry a hidden text. One stays where a script or an emoji
 * needs it.
 *
 * @returns the text, and how many characters were taken out
 */
export function withoutInvisible(text: string): { readonly text: string; readonly count: number } {
  if (!any.test(text)) return { text, count: 0 };
  let count = 0;
  const visible = text.replace(places, (_match, kept: string | undefined) => {
    if (kept === undefined) count += 1;
    return kept ?? '';
  });
  return { text: visible, count };
}
