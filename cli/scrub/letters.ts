/** Letters of a script: those of odd places in a stand-in, and those of even ones. */
interface Alphabet {
  readonly script: RegExp;
  readonly odd: readonly string[];
  readonly even: readonly string[];
}

const alphabet = (script: RegExp, odd: string, even = odd): Alphabet => ({ script, odd: [...odd], even: [...even] });

/** Scripts with letters of their own; any other script gets Latin ones. */
const alphabets: readonly Alphabet[] = [
  alphabet(/\p{Script=Cyrillic}/u, 'бвгджзклмнпрст', 'аеиоу'),
  alphabet(/\p{Script=Greek}/u, 'βγδζκλμνπρστ', 'αειουη'),
  alphabet(/\p{Script=Hebrew}/u, 'אבגדהזחטיכלמנסעפצקרשת'),
  alphabet(/\p{Script=Arabic}/u, 'بتثجحدرسشصطعفقكلمن', 'اوي'),
  alphabet(/\p{Script=Devanagari}/u, 'कगचजटडतदनपबमयरलवसह'),
  alphabet(/\p{Script=Thai}/u, 'กขคงจชซดตทนบปพมยรลวสหอ'),
  alphabet(/\p{Script=Han}/u, '山川田中木林森石水火土金月日天地東西南北春夏秋冬'),
  alphabet(/\p{Script=Hiragana}/u, 'あいうえおかきくけこさしすせそたちつてとなにぬねの'),
  alphabet(/\p{Script=Katakana}/u, 'アイウエオカキクケコサシスセソタチツテトナニヌネノ'),
  alphabet(/\p{Script=Hangul}/u, '가나다라마바사아자차카타파하고노도로모보소오조'),
];
const latin = alphabet(/\p{Script=Latin}/u, 'bdfgklmnprstvz', 'aeiou');

/** Letters of a Latin stand-in: enough that two words seldom have the same. */
const lengths = { least: 6, most: 12 } as const;

/**
 * Letters in the script of a word, chosen by a hash.
 *
 * @param hash 32 bytes
 */
export function lettersOf(word: string, hash: Buffer): string {
  const { odd, even } = alphabets.find(({ script }) => script.test(word)) ?? latin;
  const count = odd === latin.odd ? Math.min(lengths.most, Math.max(lengths.least, word.length)) : [...word].length;
  return Array.from({ length: count }, (_, index) => {
    const letters = index % 2 === 0 ? odd : even;
    return letters[hash[index % hash.length]! % letters.length]!;
  }).join('');
}
