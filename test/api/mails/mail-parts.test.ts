import { partsOf, splitHeader } from '../../../lambdas/api/mails/mail-parts.ts';

const lines = (...all: string[]): string => all.join('\r\n');

describe('splitHeader', () => {
  it('unfolds fields, in their order, repeated ones each', () => {
    const { headers, bodyAt } = splitHeader(lines('A: 1', 'B: 2', '\t3', 'A: 4', 'broken', '', 'body'));

    expect(headers).toEqual([
      ['A', '1'],
      ['B', '2 3'],
      ['A', '4'],
    ]);
    expect(lines('A: 1', 'B: 2', '\t3', 'A: 4', 'broken', '', 'body').slice(bodyAt)).toBe('body');
  });

  it.each(['', '\r\nbody', '\n\n', 'no header at all'])('takes %j', (text) => {
    expect(splitHeader(text).headers).toEqual([]);
  });
});

describe('partsOf', () => {
  it('has the tree of parts with type, name and size', () => {
    const mail = lines(
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      'preamble',
      '--x',
      'Content-Type: multipart/alternative; boundary=y',
      '',
      '--y',
      '',
      'plain',
      '--y',
      'Content-Type: TEXT/HTML; charset=utf-8',
      'Content-Transfer-Encoding: Quoted-Printable',
      '',
      '<p>',
      '--y--',
      '--x',
      'Content-Type: application/pdf; name=a.pdf',
      'Content-Disposition: attachment; filename="b; c.pdf"',
      '',
      'JVBERi0=',
      '--x--',
      'epilogue',
    );

    expect(partsOf(mail)).toMatchObject({
      type: 'multipart/mixed',
      children: [
        {
          type: 'multipart/alternative',
          children: [
            { type: 'text/plain', bytes: 5 },
            { type: 'text/html', encoding: 'quoted-printable', bytes: 3 },
          ],
        },
        { type: 'application/pdf', disposition: 'attachment', bytes: 8 },
      ],
    });
  });

  it('is one part for a mail without parts, or without the end of its parts', () => {
    expect(partsOf('')).toEqual({ type: 'text/plain', bytes: 0 });
    expect(partsOf(lines('Content-Type: multipart/mixed; boundary=x', '', '--x', '', 'cut'))).toMatchObject({
      children: [{ type: 'text/plain', bytes: 3 }],
    });
    expect(partsOf(lines('Content-Type: multipart/mixed', '', 'none'))).not.toHaveProperty('children');
  });

  it('keeps to limits of levels and parts', () => {
    const nested = Array.from(
      { length: 500 },
      (_, nth) => `Content-Type: multipart/mixed; boundary=x${nth}y

--x${nth}y
`,
    ).join('');
    const many = `Content-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\na\r\n'.repeat(5000)}`;

    expect(JSON.stringify(partsOf(nested)).split('children').length).toBeLessThan(25);
    expect(partsOf(many).children!.length).toBeLessThan(500);
  });
});
