import { MalformedHead, readHead } from '../../local/http-head.ts';

const head = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n{}`);

describe('readHead', () => {
  it('has its headers by lower-case names, and the length of what follows', () => {
    const bytes = head('POST /?a=b HTTP/1.1', 'Host: x', 'Content-Length: 2', 'X-A: 1', 'x-a:  2 ');

    expect(readHead(bytes)).toEqual({
      method: 'POST',
      target: '/?a=b',
      headers: { host: ['x'], 'content-length': ['2'], 'x-a': ['1', '2'] },
      length: bytes.length - 2,
      bodyLength: 2,
    });
  });

  it('waits for the rest of an unfinished head', () => {
    expect(readHead(Buffer.from('POST / HTTP/1.1\r\nHost: x\r\n'))).toBeUndefined();
  });

  it('has no body when it names no length', () => {
    expect(readHead(head('GET / HTTP/1.1'))?.bodyLength).toBe(0);
  });

  it.each([
    ['two lengths', ['POST / HTTP/1.1', 'Content-Length: 2', 'Content-Length: 3']],
    ['two lengths in one', ['POST / HTTP/1.1', 'Content-Length: 2, 2']],
    ['a length that is no number', ['POST / HTTP/1.1', 'Content-Length: +2']],
    ['chunks', ['POST / HTTP/1.1', 'Transfer-Encoding: chunked']],
    ['a wish to go on', ['POST / HTTP/1.1', 'Expect: 100-continue']],
    ['another protocol', ['GET / HTTP/1.1', 'Upgrade: h2c']],
    ['a folded line', ['POST / HTTP/1.1', 'X-A: 1', ' 2']],
    ['a blank before the colon', ['POST / HTTP/1.1', 'Content-Length : 2']],
    ['a bare line feed', ['POST / HTTP/1.1', 'X-A: 1\nContent-Length: 2']],
    ['no request line', ['HTTP/1.1 200 OK']],
    ['an old version', ['POST / HTTP/1.0']],
    ['a body that is too large', ['POST / HTTP/1.1', 'Content-Length: 99999999']],
    ['a head that is too long', ['POST / HTTP/1.1', `X-A: ${'a'.repeat(70_000)}`]],
  ])('is refused with %s', (_what, lines) => {
    expect(() => readHead(head(...lines))).toThrow(MalformedHead);
  });
});
