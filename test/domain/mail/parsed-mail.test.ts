import { headerValue, headerValues } from '../../../lambdas/domain/mail/parsed-mail.ts';

const mail = {
  headers: [
    { name: 'received', value: 'by us' },
    { name: 'subject', value: 'Hello' },
    { name: 'received', value: 'by them' },
    { name: '__proto__', value: 'a name like any other' },
  ],
};

describe('headerValues', () => {
  it.each([
    ['received', ['by us', 'by them']],
    ['__proto__', ['a name like any other']],
    ['x-missing', []],
    ['Subject', []],
  ])('gives all values of %s in their order', (name, values) => {
    expect(headerValues(mail, name)).toEqual(values);
  });
});

describe('headerValue', () => {
  it.each([
    ['received', 'by us'],
    ['subject', 'Hello'],
    ['x-missing', undefined],
  ])('gives the value of %s nearest to the receiver', (name, value) => {
    expect(headerValue(mail, name)).toBe(value);
  });
});
