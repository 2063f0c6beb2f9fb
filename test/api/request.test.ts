import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyBytesOf, json, page, toRequest } from '../../lambdas/api/request.ts';

const anEvent = (fields: Partial<APIGatewayProxyEventV2>) =>
  ({ routeKey: 'POST /u/{token}', headers: {}, isBase64Encoded: false, ...fields }) as APIGatewayProxyEventV2;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('toRequest', () => {
  it('reads path, query and headers, with names in lower case', () => {
    const event = anEvent({
      pathParameters: { token: 't' },
      queryStringParameters: { a: '1' },
      headers: { 'Content-Type': 'text/plain' },
    });

    expect(toRequest(event)).toMatchObject({
      route: 'POST /u/{token}',
      path: { token: 't' },
      query: { a: '1' },
      headers: { 'content-type': 'text/plain' },
      body: '',
    });
  });

  it.each([
    ['the name of the API, where no Host came', {}, '/v1/events', '', 'https://api.example/v1/events'],
    ['the Host', { Host: 'mail.example:8443' }, '/v1/events', '', 'https://mail.example:8443/v1/events'],
    ['the query', {}, '/v1/events', 'a=1&b=%2F', 'https://api.example/v1/events?a=1&b=%2F'],
    ["a laptop's scheme", { 'x-forwarded-proto': 'http' }, '/', '', 'http://api.example/'],
  ])('reads the address with %s', (_what, headers, rawPath, rawQueryString, url) => {
    const requestContext = { domainName: 'api.example', requestId: 'r-1', http: { method: 'PUT' } };

    const request = toRequest(anEvent({ headers, rawPath, rawQueryString, requestContext } as object));

    expect(request).toMatchObject({ url, method: 'PUT', requestId: 'r-1' });
  });

  it.each([
    ['Grüße', false],
    [base64('Grüße'), true],
  ])('reads the body %s', (body, isBase64Encoded) => {
    expect(toRequest(anEvent({ body, isBase64Encoded })).body).toBe('Grüße');
  });
});

describe('bodyBytesOf', () => {
  it.each([
    [undefined, false, 0],
    ['abc', false, 3],
    ['ü', false, 2],
    [base64('ü'), true, 2],
    [base64('abcd'), true, 4],
  ])('counts the bytes of %j', (body, isBase64Encoded, bytes) => {
    expect(bodyBytesOf(anEvent({ ...(body !== undefined && { body }), isBase64Encoded }))).toBe(bytes);
  });
});

describe('json and page', () => {
  it('forbid every cache to keep the answer', () => {
    for (const answer of [json(200, { a: 1 }), page(200, '<p>')])
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(json(404, { a: 1 })).toMatchObject({ statusCode: 404, body: '{"a":1}' });
  });

  it('let a page load nothing, except pictures from one origin', () => {
    const policyOf = (answer: ReturnType<typeof page>) => String(answer.headers?.['content-security-policy']);

    expect(policyOf(page(200, '<p>'))).toMatch(/^default-src 'none';/);
    expect(policyOf(page(200, '<p>'))).not.toContain('img-src');
    expect(policyOf(page(200, '<p>', { pictures: 'https://b.example' }))).toContain(
      "img-src 'self' data: https://b.example",
    );
  });
});

describe('what API Gateway has verified', () => {
  const requestOf = (requestContext: object) =>
    toRequest({ routeKey: 'GET /v1/holds', headers: { host: 'evil.example' }, requestContext } as never);

  it.each([
    [
      { domainName: 'partners.example.com', authentication: { clientCert: { serialNumber: '1' } } },
      'partners.example.com',
    ],
    [{ domainName: 'partners.example.com', authentication: null }, undefined],
    [{ domainName: 'partners.example.com' }, undefined],
  ])('is a certificate in %j: %s', (context, domain) => {
    expect(requestOf(context).certifiedAt).toBe(domain);
  });

  it('is an identity of IAM', () => {
    expect(requestOf({ authorizer: { iam: { userArn: 'arn:aws:iam::1:user/u' } } }).iam?.userArn).toBe(
      'arn:aws:iam::1:user/u',
    );
    expect(requestOf({}).iam).toBeUndefined();
  });
});
