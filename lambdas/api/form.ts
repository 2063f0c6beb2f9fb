/** The name in the field of a part that says what it is (RFC 7578 §4.2); a field begins where a line does. */
const disposition = /^content-disposition:[^\r\n]*\bname="?([^";\r\n]+)"?/im;

/**
 * The fields of a form that was posted, urlencoded or multipart: Gmail sends the one, Yahoo the other, and RFC 8058
 * §3.2 asks for both to be read. Of a body that is neither, nothing is known.
 */
export function readForm(contentType: string | undefined, body: string): ReadonlyMap<string, string> {
  const boundary = /^multipart\/form-data\s*;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return new Map(new URLSearchParams(body));
  const fields = new Map<string, string>();
  for (const part of body.split(`--${boundary}`).slice(1)) {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
    const name = disposition.exec(head)?.[1];
    if (name !== undefined) fields.set(name, rest.join('\n\n').replace(/\r?\n$/, ''));
  }
  return fields;
}
