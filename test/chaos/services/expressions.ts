// DynamoDB's expressions, the part that the ledger uses: conditions, key conditions, filters, updates.
// @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html

export type Item = Readonly<Record<string, unknown>>;

/** Values of the `#names` and `:values` in an expression. */
export interface Placeholders {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

type Path = readonly string[];
type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly path: Path }
  | { readonly kind: 'if-not-exists'; readonly path: Path; readonly otherwise: Operand }
  | { readonly kind: 'list-append'; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'sum'; readonly left: Operand; readonly right: Operand; readonly sign: 1 | -1 };
type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  | { readonly kind: 'exists'; readonly path: Path; readonly wanted: boolean }
  | { readonly kind: 'begins' | 'contains'; readonly path: Path; readonly value: Operand }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand };
interface Update {
  readonly set: ReadonlyArray<{ readonly path: Path; readonly operand: Operand }>;
  readonly add: ReadonlyArray<{ readonly path: Path; readonly operand: Operand }>;
  readonly remove: readonly Path[];
  /** Values that are taken out of sets. */
  readonly subtract: ReadonlyArray<{ readonly path: Path; readonly operand: Operand }>;
}

/** The error of DynamoDB for a malformed request. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

class Parser {
  private readonly text: string;
  private readonly tokens: string[];
  private place = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = text.match(/[:#]?[A-Za-z_][\w-]*|\d+|<>|<=|>=|[=<>(),.+-]|\S/g) ?? [];
  }

  condition(): Condition {
    let left = this.conjunction();
    while (this.takes('OR')) left = { kind: 'or', left, right: this.conjunction() };
    return left;
  }

  private conjunction(): Condition {
    let left = this.negation();
    while (this.takes('AND')) left = { kind: 'and', left, right: this.negation() };
    return left;
  }

  private negation(): Condition {
    if (this.takes('NOT')) return { kind: 'not', inner: this.negation() };
    if (this.takes('(')) {
      const inner = this.condition();
      this.expect(')');
      return inner;
    }
    const word = this.tokens[this.place]?.toLowerCase();
    if (word === 'attribute_exists' || word === 'attribute_not_exists') {
      this.place += 1;
      this.expect('(');
      const path = this.path();
      this.expect(')');
      return { kind: 'exists', path, wanted: word === 'attribute_exists' };
    }
    if (word === 'begins_with' || word === 'contains') {
      this.place += 1;
      this.expect('(');
      const path = this.path();
      this.expect(',');
      const value = this.operand();
      this.expect(')');
      return { kind: word === 'contains' ? 'contains' : 'begins', path, value };
    }
    const left = this.operand();
    if (this.takes('BETWEEN')) {
      const low = this.operand();
      this.expect('AND');
      return { kind: 'between', operand: left, low, high: this.operand() };
    }
    if (this.takes('IN')) return this.oneOf(left);
    const operator = this.next();
    if (!['=', '<>', '<', '<=', '>', '>='].includes(operator)) this.rejectSyntax(operator);
    return { kind: 'compare', operator, left, right: this.operand() };
  }

  /** Expands a list of values to one comparison each. */
  private oneOf(left: Operand): Condition {
    this.expect('(');
    const equal = (): Condition => ({ kind: 'compare', operator: '=', left, right: this.operand() });
    let any = equal();
    while (this.takes(',')) any = { kind: 'or', left: any, right: equal() };
    this.expect(')');
    return any;
  }

  update(): Update {
    const parsed = {
      set: [] as Update['set'][number][],
      add: [] as Update['add'][number][],
      remove: [] as Path[],
      subtract: [] as Update['subtract'][number][],
    };
    while (this.place < this.tokens.length) {
      const clause = this.next().toUpperCase();
      do {
        if (clause === 'SET') {
          const path = this.path();
          this.expect('=');
          parsed.set.push({ path, operand: this.sum() });
        } else if (clause === 'ADD') parsed.add.push({ path: this.path(), operand: this.operand() });
        else if (clause === 'REMOVE') parsed.remove.push(this.path());
        else if (clause === 'DELETE') parsed.subtract.push({ path: this.path(), operand: this.operand() });
        else this.rejectSyntax(clause);
      } while (this.takes(','));
    }
    return parsed;
  }

  private sum(): Operand {
    const left = this.operand();
    if (this.takes('+')) return { kind: 'sum', left, right: this.operand(), sign: 1 };
    if (this.takes('-')) return { kind: 'sum', left, right: this.operand(), sign: -1 };
    return left;
  }

  private operand(): Operand {
    const token = this.tokens[this.place] ?? '';
    if (token.startsWith(':')) {
      this.place += 1;
      return { kind: 'value', name: token };
    }
    if (token.toLowerCase() === 'if_not_exists') {
      this.place += 1;
      this.expect('(');
      const path = this.path();
      this.expect(',');
      const otherwise = this.operand();
      this.expect(')');
      return { kind: 'if-not-exists', path, otherwise };
    }
    if (token.toLowerCase() === 'list_append') {
      this.place += 1;
      this.expect('(');
      const left = this.operand();
      this.expect(',');
      const right = this.operand();
      this.expect(')');
      return { kind: 'list-append', left, right };
    }
    if (token.toLowerCase() === 'size' && this.tokens[this.place + 1] === '(') {
      this.place += 2;
      const path = this.path();
      this.expect(')');
      return { kind: 'size', path };
    }
    return { kind: 'path', path: this.path() };
  }

  private path(): Path {
    const parts = [this.next()];
    while (this.takes('.')) parts.push(this.next());
    return parts;
  }

  private next(): string {
    return this.tokens[this.place++] ?? this.rejectSyntax('the end');
  }

  private takes(token: string): boolean {
    if (this.tokens[this.place]?.toUpperCase() !== token) return false;
    this.place += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.takes(token)) this.rejectSyntax(this.tokens[this.place] ?? 'the end');
  }

  private rejectSyntax(token: string): never {
    throw new ValidationException(`syntax error at ${token} in: ${this.text}`);
  }
}

