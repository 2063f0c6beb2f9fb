const keyword = 'HYPERLINK';
/** UTF-16 units of one target that are read. */
const maxTarget = 4096;

/**
 * The targets of the links in fields of Word (`HYPERLINK "target"`, ECMA-376 part 1 §17.16.5.25) and in formulas of Excel
 * (`HYPERLINK("target")`). A backslash is written twice in a field.
 */
export function fieldTargets(instructions: string): string[] {
  const targets: string[] = [];
  const upper = instructions.toUpperCase();
  let behind = 0;
  for (let at = upper.indexOf(keyword); at >= 0; at = upper.indexOf(keyword, behind)) {
    behind = at + keyword.length;
    while (behind < upper.length && /[\s(]/.test(upper[behind]!)) behind += 1;
    const isQuoted = upper[behind] === '"';
    const start = isQuoted ? behind + 1 : behind;
    const length = instructions.slice(start, start + maxTarget).search(isQuoted ? /"/ : /[\s"]/);
    targets.push(instructions.slice(start, length < 0 ? start + maxTarget : start + length).replaceAll('\\\\', '\\'));
    behind = length < 0 ? start : start + length;
  }
  return targets;
}
