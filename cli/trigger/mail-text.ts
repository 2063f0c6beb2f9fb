/** A part of a made mail: its header fields, and its text or its own parts. */
export interface MadePart {
  readonly headers: readonly string[];
  readonly text?: string;
  readonly multipart?: { readonly subtype: string; readonly parts: readonly MadePart[] };
}

/** The text of a mail, with CRLF at the end of each line as SMTP wants it. */
export const mailText = (part: MadePart): string => linesOf(part, 'part').join('\r\n');

function linesOf({ headers, text = '', multipart }: MadePart, name: string): string[] {
  if (multipart === undefined) return [...headers, '', ...text.split('\n')];
  const boundary = `=_${name}`;
  const { subtype, parts } = multipart;
  return [
    ...headers,
    `Content-Type: multipart/${subtype}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part, nth) => [`--${boundary}`, ...linesOf(part, `${name}_${nth + 1}`)]),
    `--${boundary}--`,
    '',
  ];
}

export const plainText = (text: string): MadePart => ({
  headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'],
  text,
});

export const htmlText = (text: string): MadePart => ({
  headers: ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 8bit'],
  text,
});

/** A part of another type, as reports have them. */
export const typedPart = (type: string, text: string): MadePart => ({ headers: [`Content-Type: ${type}`], text });

/** A file, in base64. */
export const filePart = (type: string, filename: string, content: string): MadePart => ({
  headers: [
    `Content-Type: ${type}; name="${filename}"`,
    `Content-Disposition: attachment; filename="${filename}"`,
    'Content-Transfer-Encoding: base64',
  ],
  text: (
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n'),
});