const conditions = new Map<string, Condition>();
const updates = new Map<string, Update>();

const cached = <T>(cache: Map<string, T>, text: string, parse: () => T): T => {
  const known = cache.get(text) ?? parse();
  cache.set(text, known);
  return known;
};

/** Tells whether a condition holds for an item; an absent item has no attributes. */
export function holds(text: string, item: Item | undefined, placeholders: Placeholders): boolean {
  const parsed = cached(conditions, text, () => new Parser(text).condition());
  return evaluate(parsed, item ?? {}, placeholders);
}

function evaluate(condition: Condition, item: Item, placeholders: Placeholders): boolean {
  switch (condition.kind) {
    case 'and':
      return evaluate(condition.left, item, placeholders) && evaluate(condition.right, item, placeholders);
    case 'or':
      return evaluate(condition.left, item, placeholders) || evaluate(condition.right, item, placeholders);
    case 'not':
      return !evaluate(condition.inner, item, placeholders);
    case 'exists':
      return (valueAt(item, condition.path, placeholders) !== undefined) === condition.wanted;
    case 'begins': {
      const value = valueAt(item, condition.path, placeholders);
      return typeof value === 'string' && value.startsWith(String(resolve(condition.value, item, placeholders)));
    }
    case 'contains': {
      const value = valueAt(item, condition.path, placeholders);
      const wanted = resolve(condition.value, item, placeholders);
      return value instanceof Set ? value.has(wanted) : typeof value === 'string' && value.includes(String(wanted));
    }
    case 'compare':
      return compare(
        condition.operator,
        resolve(condition.left, item, placeholders),
        resolve(condition.right, item, placeholders),
      );
    case 'between': {
      const value = resolve(condition.operand, item, placeholders);
      return (
        compare('>=', value, resolve(condition.low, item, placeholders)) &&
        compare('<=', value, resolve(condition.high, item, placeholders))
      );
    }
  }
}

