import { textReasons } from '../../lambdas/inspect/text-content.ts';

describe('textReasons', () => {
  it.each<[string, string, string, string, string[]]>([
    ['a page that runs a script', 'a.html', 'text/html', '<script>x</script>', ['html.script']],
    ['a page with a handler', 'a.html', 'text/html', '<img src=x onerror=y>', ['html.script']],
    ['a link that runs, in entities', 'a.svg', 'image/svg+xml', '<a href="java&#115;cript:x">', ['html.script']],
    ['a page in UTF-8 without anything that runs', 'a.html', 'text/html', '<p>once</p>', []],
    ['words that speak of scripts', 'a.txt', 'text/plain', '<script>x</script>', []],
    [
      'a mail with a part in base64',
      'a.eml',
      'message/rfc822',
      'Content-Transfer-Encoding: base64\n\nSGk=',
      ['message.not-opened'],
    ],
    ['a file in uuencode', 'a.txt', 'text/plain', 'begin 644 a.exe\nM', ['text.encoded-file']],
  ])('finds in %s what it holds', (_name, filename, contentType, content, reasons) => {
    expect(textReasons(Buffer.from(content), filename, contentType, undefined)).toEqual(reasons);
  });
});
