/** Fields of one header block by lower-case name; the first of a repeated field counts. */
export type HeaderBlock = ReadonlyMap<string, string>;

/** A field name at the start of a line (RFC 5322 §2.2), as reports and returned headers have it. */
const field = /^([!-9;-~]{1,80})[ \t]*:(.*)$/;

/** Reads one block of header lines, folded lines joined; lines that are no field are skipped. */
export function readHeaderBlock(text: string): HeaderBlock {
  const fields = new Map<string, string>();
  let name: string | undefined;
  let isFirst = false;
  for (const line of text.split('\n')) {
    const match = field.exec(line);
    if (match) {
      name = match[1]!.toLowerCase();
      isFirst = !fields.has(name);
      if (isFirst) fields.set(name, match[2]!.trim());
    } else if (name !== undefined && isFirst && /^[ \t]+\S/.test(line)) {
      fields.set(name, `${fields.get(name)!} ${line.trim()}`.trim());
    }
  }
  return fields;
}

/** Splits a machine-readable report into its blocks, with blank lines between (RFC 3464 §2.1). */
export function readHeaderBlocks(text: string | undefined): HeaderBlock[] {
  return (text ?? '')
    .slice(0, 1_000_000)
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .map(readHeaderBlock)
    .filter((fields) => fields.size > 0);
}
