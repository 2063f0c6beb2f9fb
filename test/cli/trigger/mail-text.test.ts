import { filePart, htmlText, mailText, plainText, typedPart } from '../../../cli/trigger/mail-text.ts';

describe('mailText', () => {
  it('writes header, an empty line and the text, with CRLF', () => {
    expect(mailText({ headers: ['A: 1', 'B: 2'], text: 'one\ntwo\n' })).toBe('A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\n');
  });

  it('nests parts, each between boundaries of its own', () => {
    const inner = { headers: [], multipart: { subtype: 'alternative', parts: [plainText('a'), htmlText('<p>a</p>')] } };
    const mail = {
      headers: ['A: 1'],
      multipart: { subtype: 'mixed', parts: [inner, typedPart('text/calendar', 'b')] },
    };

    const text = mailText(mail);

    const boundaries = [...text.matchAll(/boundary="([^"]+)"/g)].map(([, name]) => name!);
    expect(new Set(boundaries).size).toBe(2);
    for (const boundary of boundaries) expect(text.split(`--${boundary}--\r\n`)).toHaveLength(2);
    expect(text).toContain('Content-Type: text/calendar\r\n\r\nb\r\n');
  });
});

describe('filePart', () => {
  it('encodes in lines that every mail server takes', () => {
    const { text = '' } = filePart('text/plain', 'a.txt', 'x'.repeat(500));

    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76);
    expect(Buffer.from(text, 'base64').toString()).toBe('x'.repeat(500));
  });
});
