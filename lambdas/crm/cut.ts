const notice = '\n[cut by Postern: the whole text is in the event]';

/** Cuts text by UTF-16 code units, never inside a surrogate pair, and says so where there is room. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength > 5 * notice.length ? notice : '…';
  return text.slice(0, maxLength - end.length).replace(/[\ud800-\udbff]$/, '') + end;
}

/** Cuts text by bytes of UTF-8, never inside a character, and says so. */
export function cutBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes - Buffer.byteLength(notice);
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8') + notice;
}
