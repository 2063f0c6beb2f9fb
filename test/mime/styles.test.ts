import { createSanitizer } from '../../lambdas/mime/sanitize.ts';
import { safeStyle } from '../../lambdas/mime/styles.ts';

describe('a style', () => {
  it.each([
    ['color:red'],
    ['color:#0a0b0c80;background:#fff none no-repeat'],
    ['background-color:rgba(0, 0, 0, .5)'],
    ['color:hsl(120deg 50% 50% / 0.5)'],
    ['font-family:"Segoe UI",Arial,\'Helvetica Neue\',sans-serif'],
    ['font:italic bold 12px/1.5 Arial,sans-serif'],
    ['margin:0 auto !important'],
    ['padding-left:1ex'],
    ['border:1px solid #ccc'],
    ['border-left:2px solid rgb(204,204,204)'],
    ['border-top-left-radius:4px'],
    ['letter-spacing:-0.5px'],
    ['display:none'],
    ['width:100%;max-width:600px'],
    ['font-family:ＭＳ Ｐゴシック'],
  ])('keeps what only paints and lays out: %s', (style) => {
    expect(safeStyle(style)).toBe(style);
  });

  it.each([
    // Fetches.
    ["background:image-set('https://x.example/a.png' 1x)"],
    ["background-image:-webkit-image-set('https://x.example/a.png' 1x)"],
    ["list-style:image-set('https://x.example/a.png')"],
    ["cursor:image-set('https://x.example/a.png'),auto"],
    ["border-image:image-set('https://x.example/a.png') 1"],
    ["content:image-set('https://x.example/a.png')"],
    ['background:url(https://x.example/a.png)'],
    ['background:URL (https://x.example/a.png)'],
    ['background:u\\72l(https://x.example/a.png)'],
    ["background:src('https://x.example/a.png')"],
    ['background:cross-fade(url(a),url(b))'],
    ['background:paint(worklet)'],
    ['background:element(#a)'],
    ["background:image('https://x.example/a.png')"],
    ['filter:url(https://x.example/a.svg#b)'],
    ['mask:url(#a)'],
    ["@import 'https://x.example/a.css'"],
    ["src:'https://x.example/a.woff'"],
    // Covers or moves.
    ['position:fixed'],
    ['position:var(--x,fixed)'],
    ['--x:fixed'],
    ['margin-top:-100vh'],
    ['margin:0 0 0 -9999px'],
    ['text-indent:-9999px'],
    ['letter-spacing:-50px'],
    ['letter-spacing:-1vw'],
    ['top:0'],
    ['inset:0'],
    ['transform:translate(0,-100vh)'],
    ['translate:0 -100vh'],
    ['z-index:9999'],
    ['outline:9999px solid red'],
    ['box-shadow:0 0 0 9999px red'],
    ['text-shadow:0 -500px red'],
    ['animation:a 1s'],
    ['zoom:50'],
    ['all:unset'],
    // Runs, in old clients.
    ['width:expression(alert(1))'],
    ['behavior:url(#default#time2)'],
    ['-moz-binding:url(a)'],
    // Functions, even those that only count.
    ['width:calc(100vw + 1px)'],
    ['color:attr(data-x)'],
    ['width:env(safe-area-inset-top)'],
    ['color:rgb(var(--x))'],
    // Hides from a reader of words.
    ['color:red/*'],
    ['color:re\\64'],
    ['color:red}body{display:none'],
    ['color:<!--red'],
  ])('loses a declaration that could fetch, run, cover or move: %s', (declaration) => {
    expect(safeStyle(declaration)).toBeUndefined();
    expect(safeStyle(`color:red;${declaration};font-weight:bold`)).toMatch(
      /^color:red;(?:color:red;)?font-weight:bold$/,
    );
  });

  it('writes declarations anew, without the bytes between them', () => {
    expect(safeStyle(' COLOR : red ;; ;position:fixed; Margin:0 ')).toBe('color:red;margin:0');
    expect(safeStyle('font-family:"a;position:fixed;b"')).toBeUndefined();
  });

  it('leaves out a style longer than any that a client writes', () => {
    expect(safeStyle('color:red;'.repeat(1000))).toBeUndefined();
  });
});

describe('elements that lead somewhere else', () => {
  const sanitize = createSanitizer();

  it.each(['a', 'area'])('open apart and tell the target nothing: %s', (tag) => {
    expect(sanitize(`<${tag} href="https://x.example/" target="_top" rel="opener">`).html).toContain(
      'target="_blank" rel="noopener noreferrer"',
    );
  });

  it('lose addresses that run something', () => {
    expect(sanitize('<map name="m"><area href="javascript:alert(1)"></map>').html).not.toMatch(/script/);
  });
});

describe('a tracking pixel', () => {
  it('removes a pixel with nothing in its place', () => {
    const { html, trackingPixels } = createSanitizer()(
      '<div>a<img src="https://t.example/a.gif" width="1" height="1"><b>b</b><i>c</i></div>',
    );

    expect({ html, trackingPixels }).toEqual({ html: '<div>a<b>b</b><i>c</i></div>', trackingPixels: 1 });
  });
});
