import { isText, textReasons } from '../../lambdas/inspect/text-content.ts';

describe('isText', () => {
  it.each<[string, Buffer, boolean]>([
    ['words', Buffer.from('Grüße,\r\n\tAda\n'), true],
    ['ISO-2022-JP, with its escapes', Buffer.from('\u001b$B$3\u001b(B'), true],
    ['UTF-16 with its mark', Buffer.from('\ufeffHi', 'utf16le'), true],
    ['bytes with nulls', Buffer.from([0x41, 0, 0x42]), false],
    ['control characters', Buffer.from([0x41, 0x01]), false],
    ['half a surrogate in UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), false],
  ])('judges %s', (_name, bytes, text) => {
    expect(isText(bytes)).toBe(text);
  });
});

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
