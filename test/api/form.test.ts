import { readForm } from '../../lambdas/api/form.ts';

const multipart = 'multipart/form-data; boundary="b"';
const part = (head: string, value: string): string => `--b\r\n${head}\r\n\r\n${value}\r\n`;

describe('a form that was posted', () => {
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
  ])('%s gives its fields', (_name, contentType, body, fields) => {
    expect(Object.fromEntries(readForm(contentType, body))).toEqual(fields);
  });
});
