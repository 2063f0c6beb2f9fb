import { fileTypeFromBuffer } from 'file-type';
import { anyOf } from '../domain/mail/any-of.ts';
import { markupOf } from '../domain/mail/plain-text.ts';
import { isTar } from './tar.ts';

const executableTypes = new RegExp(
  String.raw`^application\/${anyOf`
    x-msdownload|x-dosexec
    vnd\.microsoft\.portable-executable
    x-elf|x-executable|x-mach-binary|x-ms-shortcut|java-archive|java-vm|x-apple-diskimage|x-dex
    vnd\.android\.package-archive|vnd\.ms-htmlhelp|x-virtual-disk|x-ms-wim
    x-msi|x-iso9660-image
  `}$`,
);

/** Whether a type is that of a program, or of a disk that a click opens. */
export const isExecutableType = (detected: string | undefined): boolean =>
  detected !== undefined && executableTypes.test(detected);

/** First bytes of formats that the library does not know, in hex digits. */
const marks: ReadonlyArray<readonly [hex: string, type: string]> = [
  ['49545346', 'application/vnd.ms-htmlhelp'],
  ['636f6e6563746978', 'application/x-virtual-disk'],
  ['7668647866696c65', 'application/x-virtual-disk'],
  ['4d5357494d000000', 'application/x-ms-wim'],
  ['6465780a303', 'application/x-dex'],
  ['e4525c7b8cd8a74daeb15378d02996d3', 'application/onenote'],
];
const longestMark = 16;

/** Characters of a text in which a page shows that it is one. */
const openingLength = 4096;
/** The start tags by which a browser knows HTML (WHATWG MIME Sniffing §7.1). */
const htmlOpening =
  /^(?:<!doctype\s+html|<(?:html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|form|meta|base|frameset|object|embed|center|img)[\s/>])/i;

/** The type by magic bytes, or of a page by its first tag; absent for plain text and for formats without either. */
export async function typeOf(head: Buffer): Promise<string | undefined> {
  if (head.length < 4) return undefined;
  const page = pageTypeOf(head);
  if (page !== undefined) return page;
  if (looksPlain(head)) return undefined;
  const opening = head.toString('hex', 0, longestMark);
  const known = marks.find(([mark]) => opening.startsWith(mark));
  if (known !== undefined) return known[1];
  try {
    return (await fileTypeFromBuffer(head))?.mime ?? (isTar(head) ? 'application/x-tar' : undefined);
  } catch {
    return undefined;
  }
}

/** The type of a page or a drawing; absent for anything else. */
function pageTypeOf(head: Buffer): string | undefined {
  const first = head.find((byte) => byte > 0x20);
  // A page begins with a tag, or with the mark of its charset.
  if (first !== 0x3c && first !== 0xef && first !== 0xff && first !== 0xfe) return undefined;
  const text = markupOf(head.subarray(0, openingLength * 2)).trimStart();
  if (!text.startsWith('<')) return undefined;
  const isXml = /^<\?xml\b/.test(text);
  const opening = withoutProlog(text);
  if (/^<(?:[\w-]+:)?svg[\s/>]/i.test(opening)) return 'image/svg+xml';
  if (isXml) return /^<(?:[\w-]+:)?html[\s/>]/i.test(opening) ? 'application/xhtml+xml' : undefined;
  return htmlOpening.test(opening) ? 'text/html' : undefined;
}

/** The text without the declarations and comments at its start, up to the first tag or an HTML document type. */
function withoutProlog(text: string): string {
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at += 1;
    const end = text.startsWith('<!--', at)
      ? behind(text, '-->', at)
      : text.startsWith('<?', at)
        ? behind(text, '?>', at)
        : /^<!doctype(?!\s+html)/i.test(text.slice(at, at + 16))
          ? behindType(text, at)
          : undefined;
    if (end === undefined) return text.slice(at, at + 300);
    at = end;
  }
}

const behind = (text: string, mark: string, from: number): number | undefined => {
  const at = text.indexOf(mark, from);
  return at < 0 ? undefined : at + mark.length;
};

/** The place behind a document type, which may declare entities in brackets. */
function behindType(text: string, at: number): number | undefined {
  const close = text.indexOf('>', at);
  const bracket = text.indexOf('[', at);
  return bracket >= 0 && bracket < close ? behind(text, ']>', bracket) : behind(text, '>', at);
}

/**
 * Whether the opening is plain text, and not the start of a format made of text (PDF, RTF, PostScript, XML, calendars,
 * scripts, PGP): such a file has no magic bytes. Other formats have bytes that no text has; so has the header of a
 * program, so that a text may begin with MZ.
 */
function looksPlain(head: Buffer): boolean {
  const opening = head.toString('latin1', 0, 256);
  return /^[\t\r\n -~]*$/.test(opening) && !/^\s*[%{<#\-B]|^(?:PK|GIF|Rar|RIFF)/.test(opening);
}
