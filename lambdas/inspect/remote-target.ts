import { isRunnable } from './names.ts';

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

/** Schemes of scripts, and of programs that take commands. */
const commandScheme =
  /^(?:javascript|vbscript|data|mhtml|script|search|search-ms|shell|hcp|its|mk|jar|ms-(?!word:|excel:|powerpoint:|teams:|outlook:|visio:|project:)[\w-]+):/i;

/** Whether a link that waits for a click runs something by its scheme. */
export const runsOnClick = (target: string): boolean => commandScheme.test(target.trimStart());

/** Endings of names that are those of hosts, too, or of pages: a link without a scheme may lead there. */
const webEnding = /\.(?:com|app|pl|sh|py|run|so|ws|website|php|asp|rb)$/i;
/** Programs of Windows that take a command, by their names without an ending. */
const shells =
  /^(?:cmd|powershell|pwsh|mshta|rundll32|regsvr32|wscript|cscript|certutil|bitsadmin|msiexec|forfiles|syncappvpublishingserver)$/i;
/** UTF-16 units of a target that are read. */
const maxTarget = 4096;

/**
 * Whether a link that waits for a click starts a program: by a scheme that takes commands, or as the name of a program on
 * the reader's machine, on a file server, or beside the document. A program on the web is only downloaded, with the warning
 * of the browser.
 *
 * @example startsProgram('powershell.exe%20-c%20x') // true
 */
export function startsProgram(target: string): boolean {
  const plain = target
    .slice(0, maxTarget)
    .replace(/[\0-\x1f]/g, '')
    .trim();
  if (plain === '') return false;
  if (runsOnClick(plain)) return !/^data:/i.test(plain);
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]{1,40}):/i.exec(plain) ?? [];
  if (scheme !== '' && !/^(?:file|smb|local)$/i.test(scheme)) return false;
  const path = (scheme === '' ? plain : plain.slice(scheme.length + 1))
    .split(/[?#]/, 1)[0]!
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const isLocal = scheme !== '' || /^[a-z]:[\\/]|\\/i.test(path);
  const words = path.split(/[\s"']+/).map((word) => word.split(/[\\/]/).at(-1) ?? '');
  const first = words.find((word) => word !== '') ?? '';
  return (
    (shells.test(first) && (isLocal || words.length > 1)) ||
    words.some((word) => isRunnable(word) && (isLocal || !webEnding.test(word)))
  );
}
