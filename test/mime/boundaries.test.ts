import { createUnpadder, usedBoundary } from '../../lambdas/mime/boundaries.ts';

describe('padded boundary lines', () => {
  const unpad = (text: string): string => {
    const unpadder = createUnpadder();
    unpadder(Buffer.from('Content-Type: multipart/mixed; boundary="b"\r\n'));
    return unpadder(Buffer.from(text)).toString();
  };

  it.each<[string, string, string]>([
    ['loses the blanks of a boundary', '--b \t\r\na', '--b\r\na'],
    ['loses the blanks of the last boundary', 'a\n--b--  \n', 'a\n--b--\n'],
    ['loses them at the end of the bytes', 'a\n--b  ', 'a\n--b'],
    ['keeps the blanks of a line that is none', '--bx \r\n --b \r\n--c \r\n', '--bx \r\n --b \r\n--c \r\n'],
    ['loses those of several', '--b \r\na\r\n--b \r\n--b-- \r\n', '--b\r\na\r\n--b\r\n--b--\r\n'],
    ['keeps what needs nothing', '--b\r\na -- b\r\n', '--b\r\na -- b\r\n'],
  ])('%s', (_name, sent, read) => {
    expect(unpad(sent)).toBe(read);
  });
});

describe('the boundary that a multipart uses', () => {
  it.each<[string, string | undefined]>([
    ['preamble\r\n--used\r\nContent-Type: text/plain\r\n', 'used'],
    ['--used \t\n', 'used'],
    ['-- a signature\n--used\n', 'used'],
    [`--${'x'.repeat(300)}\n`, undefined],
    ['no dashes', undefined],
  ])('reads the boundary of %j: %j', (bytes, boundary) => {
    expect(usedBoundary(Buffer.from(bytes))).toBe(boundary);
  });
});
