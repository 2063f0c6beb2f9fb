import { type Markup, readMarkup } from '../../lambdas/mime/markup.ts';
import { readMeaning } from '../../lambdas/mime/read-meaning.ts';

const markupOf = (html: string): Markup => readMarkup(html, () => true)!;

describe('readMeaning', () => {
  it('reads the attributes of each different start tag, without escapes', () => {
    const markup = markupOf('<p CLASS=a title="&lt;b" class=c>x</p><br><p CLASS=a title="&lt;b" class=c>y</p>');

    expect(readMeaning(markup)).toBe(true);
    expect([...markup.tags.values()].map(({ meaning }) => meaning?.attributes)).toEqual([
      { class: 'a', title: '<b' },
      {},
    ]);
  });

  it('reads the traits of an element', () => {
    const markup = markupOf('<div class="gmail_signature">a</div>');

    readMeaning(markup);

    expect(markup.tags.get('<div class="gmail_signature">')?.meaning?.traits.signs).toBe(true);
  });

  it('reads texts with escapes as the parser gives them, one beside another', () => {
    const markup = markupOf('a &amp; b<br>&nbsp;<style>p{}</style>c > d');

    expect(readMeaning(markup)).toBe(true);
    expect(markup.texts.map(({ parts }) => parts)).toEqual([['a ', '&', ' b'], ['\u00a0'], ['c > d']]);
  });

  it('leaves alone what it read before', () => {
    const markup = markupOf('<p>a &amp; b</p>');
    readMeaning(markup);
    const { meaning } = markup.tags.get('<p>')!;

    expect(readMeaning(markup)).toBe(true);
    expect(markup.tags.get('<p>')?.meaning).toBe(meaning);
  });

  it('says that the parser saw another element, behind a blank that is none for it', () => {
    expect(readMeaning(markupOf('<p\u00a0class="x">a</p>'))).toBe(false);
  });
});
