import { createSanitizer } from '../../lambdas/mime/sanitize.ts';

describe('safe HTML', () => {
  const sanitize = createSanitizer();

  it.each<[string, string, RegExp]>([
    ['scripts', '<p>a</p><script>alert(1)</script>', /script|alert/],
    ['handlers', '<img src="https://x.example/a.png" onerror="alert(1)">', /onerror|alert/],
    ['script links', '<a href="javascript:alert(1)">a</a><a href=" jAvaScript&#58;alert(1)">b</a>', /script:/i],
    ['forms', '<form action="https://x.example"><input name="a"><button>b</button></form>', /form|input|button/],
    [
      'frames and objects',
      '<iframe src="https://x.example"></iframe><object data="x"></object><embed src="x">',
      /iframe|object|embed/,
    ],
    [
      'outer style',
      '<link rel="stylesheet" href="https://x.example/a.css"><style>@import "x"</style>',
      /link|style|import/,
    ],
    ['style that fetches', '<p style="background:url(https://x.example/a.png)">a</p>', /url|style/],
    ['style that covers the page', '<div style="position:fixed;top:0">a</div>', /fixed/],
    ['base and refresh', '<base href="https://x.example"><meta http-equiv="refresh" content="0">', /base|meta/],
    ['SVG', '<svg onload="alert(1)"><script>x</script></svg>', /svg|alert/],
    ['conditional comments', '<!--[if mso]><script>x</script><![endif]-->a', /script|mso/],
  ])('takes out %s', (_name, html, gone) => {
    expect(sanitize(html).html).not.toMatch(gone);
  });

  it('keeps words, layout, links, and images of the mail itself', () => {
    const { html, trackingPixels } = sanitize(
      '<p style="color:red">a <a href="https://x.example/?a=1&amp;b=2">b</a><img src="cid:logo@x" alt="l"></p>',
    );

    expect(html).toBe(
      '<p style="color:red">a <a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">b</a><img src="cid:logo@x" alt="l" /></p>',
    );
    expect(trackingPixels).toBe(0);
  });

  it('takes out tracking pixels and counts them', () => {
    const { html, trackingPixels } = sanitize(
      '<img src="https://t.example/a.gif" width="1" height="1"><img src="https://t.example/b.gif" style="display:none"><img src="https://x.example/photo.jpg" width="600" height="400">',
    );

    expect(trackingPixels).toBe(2);
    expect(html).toContain('photo.jpg');
    expect(html).not.toContain('t.example');
  });
});
