/**
 * Joins the soft line breaks of `format=flowed` text (RFC 3676 §4): lines that end in a blank go on in the next
 * one of the same quote depth; the signature delimiter does not; a stuffed blank is removed.
 *
 * @param deletesBlank `DelSp=yes`: the blank at the break was added only to break (§4.1)
 */
export function joinFlowed(text: string, deletesBlank: boolean): string {
  const joined: string[] = [];
  let open: { readonly depth: number; text: string } | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const marks = /^>*/.exec(raw)![0];
    const line = raw.slice(marks.length).replace(/^ /, '');
    const isDelimiter = line === '-- ';
    if (open !== undefined && (open.depth !== marks.length || isDelimiter)) {
      joined.push(open.text);
      open = undefined;
    }
    if (isDelimiter) {
      joined.push(marks === '' ? line : `${marks} ${line}`);
      continue;
    }
    const isSoft = line.endsWith(' ') && line.trim() !== '';
    const part = isSoft && deletesBlank ? line.slice(0, -1) : line;
    if (open === undefined) open = { depth: marks.length, text: marks === '' ? part : `${marks} ${part}` };
    else open.text += part;
    if (!isSoft) {
      joined.push(open.text);
      open = undefined;
    }
  }
  if (open !== undefined) joined.push(open.text);
  return joined.join('\n');
}
