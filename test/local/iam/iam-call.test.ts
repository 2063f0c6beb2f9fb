import { fieldsOf, headerOf, operationOf, textOf } from '../../../local/iam/iam-call.ts';

const request = (headers: Record<string, string | string[]>) => ({ method: 'POST', target: '/', headers });

describe('operationOf', () => {
  it.each([
    ['DynamoDB_20120810.UpdateItem', 'UpdateItem'],
    ['AmazonSQS.SendMessage', 'SendMessage'],
  ])('reads %s without the service', (target, operation) => {
    expect(operationOf(request({ 'x-amz-target': target }))).toBe(operation);
  });

  it('is empty without the header', () => {
    expect(operationOf(request({}))).toBe('');
  });
});

describe('headerOf', () => {
  it('takes the first value of a repeated header', () => {
    expect(headerOf(request({ host: ['a', 'b'] }), 'host')).toBe('a');
    expect(headerOf(request({ host: 'a' }), 'host')).toBe('a');
    expect(headerOf(request({}), 'host')).toBeUndefined();
  });
});

describe('fieldsOf and textOf', () => {
  it.each([
    [{ a: 1 }, { a: 1 }],
    [null, {}],
    ['text', {}],
  ])('reads the fields of %j', (value, fields) => {
    expect(fieldsOf(value)).toEqual(fields);
  });

  it.each([
    ['a', 'a'],
    [1, undefined],
    [null, undefined],
  ])('reads %j as the text %s', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});
