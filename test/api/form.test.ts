import { readForm } from '../../lambdas/api/form.ts';

const multipart = 'multipart/form-data; boundary="b"';
const part = (head: string, value: string): string => `--b\r\n${head}\r\n\r\n${value}\r\n`;

describe('readForm', () => {
  it.each<[string, string | undefined, string, Record<string, string>]>([
    [
      'urlencoded',
      'application/x-www-form-urlencoded',
      'List-Unsubscribe=One-Click&a=1+2',
      { 'List-Unsubscribe': 'One-Click', a: '1 2' },
    ],
    ['without a type', undefined, 'a=1', { a: '1' }],
    [
      'in parts',
      multipart,
      `${part('Content-Disposition: form-data; name="List-Unsubscribe"', 'One-Click')}${part('content-disposition: form-data; name=a', '1\r\n\r\n2')}--b--\r\n`,
      { 'List-Unsubscribe': 'One-Click', a: '1\n\n2' },
    ],
    [
      'in parts with other fields first',
      multipart,
      part('Content-Type: text/plain\r\nContent-Disposition: form-data; name="a"; filename="b.txt"', '1'),
      { a: '1' },
    ],
    ['in a part without a name', multipart, part('Content-Disposition: form-data; filename="b"', '1'), {}],
    ['in parts that name it elsewhere', multipart, part('X: content-disposition: form-data; name="a"', '1'), {}],
  ])('reads the fields of %s', (_name, contentType, body, fields) => {
    expect(Object.fromEntries(readForm(contentType, body))).toEqual(fields);
  });

  it('reads the name of a part from its first 1 KB', () => {
    const late = part(`X: ${'x'.repeat(1024)}\r\nContent-Disposition: form-data; name="a"`, '1');

    expect(readForm(multipart, late).size).toBe(0);
  });

  it.each([
    ['dispositions', 'content-disposition:'],
    ['lines of dispositions', 'content-disposition:\r\n'],
    ['names', 'content-disposition: name='],
    ['separators', 'content-disposition:;;; '],
    ['boundaries', '--b\r\n'],
    ['blank lines', '\r\n\r\n'],
  ])('takes no longer than its length says for 1 MB of %s', (_name, piece) => {
    const body = `--b${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
    const started = process.cpuUsage();
    readForm(multipart, body);
    const { user } = process.cpuUsage(started);

    // An algorithm with quadratic time took 20 s for 650 KB.
    expect(user / 1000).toBeLessThan(1_500);
  });
});
