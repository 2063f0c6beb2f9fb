import { compact } from '../../compact.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { Token } from '../mail/token.ts';

interface Pattern {
  readonly expression: RegExp;
  readonly tokenType: string;
  /** Higher is more specific: exact, then pattern, then plus tag, then catch-all. */
  readonly rank: number;
}

export interface Route {
  readonly integration: string;
  readonly token?: Token;
}

/** Records that an address can name by its local part, as in `deal+12345@` and `deals+12345@`. */
const recordTypes = ['deal', 'contact', 'company', 'ticket', 'thread', 'bounce'];

/**
 * Compiles one address pattern of an integration.
 *
 * `sales@x` matches that address, and `sales+anything@x` with the tag as token; `sales+{token}@x` says so in
 * so many words; `{deal}@x` and `case-{ticket}@x` name the record type; `*@x` is a catch-all.
 */
export function compilePattern(pattern: string): Pattern | { readonly mistake: string } {
  const at = pattern.lastIndexOf('@');
  const local = pattern.slice(0, at).toLowerCase();
  const domain = pattern.slice(at + 1);
  if (at < 1 || !/^[^\s@*{}]+$/.test(domain)) {
    return { mistake: 'wants local@domain, as in sales@inbound.example.com or deal+{token}@inbound.example.com' };
  }
  const host = RegExp.escape(normalizeAddress(`x@${domain}`).slice(2));
  if (local === '*') return { expression: new RegExp(`^(?:[^@]+)@${host}$`, 'u'), tokenType: 'tag', rank: 0 };
  const placeholders = [...local.matchAll(/\{([a-z]+)\}/g)];
  if (placeholders.length > 1 || /[\s*{}]/.test(local.replace(/\{[a-z]+\}/, ''))) {
    return { mistake: 'wants at most one {token} in the local part, and * only as the whole of it' };
  }
  const [placeholder] = placeholders;
  if (placeholder === undefined) {
    return {
      expression: new RegExp(`^${RegExp.escape(local)}(?:\\+(?<token>[^@]+))?@${host}$`, 'u'),
      tokenType: typeOfLocalPart(local),
      rank: 2,
    };
  }
  const [before = '', after = ''] = local.split(placeholder[0]);
  const type = placeholder[1] ?? 'token';
  return {
    expression: new RegExp(`^${RegExp.escape(before)}(?<token>[^@]+)${RegExp.escape(after)}@${host}$`, 'u'),
    tokenType: type === 'token' ? typeOfLocalPart(before.replace(/[+._-]$/, '')) : type,
    rank: 3,
  };
}

/** Routes envelope recipients to integrations; the first pattern of the highest rank wins an address. */
export function createRouter(
  integrations: ReadonlyArray<{ readonly key: string; readonly addresses: readonly string[] }>,
): (recipient: string) => Route | undefined {
  const patterns = integrations
    .flatMap(({ key, addresses }) =>
      addresses.map((address) => ({ key, exact: normalizeAddress(address), pattern: compilePattern(address) })),
    )
    .flatMap(({ key, exact, pattern }) => ('mistake' in pattern ? [] : [{ key, exact, ...pattern }]));
  return (recipient) => {
    const address = normalizeAddress(recipient);
    const best = patterns
      .map((pattern) => ({ pattern, match: pattern.expression.exec(address) }))
      .filter(({ match }) => match !== null)
      .toSorted((a, b) => rankFor(address, b.pattern) - rankFor(address, a.pattern))[0];
    if (best === undefined) return undefined;
    const token = tokenOf(best.match?.groups?.token, best.pattern.tokenType);
    return compact({ integration: best.pattern.key, token });
  };
}

/** Whether an address is one that some integration takes mail at. */
export function ownRoutesOf(
  integrations: ReadonlyArray<{ readonly key: string; readonly addresses: readonly string[] }>,
): (address: string) => boolean {
  const known = routers.get(integrations);
  const route = known ?? createRouter(integrations);
  if (known === undefined) routers.set(integrations, route);
  return (address) => route(address) !== undefined;
}

/** Routers by the list that they were made of: a function reads the list once and asks it for every mail. */
const routers = new WeakMap<object, ReturnType<typeof createRouter>>();

const rankFor = (address: string, pattern: { exact: string; rank: number }): number =>
  pattern.exact === address ? 4 : pattern.rank;

/** `deal-12345` and `deal.12345` name their type themselves; anything else takes the pattern's. */
function tokenOf(text: string | undefined, patternType: string): Token | undefined {
  if (text === undefined) return undefined;
  const [, type, id] = /^(deal|contact|company|ticket|thread|bounce)[-._=](.+)$/.exec(text) ?? [];
  return type !== undefined && id !== undefined ? { type, id } : { type: patternType, id: text };
}

function typeOfLocalPart(local: string): string {
  return recordTypes.find((type) => local === type || local === `${type}s`) ?? 'tag';
}

/** The tenants of the integrations to which addresses lead, each once. */
export function tenantsOf(
  addresses: readonly string[],
  integrations: ReadonlyArray<{ readonly key: string; readonly addresses: readonly string[]; readonly tenant: string }>,
): string[] {
  const route = createRouter(integrations);
  const keys = new Set(addresses.flatMap((address) => route(address)?.integration ?? []));
  return [...new Set(integrations.filter(({ key }) => keys.has(key)).map(({ tenant }) => tenant))];
}