/** Compares two values; values of different types, and absent ones, are unequal and have no order. */
function compare(operator: string, left: unknown, right: unknown): boolean {
  if (left instanceof Set && right instanceof Set)
    return (left.symmetricDifference(right).size === 0) === (operator === '=');
  if (left === undefined || right === undefined || typeof left !== typeof right) return operator === '<>';
  const [a, b] = [left, right] as [string, string];
  switch (operator) {
    case '=':
      return a === b;
    case '<>':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function resolve(operand: Operand, item: Item, placeholders: Placeholders): unknown {
  switch (operand.kind) {
    case 'path':
      return valueAt(item, operand.path, placeholders);
    case 'value': {
      const { values = {} } = placeholders;
      if (!Object.hasOwn(values, operand.name)) throw new ValidationException(`${operand.name} is not defined`);
      return values[operand.name];
    }
    case 'size': {
      const value = valueAt(item, operand.path, placeholders);
      return value instanceof Set ? value.size : (value as { length?: number } | undefined)?.length;
    }
    case 'if-not-exists':
      return valueAt(item, operand.path, placeholders) ?? resolve(operand.otherwise, item, placeholders);
    case 'list-append': {
      const [left, right] = [resolve(operand.left, item, placeholders), resolve(operand.right, item, placeholders)];
      if (!Array.isArray(left) || !Array.isArray(right))
        throw new ValidationException('an operand of list_append is no list');
      return [...left, ...right];
    }
    case 'sum': {
      const [left, right] = [resolve(operand.left, item, placeholders), resolve(operand.right, item, placeholders)];
      if (typeof left !== 'number' || typeof right !== 'number')
        throw new ValidationException('an operand of the sum has the wrong type');
      return left + operand.sign * right;
    }
  }
}

const nameOf = (part: string, { names = {} }: Placeholders): string => {
  if (!part.startsWith('#')) return part;
  const name = names[part];
  if (name === undefined) throw new ValidationException(`${part} is not defined`);
  return name;
};

function valueAt(item: Item, path: Path, placeholders: Placeholders): unknown {
  let value: unknown = item;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Item)[nameOf(part, placeholders)];
  }
  return value;
}

/** Returns the item after an update; the original stays unchanged. */
export function updated(text: string, item: Item, placeholders: Placeholders): Item {
  const { set, add, remove, subtract } = cached(updates, text, () => new Parser(text).update());
  let result = item;
  // Every operand reads the item as it was before the update.
  for (const { path, operand } of set) {
    const value = resolve(operand, item, placeholders);
    if (value === undefined) throw new ValidationException('an operand refers to an attribute that does not exist');
    result = withValue(result, path, placeholders, value);
  }
  for (const { path, operand } of add) {
    const value = resolve(operand, item, placeholders);
    const before = valueAt(item, path, placeholders);
    const sum =
      value instanceof Set
        ? new Set([...((before as Set<unknown>) ?? []), ...value])
        : Number(before ?? 0) + Number(value);
    result = withValue(result, path, placeholders, sum);
  }
  for (const { path, operand } of subtract) {
    const before = valueAt(item, path, placeholders) as Set<unknown> | undefined;
    const rest = before?.difference(resolve(operand, item, placeholders) as Set<unknown>);
    // DynamoDB keeps no empty set.
    result = withValue(result, path, placeholders, rest === undefined || rest.size === 0 ? undefined : rest);
  }
  for (const path of remove) result = withValue(result, path, placeholders, undefined);
  return result;
}

function withValue(item: Item, [head = '', ...rest]: Path, placeholders: Placeholders, value: unknown): Item {
  const name = nameOf(head, placeholders);
  if (rest.length > 0) {
    const inner = item[name];
    if (typeof inner !== 'object' || inner === null) {
      if (value === undefined) return item;
      throw new ValidationException('the document path of the update is invalid for the item');
    }
    return { ...item, [name]: withValue(inner as Item, rest, placeholders, value) };
  }
  if (value !== undefined) return { ...item, [name]: value };
  const { [name]: _gone, ...others } = item;
  return others;
}
