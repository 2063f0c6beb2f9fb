import { readSentences } from '../../../../lambdas/domain/understanding/intent/sentences.ts';

/** The runs of each sentence, as text; a question ends with its mark. */
const shape = (text: string): string[] =>
  readSentences(text).map(
    ({ runs, isQuestion }) => runs.map((run) => run.join(' ')).join(' | ') + (isQuestion ? ' ?' : ''),
  );

describe('readSentences', () => {
  it.each<[string, string, readonly string[]]>([
    ['marks', 'no thanks. really? yes!', ['no thanks', 'really ?', 'yes']],
    ['commas and dashes', 'nice, but - sadly - no: never', ['nice | but | sadly | no | never']],
    ['a short line', 'hi anna\nno thanks\nowen', ['hi anna', 'no thanks', 'owen']],
    [
      'a wrapped line',
      'this line is long enough that a mail program has wrapped it\nhere',
      ['this line is long enough that a mail program has wrapped it here'],
    ],
    ['an ordinal', 'am 14. mai passt es', ['am 14 mai passt es']],
    ['dots inside words', 'at 10.30 on acme.example. fine', ['at 10 30 on acme example', 'fine']],
    ['a contraction', "we don't, i'm not", ['we dont | i not']],
    ['an elision', "je n'ai pas d'avis", ['je n ai pas d avis']],
    ['an address', 'remove info@acme-group.example now', ['remove @ now']],
    ['a link', 'see https://acme.example/unsubscribe/me', ['see https']],
    ['e-mail', 'no e-mails', ['no mails']],
    ['a hyphen', 'écrivez-moi', ['écrivez moi']],
    ['wide marks', '配信を停止。お願い、します？', ['配信を停止', 'お願い | します ?']],
    ['emoji', 'great😀stuff', ['great stuff']],
    ['marks alone', '...!?', []],
    ['nothing', '', []],
  ])('splits %s', (_name, text, sentences) => {
    expect(shape(text)).toEqual(sentences);
  });

  it('leaves out a word that no vocabulary can know, whatever its length', () => {
    expect(shape(`no ${'a'.repeat(5000)} thanks`)).toEqual(['no thanks']);
  });
});
