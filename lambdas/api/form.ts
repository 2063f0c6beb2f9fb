/** The name of a part, in its `Content-Disposition` (RFC 7578 §4.2). */
const disposition = /^content-disposition:(?:.*[;\s])?name="?([^";]+)/i;

/** In characters: no form that we read has a part with a longer head. */
const longestHead = 1024;

/**
 * The fields of a form that was posted, urlencoded or multipart: Gmail sends the one, Yahoo the other, and RFC 8058
 * §3.2 asks for both to be read. Any other body has no fields. Takes time in proportion to the body.
 */
export function readForm(contentType: string | undefined, body: string): ReadonlyMap<string, string> {
  const boundary = /^multipart\/form-data\s*;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return new Map(new URLSearchParams(body));
  const fields = new Map<string, string>();
  for (const part of body.split(`--${boundary}`).slice(1)) {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
    const name = nameOf(head.slice(0, longestHead));
    if (name !== undefined) fields.set(name, rest.join('\n\n').replace(/\r?\n$/, ''));
  }
  return fields;
}

/** A field begins where a line does. */
function nameOf(head: string): string | undefined {
  for (const line of head.split(/\r?\n/)) {
    const name = disposition.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
