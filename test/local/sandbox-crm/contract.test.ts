import * as z from 'zod';
import { path } from '../../../local/router.ts';
import { type ContractRow, emailText, numericId, textUpTo, violationOf } from '../../../local/sandbox-crm/contract.ts';

const page = 'https://vendor.example/contacts';
const body = z.strictObject({
  name: textUpTo(5),
  email: emailText.optional(),
  tags: z.array(z.strictObject({ id: numericId })).optional(),
});
const rows: readonly ContractRow[] = [
  { method: 'POST', path: path('/contacts'), page, body },
  { method: 'GET', path: path('/contacts/:id'), page, query: ['fields', 'page'], requiredQuery: ['fields'] },
];
const violation = (method: string, target: string, sent?: unknown) => {
  const { pathname, searchParams } = new URL(target, 'https://vendor.example');
  return violationOf(rows, { method, path: pathname, query: searchParams, body: sent });
};

describe('violationOf', () => {
  it.each([
    ['POST', '/contacts', { name: 'Ada' }],
    ['POST', '/contacts', { name: 'Ada', email: 'bounce+ada=x.example@a.example', tags: [{ id: 1 }] }],
    ['GET', '/contacts/1?fields=name', undefined],
    ['GET', '/contacts/1?fields=name&page=2', ''],
  ])('finds nothing wrong with %s %s %j', (method, target, sent) => {
    expect(violation(method, target, sent)).toBeUndefined();
  });

  it.each([
    ['PUT', '/contacts', {}, { kind: 'route', field: 'PUT /contacts' }],
    ['POST', '/contacts/1/2', {}, { kind: 'route', field: 'POST /contacts/1/2' }],
    ['POST', '/contacts?dry=1', {}, { kind: 'query', field: 'dry', page }],
    ['GET', '/contacts/1', undefined, { kind: 'missing', field: 'fields', page }],
    ['GET', '/contacts/1?fields=a', { a: 1 }, { kind: 'unknown', field: 'body', page }],
    ['POST', '/contacts', undefined, { kind: 'missing', field: '', page }],
    ['POST', '/contacts', {}, { kind: 'missing', field: 'name', page }],
    ['POST', '/contacts', { name: 'A'.repeat(6) }, { kind: 'value', field: 'name', page }],
    ['POST', '/contacts', { name: '' }, { kind: 'value', field: 'name', page }],
    ['POST', '/contacts', { name: 'Ada', email: 'ada@localhost' }, { kind: 'value', field: 'email', page }],
    ['POST', '/contacts', { name: 'Ada', colour: 1 }, { kind: 'unknown', field: 'colour', page }],
    ['POST', '/contacts', { name: 'Ada', tags: [{ id: '1' }] }, { kind: 'value', field: 'tags.0.id', page }],
    ['POST', '/contacts', { name: 'Ada', tags: [{ id: 1, x: 1 }] }, { kind: 'unknown', field: 'tags.0.x', page }],
  ])('finds what is wrong with %s %s %j', (method, target, sent, expected) => {
    expect(violation(method, target, sent)).toEqual(expected);
  });
});
