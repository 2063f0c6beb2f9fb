import { htmlToText } from '../../lambdas/mime/html-text.ts';

describe('text of HTML', () => {
  it.each<[string, string, string]>([
    ['paragraphs and breaks', '<p>One</p><p>Two<br>Three</p>', 'One\n\nTwo\nThree'],
    ['blanks collapse', '<div>  One \n  two&nbsp;three </div>', 'One two three'],
    [
      'a link keeps its address',
      '<p>See <a href="https://x.example/a">here</a>.</p>',
      'See here (https://x.example/a).',
    ],
    ['a link that shows its address', '<a href="https://x.example/">https://x.example</a>', 'https://x.example'],
    [
      'lists and cells',
      '<ul><li>One</li><li>Two</li></ul><table><tr><td>a</td><td>b</td></tr></table>',
      '- One\n- Two\n\na b',
    ],
    [
      'what nobody sees',
      '<style>p{}</style><script>x</script><p>Seen<span style="display:none">hidden</span></p>',
      'Seen',
    ],
    [
      'letters with a size within a layout without one',
      '<table><tr><td style="font-size:0px;padding:9px"><div style="font-size:13px">Seen</div>not</td></tr></table>',
      'Seen',
    ],
    ['quotes', '<p>Mine</p><blockquote type="cite">Yours</blockquote>', 'Mine\n\n> Yours'],
    ['entities', '<p>Tom &amp; Ada &lt;3 &#8364;</p>', 'Tom & Ada <3 €'],
    ['broken markup', '<p>One<div>Two</p></b>Three', 'One\n\nTwo\n\nThree'],
  ])('%s', (_name, html, text) => {
    expect(htmlToText(html).text).toBe(text);
  });
});
