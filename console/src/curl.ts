/** Quotes a text for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A request of the API as a command; the key stays a variable of the shell. */
export function curlOf(origin: string, path: string, isLaptop: boolean, body?: object): string {
  const key = isLaptop ? [] : ['-H "authorization: Bearer $KEY"'];
  const content =
    body === undefined ? [] : ["-H 'content-type: application/json'", `-d ${quoted(JSON.stringify(body))}`];
  return ['curl', ...key, ...content, quoted(`${origin}${path}`)].join(' ');
}
