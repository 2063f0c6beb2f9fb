import { createPseudonyms } from '../../../cli/scrub/pseudonyms.ts';
import { scrubHtml } from '../../../cli/scrub/scrub-html.ts';

const pseudonyms = createPseudonyms(Buffer.alloc(32, 7));
const scrub = (html: string): string =>
  scrubHtml(html, { pseudonyms, names: new Set(['ada', 'acme']), allWords: false });

describe('a page', () => {
  it.each([
    ['a text', '<p>Dear Ada</p>'],
    ['an entity', '<p>&#65;da</p>'],
    ['a link', '<a href="https://acme.com/ada">x</a>'],
    ['an address', '<a href="mailto:ada@acme.com">x</a>'],
    ['a title', '<img alt="Ada of Acme">'],
    ['a comment', '<!-- Ada -->'],
    ['a script', '<script>var who = "Ada";</script>'],
    ['a picture in a style', '<div style="background: url(https://acme.com/ada.png)">x</div>'],
    ['a picture of bytes', '<img src="data:image/png;base64,QWRhIExvdmVsYWNl">'],
  ])('has the name in %s replaced', (_, html) => {
    expect(scrub(html)).not.toMatch(/ada|acme|QWRh/i);
  });

  it('keeps its elements, and the marks by which mail programs tell quotes', () => {
    const html = '<div class="gmail_quote"><blockquote type="cite" style="width:1000px">old</blockquote></div>';

    expect(scrub(html)).toBe(html);
  });

  it('shows its pictures under the ids that the parts have', () => {
    expect(scrub('<img src="cid:logo@acme.com">')).toBe(`<img src="cid:${pseudonyms.id('logo@acme.com')}">`);
  });

  it('may be nested as deep as its sender likes', () => {
    expect(scrub(`${'<div>'.repeat(50_000)}Ada`)).not.toContain('Ada');
  });
});
