import { readStyleSheet } from '../../lambdas/mime/style-sheet.ts';

const gone = { isGone: true };

describe('readStyleSheet', () => {
  it.each<[string, string, object]>([
    ['a class', '.x { display: none }', gone],
    ['one class of several', '.a, .x, h1 { display: none }', gone],
    ['an element with a class', 'p.x{display:none}', gone],
    ['another element with the class', 'td.x{display:none}', {}],
    ['an element', 'p{display:none}', gone],
    ['an id', '#i{display:none}', gone],
    ['a comment with a brace in it', '/* } */ .x{display:none}', gone],
    ['comment marks of HTML', '<!-- .x{display:none} -->', gone],
    ['a rule without an end', '.x{display:none', gone],
    ['every screen', '@media only screen { .x{display:none} } p{color:#000}', { ...gone, color: [0, 0, 0] }],
    ['an import before a rule', '@import url(a.css); .x{display:none}', gone],
    ['some screens', '@media (max-width: 600px) { .y{color:red} .x{display:none} }', {}],
    ['a form of an element that is no simple one', 'div .x, .x:hover, .x > a { display: none }', {}],
    ['no rule', '', {}],
  ])('reads %s', (_case, sheet, wanted) => {
    const { declarationsFor } = readStyleSheet(`<STYLE type="text/css">${sheet}</STYLE><p class="x">`);

    expect(declarationsFor('p', { class: 'y x', id: 'i' })).toEqual(wanted);
  });

  it('reads nothing of HTML without a style sheet', () => {
    expect(readStyleSheet('<p class="x">').declarationsFor('p', { class: 'x' })).toEqual({});
  });

  it('lets a later rule count', () => {
    const { declarationsFor } = readStyleSheet('<style>.x{color:#fff}</style><style>.x{color:#000}</style>');

    expect(declarationsFor('p', { class: 'x' })).toEqual({ color: [0, 0, 0] });
  });
});
