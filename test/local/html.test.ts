import { html } from '../../local/html.ts';

describe('html', () => {
  it.each([
    [html`<p>${'<b> & "it\'s"'}</p>`, '<p>&lt;b&gt; &amp; &quot;it&#39;s&quot;</p>'],
    [html`<p>${html`<b>${'<'}</b>`}</p>`, '<p><b>&lt;</b></p>'],
    [html`<p>${['<', html`<br>`]}</p>`, '<p>&lt;<br></p>'],
    [html`<p>${undefined}${null}${0}</p>`, '<p>0</p>'],
  ])('escapes values, except markup: %#', ({ markup }, expected) => {
    expect(markup).toBe(expected);
  });
});
