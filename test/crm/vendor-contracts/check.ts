/** The parts of a vendor's published API, in the form of its own client. */
export interface VendorContract {
  /** Package, version and licence. */
  readonly source: string;
  readonly routes: ReadonlyArray<{
    readonly method: string;
    /** With `{name}` or, in Pipedrive's, `{id}` where values stand. */
    readonly path: string;
    readonly query: readonly string[];
    /** The model of the body. */
    readonly body?: string;
  }>;
  /** Types by field, by model. */
  readonly models: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/**
 * The parts of a request that the vendor's contract does not know: a route, a query parameter, a field, or its type.
 *
 * @param path the request's path, as the contract spells paths
 */
export function mistakesOf(contract: VendorContract, path: string, { method, body }: SentRequest): string[] {
  const { pathname, searchParams } = new URL(path, 'http://vendor.example');
  // The route with the fewest variables: `/batch/create` is no id.
  const route = contract.routes
    .filter((operation) => operation.method === method && matches(operation.path, pathname))
    .toSorted((a, b) => variablesOf(a.path) - variablesOf(b.path))[0];
  const name = `${method} ${pathname}`;
  if (route === undefined) return [`${name}: no such route`];
  const unknown = [...searchParams.keys()].filter((key) => !route.query.includes(key));
  const mistakes = unknown.map((key) => `${name}: no query parameter ${key}`);
  if (body === '') return mistakes;
  if (route.body === undefined) return [...mistakes, `${name}: takes no body`];
  return [...mistakes, ...typeMistakes(contract, JSON.parse(body), route.body, name)];
}

const variablesOf = (path: string): number => path.split('{').length;

function matches(pattern: string, pathname: string): boolean {
  const [wanted, given] = [pattern.split('/'), pathname.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith('{') || part === given[at]);
}

/** Compares a value with a type as the clients write it. */
function typeMistakes(contract: VendorContract, value: unknown, type: string, at: string): string[] {
  const plain = type.replace(/ \| null$|^'|'$/g, '').trim();
  const items = /^(?:Array<(.+)>|(.+)\[\])$/.exec(plain);
  if (items !== null) {
    if (!Array.isArray(value)) return [`${at}: wants a list`];
    return value.flatMap((item, index) => typeMistakes(contract, item, (items[1] ?? items[2])!, `${at}[${index}]`));
  }
  const valuesOf = /^\{ \[key: string\]: (.+?);? \}$/.exec(plain)?.[1];
  if (valuesOf !== undefined)
    return Object.entries(value as object).flatMap(([key, inner]) =>
      typeMistakes(contract, inner, valuesOf, `${at}.${key}`),
    );
  const model = contract.models[plain];
  if (model !== undefined) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: wants ${plain}`];
    return Object.entries(value).flatMap(([key, inner]) =>
      model[key] === undefined
        ? [`${at}: ${plain} has no ${key}`]
        : typeMistakes(contract, inner, model[key], `${at}.${key}`),
    );
  }
  const primitives = plain.split(' | ').filter((name) => ['string', 'number', 'boolean'].includes(name));
  // The stand-in checks enumerations and all other types that are no primitives.
  if (primitives.length === 0 || primitives.includes(typeof value)) return [];
  return [`${at}: is a ${typeof value}, wants ${plain}`];
}
