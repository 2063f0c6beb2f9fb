import { anyOf } from '../../mail/any-of.ts';
import { type HeaderBlock, readHeaderBlock } from '../../mail/header-block.ts';
import { addressesIn } from './recipient.ts';

/** A report, parted from the mail that it returns. */
interface ReturnedMail {
  /** The words of the report, before the returned mail. */
  readonly notice: string;
  readonly headers: HeaderBlock;
}

/** Lines after which a text quotes the mail that failed. */
const marker = new RegExp(
  String.raw`^(?:[-=_*#>\s]{0,30}${anyOf`
    this is a copy of (?:the|your) (?:original )?message
    below this line is (?:a copy|the original)
    below the next line is a copy
    below is a copy of
    the original message (?:follows|headers|was attached)
    original message follows
    message headers? follows?
    (?:the )?headers? of the (?:original |undelivered )?message
    (?:the )?${anyOf`
      first|start|beginning|header|text|content
    `}s?(?: lines?)?(?: of)?(?: the| your)?(?: original| returned| undelivered)? (?:message|mail)
    original (?:e-?mail|mail|message)(?: headers?| text| follows){0,3}
    unsent message(?: below| follows)?
    undelivered message
    returned (?:message|mail)(?: follows| below| header){0,3}
    your (?:original )?message(?: \(or|:| follows| reads| text)
    a copy of the (?:original )?message
    copy of (?:the )?(?:original )?(?:message|mail|header)
    message text follows
    message header follows
    mail data
    received message
    included is a copy
    enclosed is
    attached (?:is|message)
    rejected message
    failed message
    the following is (?:a copy|the)
    the text of your message
    header of the message
    the mail headers
    ursprungliche nachricht
    urspr[uü]ngliche nachricht
    es folgt
    courrier d'origine
    message d'origine
    mensaje original
    元のメール
  `}.{0,80})$`,
  'iu',
);

/** Fields that open a returned header block and no sentence of a report. */
const opening = new RegExp(
  String.raw`^${anyOf`
    received|return-path|message-id|dkim-signature|x-[\w-]+|mime-version
    domainkey-signature
    delivered-to|from|to|subject|date|content-type
  `}:[ \t]*\S`,
  'i',
);

/**
 * Parts a report's words from the mail it returns as text: at a line that announces it, or where a block of
 * header fields begins. Returned parts (RFC 3462 §2) are read apart from this.
 */
export function splitReturned(text: string): ReturnedMail {
  const lines = text.slice(0, 400_000).replace(/\r\n?/g, '\n').split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const isMarker =
      index > 1 && marker.test(lines[index]!.trim()) && headersWithin(lines, index + 1, 12) !== undefined;
    if (isMarker || isHeaderStart(lines, index)) {
      const start = headersWithin(lines, isMarker ? index + 1 : index, 12) ?? index;
      return { notice: lines.slice(0, index).join('\n'), headers: headersFrom(lines, start) };
    }
  }
  return { notice: lines.join('\n'), headers: new Map() };
}

/** The index of the first header field in the next few lines, quoted or not. */
function headersWithin(lines: readonly string[], from: number, reach: number): number | undefined {
  for (let index = from; index < Math.min(lines.length, from + reach); index += 1) {
    if (opening.test(unquote(lines[index]!))) return index;
  }
  return undefined;
}

/** Three fields in a row, one of them a trace or identity field: no report writes such a block of its own. */
function isHeaderStart(lines: readonly string[], index: number): boolean {
  if (!opening.test(unquote(lines[index]!))) return false;
  const block = headersFrom(lines.slice(index, index + 25), 0);
  const present = ['received', 'message-id', 'return-path', 'mime-version', 'date', 'from', 'subject', 'to'].filter(
    (name) => block.has(name),
  );
  return (
    present.length >= 3 &&
    (block.has('received') || block.has('message-id') || block.has('mime-version') || block.has('return-path'))
  );
}

function headersFrom(lines: readonly string[], start: number): HeaderBlock {
  const rest = lines.slice(start, start + 300).map(unquote);
  const end = rest.findIndex((line) => line.trim() === '');
  return readHeaderBlock(rest.slice(0, end < 0 ? rest.length : end).join('\n'));
}

const unquote = (line: string): string => line.replace(/^(?:> ?|\| ?)+/, '').replace(/^ {1,8}(?=[\w-]+:)/, '');

/** The Message-ID of the mail that failed, without angle brackets. */
export function originalMessageIdOf(headers: HeaderBlock): string | undefined {
  const value = headers.get('message-id');
  const id = (/<([^<>\s]{3,990})>/.exec(value ?? '')?.[1] ?? value)?.trim();
  return id !== undefined && /^[!-~]{3,990}$/.test(id) ? id : undefined;
}

/** Recipients of the mail that failed, by its own header; where a hop recorded the envelope, that one comes first. */
export function recipientsOf(headers: HeaderBlock): string[] {
  const named = ['x-original-to', 'x-envelope-to', 'envelope-to', 'x-rcpt-to', 'to', 'cc', 'bcc']
    .flatMap((name) => addressesIn(headers.get(name) ?? ''))
    .slice(0, 100);
  if (named.length > 0) return [...new Set(named)];
  const traced = /\bfor\s+<?([^\s<>;]{1,320})>?/.exec(headers.get('received') ?? '')?.[1];
  return addressesIn(traced ?? '');
}

/** Whether the mail's own header records its envelope recipient. */
export const namesEnvelope = (headers: HeaderBlock): boolean =>
  ['x-original-to', 'x-envelope-to', 'envelope-to', 'x-rcpt-to'].some((name) => headers.has(name));
