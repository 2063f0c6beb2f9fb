import { fieldsOf } from './fields.ts';

/**
 * Whether a value matches a pattern of an event source: an object by each of its fields, a list by any of its elements, which
 * are texts, numbers, `{ prefix }` or `{ exists }`.
 *
 * @throws Error for an operator that this machine does not know, so that it is not ignored
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((rule) => matchesRule(rule, value));
  const fields = fieldsOf(value);
  return Object.entries(fieldsOf(pattern)).every(([name, inner]) => matchesPattern(inner, fields[name]));
}

function matchesRule(rule: unknown, value: unknown): boolean {
  if (typeof rule === 'string' || typeof rule === 'number') return value === rule;
  const [[operator, operand] = [], ...more] = Object.entries(fieldsOf(rule));
  if (operator === 'exists' && typeof operand === 'boolean' && more.length === 0)
    return (value !== undefined) === operand;
  if (operator !== 'prefix' || typeof operand !== 'string' || more.length > 0)
    throw new Error(`the filter ${JSON.stringify(rule)} is not known on this machine`);
  return typeof value === 'string' && value.startsWith(operand);
}
