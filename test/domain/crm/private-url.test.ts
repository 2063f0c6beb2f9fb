import { isPrivateUrl } from '../../../lambdas/domain/crm/private-url.ts';

describe('isPrivateUrl', () => {
  it.each([
    'https://api.hubapi.com',
    'HTTPS://api.hubapi.com',
    'http://127.0.0.1:8080',
    'http://127.9.9.9',
    'http://localhost:1/x',
    'http://[::1]:1',
    'sandbox:',
    'arn:aws:events:eu-west-1:111122223333:event-bus/x',
  ])('is true for %s', (url) => {
    expect(isPrivateUrl(url)).toBe(true);
  });

  it.each([
    'http://api.hubapi.com',
    'HTTP://api.hubapi.com',
    'http://10.0.0.1',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://127.0.0.1@example.org',
    'http://',
    'http://[::2]',
  ])('is false for %s', (url) => {
    expect(isPrivateUrl(url)).toBe(false);
  });
});
