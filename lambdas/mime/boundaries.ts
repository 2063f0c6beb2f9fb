/** Longest boundary line that is looked at: RFC 2046 §5.1.1 allows 70 characters, senders take more. */
export const maxBoundaryLine = 300;

/**
 * Takes the blanks off boundary lines that a transport padded (RFC 2046 §5.1.1), which the splitter would not
 * know. Only lines of boundaries that the mail names are touched: a body may have lines that look alike.
 */
export function createUnpadder(): (lines: Buffer) => Buffer {
  const boundaries = new Set<string>();
  return (lines) => {
    if (lines.includes('oundary')) {
      const text = lines.toString('latin1');
      for (const [, quoted, bare] of text.matchAll(
        /boundary\s{0,5}=\s{0,5}(?:"([^"\r\n]{1,250})"?|([^\s;"]{1,250}))/gi,
      ))
        boundaries.add((quoted ?? bare ?? '').trimEnd());
    }
    if (boundaries.size === 0 || !lines.includes('--')) return lines;
    const text = lines.toString('latin1');
    if (!/^--[^\r\n]{1,290}[ \t]\r?$/m.test(text)) return lines;
    const isBoundary = (line: string): boolean =>
      boundaries.has(line.slice(2)) || (line.endsWith('--') && boundaries.has(line.slice(2, -2)));
    return Buffer.from(
      text.replace(/^(--[^\r\n]{1,290}?)[ \t]+(?=\r?$)/gm, (whole, line: string) => (isBoundary(line) ? line : whole)),
      'latin1',
    );
  };
}

/** The boundary that a multipart's bytes really use, where the one that it names never comes. */
export const usedBoundary = (bytes: Buffer): string | undefined =>
  /^--([^\s"\\-][^\r\n"\\]{0,200}?)[ \t]*\r?$/m.exec(bytes.toString('latin1', 0, 8192))?.[1];
