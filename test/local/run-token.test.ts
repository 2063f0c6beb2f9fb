import { createRunToken, isRunToken, mayUseSandbox } from '../../local/run-token.ts';

const token = createRunToken();

describe('createRunToken', () => {
  it('creates another token each time, and compares it whole', () => {
    expect(createRunToken()).not.toBe(token);
    expect(isRunToken(token, token)).toBe(true);
    expect(isRunToken(token.slice(1), token)).toBe(false);
    expect(isRunToken(undefined, token)).toBe(false);
  });
});

describe('mayUseSandbox', () => {
  it.each([
    ['a program', 'PUT', {}, true],
    ['a person who types the address', 'GET', { 'sec-fetch-site': 'none' }, true],
    ['a person who types an address that changes something', 'POST', { 'sec-fetch-site': 'none' }, false],
    ['a page without the token', 'GET', { 'sec-fetch-site': 'same-origin' }, false],
    ['a page with the token', 'PUT', { 'sec-fetch-site': 'same-origin', 'x-postern-run': token }, true],
    ['a page of another site', 'GET', { 'sec-fetch-site': 'none', origin: 'https://evil.example' }, false],
  ])('decides on %s', (_, method, headers, isAllowed) => {
    expect(mayUseSandbox(method, headers, token)).toBe(isAllowed);
  });
});
