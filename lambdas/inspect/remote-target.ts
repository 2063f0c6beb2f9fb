/**
 * Whether the target of a link in a document lies on another machine, or is a command of a program: an address of the web,
 * of a file server, or with any other scheme. A path of the writer's own machine leads nowhere on that of the reader.
 */
export function leadsOff(target: string): boolean {
  const plain = target.trim().replaceAll('\\', '/');
  const [, slashes, rest = ''] = /^file:(\/{0,4})(.*)/i.exec(plain) ?? [];
  // Two slashes stand before a host (RFC 8089 §2), three before a local path, four or more before `\\host`.
  if (slashes !== undefined)
    return slashes.length > 3 || (slashes.length === 2 && !/^(?:localhost\/|[a-z][:|])/i.test(rest));
  return /^(?:\/\/|(?![a-z]:\/)[a-z][a-z0-9+.-]{1,40}:)/i.test(plain);
}

/** Whether a link that waits for a click runs something: schemes of scripts, and of programs that take commands. */
export const runsOnClick = (target: string): boolean =>
  /^\s*(?:javascript|vbscript|data|mhtml|script|search|search-ms|ms-(?!word:|excel:|powerpoint:|teams:)[\w-]+):/i.test(
    target,
  );
