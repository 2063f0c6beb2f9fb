import { compact } from '../../lambdas/compact.ts';
import type { FakeRecord } from './fake-store.ts';

/** A `SELECT … FROM … WHERE …` of the kind that Salesforce and Zoho take, as far as Postern asks. */
export interface Select {
  readonly fields: readonly string[];
  readonly from: string;
  readonly limit: number;
  /** Ascending. */
  readonly orderBy?: string;
  matches(record: FakeRecord): boolean;
}

type Test = (record: FakeRecord) => boolean;

/**
 * @param mostRows where the query says nothing
 * @throws SyntaxError when it is something else
 */
export function parseSelect(text: string, mostRows = 200): Select {
  const found = /^select (.+?) from (\w+) where (.+?)(?: order by ([\w.]+))?(?: limit (\d+))?$/is.exec(text.trim());
  if (found === null) throw new SyntaxError('not a query');
  const [, fields = '', from = '', where = '', orderBy, limit] = found;
  const tokens = where.match(/'(?:[^'\\]|\\.)*'|[(),=]|>=|[\w.:+-]+/g) ?? [];
  let at = 0;
  const next = (): string => {
    const token = tokens[at];
    if (token === undefined) throw new SyntaxError('the query ends early');
    at += 1;
    return token;
  };
  const expect = (wanted: string): void => {
    const token = next();
    if (token.toLowerCase() !== wanted) throw new SyntaxError(`found ${token}, wanted ${wanted}`);
  };
  const literal = (token: string): string =>
    token.startsWith("'") ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;

  const condition = (): Test => {
    if (tokens[at] === '(') {
      at += 1;
      const inner = either();
      expect(')');
      return inner;
    }
    const name = next();
    const held = ({ id, body }: FakeRecord): string =>
      String((name.toLowerCase() === 'id' ? id : body[name]) ?? '').toLowerCase();
    const operator = next().toLowerCase();
    if (operator === '=') {
      const wanted = literal(next()).toLowerCase();
      return (record) => held(record) === wanted || (wanted === 'false' && held(record) === '');
    }
    if (operator === '>=') {
      const wanted = Date.parse(literal(next()));
      return (record) => Date.parse(held(record).replace('+0000', 'z')) >= wanted;
    }
    if (operator !== 'in') throw new SyntaxError(`the stand-in does not know ${operator}`);
    expect('(');
    const values: string[] = [];
    for (;;) {
      values.push(literal(next()).toLowerCase());
      const separator = next();
      if (separator === ')') break;
      if (separator !== ',') throw new SyntaxError('wants a comma');
    }
    return (record) => values.includes(held(record));
  };
  const both = (): Test => {
    const tests = [condition()];
    while (tokens[at]?.toLowerCase() === 'and') {
      at += 1;
      tests.push(condition());
    }
    return (record) => tests.every((test) => test(record));
  };
  function either(): Test {
    const tests = [both()];
    while (tokens[at]?.toLowerCase() === 'or') {
      at += 1;
      tests.push(both());
    }
    return (record) => tests.some((test) => test(record));
  }

  const matches = either();
  if (at < tokens.length) throw new SyntaxError(`found ${tokens[at]} after the end`);
  return compact({
    fields: fields.split(',').map((field) => field.trim()),
    from,
    limit: Number(limit ?? mostRows),
    orderBy: orderBy || undefined,
    matches,
  });
}
