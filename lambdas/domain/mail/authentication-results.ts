/** The contents of an `Authentication-Results` field (RFC 8601 §2.2). */
export interface AuthenticationResults {
  /** The name of who checked, in lower case. */
  readonly id: string;
  readonly results: ReadonlyArray<{
    readonly method: string;
    readonly result: string;
    /** By name with its type, as in `header.from`; all in lower case. */
    readonly properties: ReadonlyMap<string, string>;
  }>;
}

/** Longest field that is read, and the results that are taken from it. */
const maxLength = 16_000;
const maxResults = 50;

/** Reads an `Authentication-Results` field; whether its name can be believed is for the caller to know. */
export function readAuthenticationResults(value: string): AuthenticationResults {
  const [head = '', ...parts] = partsOf(withoutComments(value.slice(0, maxLength)).toLowerCase());
  return {
    // A version may stand behind the name (§2.2).
    id: unquoted(head.trim().split(/\s+/)[0] ?? ''),
    results: parts.slice(0, maxResults).flatMap((part) => {
      const [whole, method, result] = /^\s*([a-z0-9-]{1,40})(?:\s?\/\s?\d{1,3})?\s?=\s?([a-z]{1,20})/.exec(part) ?? [];
      return whole === undefined
        ? []
        : [{ method: method!, result: result === 'hardfail' ? 'fail' : result!, properties: propertiesOf(part) }];
    }),
  };
}

function propertiesOf(part: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of part.matchAll(
    /(?<![a-z0-9.])([a-z]{1,20}\.[a-z0-9_-]{1,40})\s?=\s?(?:"([^"]{0,500})"|([^\s;"]{1,500}))/g,
  ))
    if (!properties.has(name)) properties.set(name, quoted ?? bare);
  return properties;
}

/** The value without its comments, which may be nested (RFC 5322 §3.2.2); quotes hold none. */
function withoutComments(value: string): string {
  let text = '';
  let depth = 0;
  let isQuoted = false;
  for (const character of value) {
    if (character === '"' && depth === 0) isQuoted = !isQuoted;
    if (!isQuoted && character === '(') depth += 1;
    if (depth === 0) text += character;
    if (!isQuoted && character === ')' && depth > 0) depth -= 1;
  }
  return text;
}

/** Splits at semicolons outside quotes. */
const partsOf = (value: string): string[] => value.match(/(?:"[^"]*"|[^";])+/g) ?? [];

const unquoted = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text;
