import { compact } from '../../lambdas/compact.ts';
import type { VendorRecord } from './record-store.ts';

/** A `SELECT … FROM … WHERE …` of Salesforce's SOQL and Zoho's COQL, with the parts of them that Postern uses. */
export interface Select {
  readonly fields: readonly string[];
  readonly from: string;
  readonly limit: number;
  readonly orderBy?: { readonly field: string; readonly isDescending: boolean };
  matches(record: VendorRecord): boolean;
}

type Condition = (record: VendorRecord) => boolean;

/**
 * Reads a query.
 *
 * @param mostRows limit of a query that names none
 * @throws SyntaxError for any other text
 */
export function parseSelect(text: string, mostRows = 200): Select {
  const query = text.trim();
  const fromAt = query.search(/ from /i);
  const fields = /^select (.+)$/is.exec(query.slice(0, Math.max(fromAt, 0)))?.[1];
  const [, from, conditions] = /^ from (\w+) where (.+)$/is.exec(query.slice(fromAt)) ?? [];
  if (fields === undefined || from === undefined || conditions === undefined) throw new SyntaxError('not a query');
  const {
    index,
    1: field,
    2: direction,
    3: limit,
  } = /(?: order by ([\w.]+)(?: (asc|desc))?)?(?: limit (\d+))?$/i.exec(conditions)!;
  const tokens = tokensOf(conditions.slice(0, index));
  const matches = disjunction(tokens);
  if (tokens.peek() !== undefined) throw new SyntaxError(`found ${tokens.peek()} after the end`);
  return compact({
    fields: fields.split(',').map((field) => field.trim()),
    from,
    limit: Number(limit ?? mostRows),
    orderBy: field ? { field, isDescending: direction?.toLowerCase() === 'desc' } : undefined,
    matches,
  });
}

/** The words of a condition, one after the other. */
interface Tokens {
  peek(): string | undefined;
  /** @throws SyntaxError at the end */
  next(): string;
}

function tokensOf(where: string): Tokens {
  const tokens = where.match(/'(?:[^'\\]|\\.?)*'?|[(),=]|>=|[\w.:+-]+/gs) ?? [];
  const last = tokens.at(-1) ?? '';
  if (last.startsWith("'") && !/^'(?:[^'\\]|\\.)*'$/s.test(last)) throw new SyntaxError('a text has no end');
  let at = 0;
  return {
    peek: () => tokens[at],
    next() {
      const token = tokens[at];
      if (token === undefined) throw new SyntaxError('the query ends early');
      at += 1;
      return token;
    },
  };
}

/** `a OR b` */
function disjunction(tokens: Tokens): Condition {
  const conditions = chainOf('or', conjunction, tokens);
  return (record) => conditions.some((holds) => holds(record));
}

/** `a AND b` */
function conjunction(tokens: Tokens): Condition {
  const conditions = chainOf('and', condition, tokens);
  return (record) => conditions.every((holds) => holds(record));
}

/** Conditions with a word between them. */
function chainOf(word: string, read: (tokens: Tokens) => Condition, tokens: Tokens): Condition[] {
  const conditions = [read(tokens)];
  while (tokens.peek()?.toLowerCase() === word) {
    tokens.next();
    conditions.push(read(tokens));
  }
  return conditions;
}

/** A comparison, or a condition in brackets. */
function condition(tokens: Tokens): Condition {
  if (tokens.peek() === '(') {
    tokens.next();
    const inner = disjunction(tokens);
    expect(tokens, ')');
    return inner;
  }
  const readField = fieldReader(tokens.next());
  const operator = tokens.next().toLowerCase();
  if (operator === '=') {
    const wanted = literal(tokens.next()).toLowerCase();
    // A checkbox that nobody has set is false.
    return (record) => readField(record) === wanted || (wanted === 'false' && readField(record) === '');
  }
  if (operator === '>=') {
    const wanted = Date.parse(literal(tokens.next()));
    return (record) => Date.parse(readField(record).replace('+0000', 'z')) >= wanted;
  }
  if (operator === 'like') {
    const matches = likeMatcher(literal(tokens.next()).toLowerCase());
    return (record) => matches(readField(record));
  }
  if (operator !== 'in') throw new SyntaxError(`the sandbox does not know ${operator}`);
  const values = listIn(tokens);
  return (record) => values.includes(readField(record));
}

/** `%` stands for any characters; the sandbox knows it at the beginning and at the end. */
function likeMatcher(pattern: string): (value: string) => boolean {
  const text = pattern.replaceAll('%', '');
  if (pattern.startsWith('%') && pattern.endsWith('%')) return (value) => value.includes(text);
  if (pattern.startsWith('%')) return (value) => value.endsWith(text);
  return pattern.endsWith('%') ? (value) => value.startsWith(text) : (value) => value === text;
}

/** Reads a field without regard to case, as both vendors compare. */
const fieldReader =
  (name: string) =>
  ({ id, body }: VendorRecord): string =>
    String((name.toLowerCase() === 'id' ? id : body[name]) ?? '').toLowerCase();

/** `('a', 'b')` */
function listIn(tokens: Tokens): string[] {
  expect(tokens, '(');
  const values: string[] = [];
  for (;;) {
    values.push(literal(tokens.next()).toLowerCase());
    const separator = tokens.next();
    if (separator === ')') return values;
    if (separator !== ',') throw new SyntaxError('wants a comma');
  }
}

function expect(tokens: Tokens, wanted: string): void {
  const token = tokens.next();
  if (token.toLowerCase() !== wanted) throw new SyntaxError(`found ${token}, wanted ${wanted}`);
}

const literal = (token: string): string => (token.startsWith("'") ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token);
