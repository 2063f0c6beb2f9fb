import { path } from '../../../local/router.ts';
import { createRecordStore, type RecordStore } from '../../../local/sandbox-crm/record-store.ts';
import {
  answerBy,
  isText,
  isUser,
  unknownField,
  type VendorRoutes,
} from '../../../local/sandbox-crm/sandbox-vendor.ts';

describe('answerBy', () => {
  let store: RecordStore;

  beforeEach(() => {
    store = createRecordStore(':memory:');
  });

  afterEach(() => store.close());

  const routes: VendorRoutes = [
    ['GET', path('/v1/people/:id'), ({ parameters }) => ({ status: 200, body: parameters.id })],
    ['POST', path('/v1/people'), ({ fields, headers }) => ({ status: 201, body: { fields, headers } })],
  ];
  const answer = (method: string, target: string, body?: unknown) =>
    answerBy(routes, store, { method, path: target, query: new URLSearchParams(), headers: { a: '1' }, body });

  it('hands the parts of the path to the row that takes the request', () => {
    expect(answer('GET', '/v1/people/7')).toEqual({ status: 200, body: '7' });
  });

  it.each([
    ['the fields of a body', { name: 'Ada' }, { name: 'Ada' }],
    ['no fields of a body that is a text', 'name=Ada', {}],
    ['no fields of a body that is a list', [{ name: 'Ada' }], {}],
  ])('hands %s to the row', (_, body, fields) => {
    expect(answer('POST', '/v1/people', body)).toEqual({ status: 201, body: { fields, headers: { a: '1' } } });
  });

  it.each([
    ['GET', '/v1/people'],
    ['DELETE', '/v1/people/7'],
    ['GET', '/v2/people/7'],
  ])('answers nothing to %s %s, which no row takes', (method, target) => {
    expect(answer(method, target)).toBeUndefined();
  });
});

describe('unknownField', () => {
  it('names the first field that the vendor does not know', () => {
    expect(unknownField({ name: 'Ada', age: 1, size: 2 }, ['name'])).toBe('age');
    expect(unknownField({ name: 'Ada' }, ['name', 'age'])).toBeUndefined();
  });
});

describe('isUser', () => {
  it.each([
    [7001, true],
    ['7001', true],
    ['7002', false],
    [undefined, false],
  ])('compares %p as a text with the id of the only user', (id, expected) => {
    expect(isUser(id, '7001')).toBe(expected);
  });
});

describe('isText', () => {
  it.each([
    ['a', true],
    ['a'.repeat(255), true],
    ['a'.repeat(256), false],
    ['', false],
    [1, false],
  ])('judges %p by its type and length', (value, expected) => {
    expect(isText(value)).toBe(expected);
  });
});
