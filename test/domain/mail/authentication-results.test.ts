import { readAuthenticationResults } from '../../../lambdas/domain/mail/authentication-results.ts';

describe('readAuthenticationResults', () => {
  it('reads the name, the methods, their results and properties', () => {
    const { id, results } = readAuthenticationResults(
      'MX.Gateway.example 1; spf=pass smtp.mailfrom="jo@customer.example"; dkim=pass (2048-bit key; (nested)) header.d=Customer.example header.s=a; dmarc=fail/1 (p=none) header.from=customer.example',
    );

    expect(id).toBe('mx.gateway.example');
    expect(results.map(({ method, result }) => `${method}=${result}`)).toEqual(['spf=pass', 'dkim=pass', 'dmarc=fail']);
    expect(results.map(({ properties }) => Object.fromEntries(properties))).toEqual([
      { 'smtp.mailfrom': 'jo@customer.example' },
      { 'header.d': 'customer.example', 'header.s': 'a' },
      { 'header.from': 'customer.example' },
    ]);
  });

  it.each<[string, string, string, number]>([
    ['no results', 'mx.gateway.example; none', 'mx.gateway.example', 0],
    ['a result in a comment', 'mx.gateway.example (; dmarc=pass)', 'mx.gateway.example', 0],
    ['a result in quotes', 'mx.gateway.example; x="; dmarc=pass"', 'mx.gateway.example', 0],
    ['a name in quotes', '"mx.gateway.example"; dmarc=pass', 'mx.gateway.example', 1],
    ['a comment without an end', 'mx.gateway.example; dmarc=pass (; spf=pass', 'mx.gateway.example', 1],
    ['nothing', '', '', 0],
  ])('reads %s', (_name, value, id, count) => {
    const read = readAuthenticationResults(value);

    expect([read.id, read.results.length]).toEqual([id, count]);
  });

  it('reads a long field in linear time', () => {
    const started = performance.now();
    readAuthenticationResults(`x;${'dmarc=pass header.from=a '.repeat(10_000)}`);
    readAuthenticationResults(`x${'('.repeat(100_000)}`);

    expect(performance.now() - started).toBeLessThan(500);
  });
});
