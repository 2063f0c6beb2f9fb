/** One signature of a request by RFC 9421. */
export interface SignedMember {
  /** Covered parts, in their order. */
  readonly parts: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
  /** The member of `signature-input` as it was sent. */
  readonly value: string;
  readonly signature: Buffer;
}

const name = '[a-z*][a-z0-9_.*-]*';
const text = '"(?:[^"\\\\]|\\\\["\\\\])*"';
const bare = `(?:${text}|-?[0-9.]+|:[A-Za-z0-9+/=]*:|\\?[01]|[A-Za-z*][^\\s;,"()]*)`;
const parameter = `;\\s*(${name})(?:=(${bare}))?`;
const parameters = `(?:;\\s*${name}(?:=${bare})?)*`;
/** A member of a dictionary of inner lists (RFC 8941 §3.2). */
const list = new RegExp(`\\s*(${name})=(\\(((?:\\s*${text}${parameters})*)\\s*\\)(${parameters}))\\s*(?:,|$)`, 'y');
const bytes = new RegExp(`\\s*(${name})=:([A-Za-z0-9+/=]*):${parameters}\\s*(?:,|$)`, 'y');

/** The signatures of a request; those whose parts have parameters are left out, because nothing of ours has them. */
export function membersOf(signatureInput: string, signature: string): SignedMember[] {
  const signatures = new Map(matchesOf(bytes, signature).map(([, label = '', value = '']) => [label, value]));
  return matchesOf(list, signatureInput).flatMap(([, label = '', value = '', inner = '', tail = '']) => {
    const found = signatures.get(label);
    if (found === undefined || inner.includes(';')) return [];
    const parts = [...inner.matchAll(/"([^"]*)"/g)].map(([, part = '']) => part);
    return [{ parts, parameters: parametersOf(tail), value, signature: Buffer.from(found, 'base64') }];
  });
}

const parametersOf = (tail: string): Map<string, string> =>
  new Map([...tail.matchAll(new RegExp(parameter, 'g'))].map(([, key = '', value = '?1']) => [key, unquoted(value)]));

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value;

/** The members of a field; none where one of them is not understood. */
function matchesOf(pattern: RegExp, field: string): string[][] {
  const matches: string[][] = [];
  for (let at = 0; at < field.length; ) {
    pattern.lastIndex = at;
    const match = pattern.exec(field);
    if (match === null) return [];
    matches.push([...match]);
    at = pattern.lastIndex;
  }
  return matches;
}
