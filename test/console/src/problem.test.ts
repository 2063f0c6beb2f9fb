import { adviceFor, isRetried, problemOf, RequestError, retryDelay } from '../../../console/src/problem.ts';

const refused = (status: number, more: object = {}) => new RequestError({ status, ...more });

describe('problemOf', () => {
  it('reads problem details and Retry-After', () => {
    const headers = new Headers({ 'retry-after': '12' });

    expect(
      problemOf(429, headers, { type: 'urn:postern:problem:quota-exceeded', detail: 'too many', scope: 7 }),
    ).toEqual({ status: 429, type: 'urn:postern:problem:quota-exceeded', detail: 'too many', retryAfter: 12 });
  });

  it.each([
    ['a message of API Gateway', { message: 'Too Many Requests' }, { status: 503, detail: 'Too Many Requests' }],
    ['no body', undefined, { status: 503 }],
    ['a text', 'oops', { status: 503 }],
  ])('reads %s', (_, body, problem) => {
    expect(problemOf(503, new Headers(), body)).toEqual(problem);
  });
});

describe('isRetried', () => {
  it.each([
    [refused(0), 0, true],
    [refused(429), 4, true],
    [refused(500), 5, false],
    [refused(403), 0, false],
    [refused(404), 0, false],
    [new Error('a bug'), 0, false],
  ])('answers for %o after %d failures: %s', (error, failures, isAgain) => {
    expect(isRetried(failures, error)).toBe(isAgain);
  });
});

describe('retryDelay', () => {
  it.each([
    [0, refused(500), 1000],
    [3, refused(500), 8000],
    [0, refused(429, { retryAfter: 7 }), 7000],
    [0, refused(429, { retryAfter: 9000 }), 60_000],
    [40, refused(500), 60_000],
  ])('waits after %d failures of %o: %d ms', (failures, error, ms) => {
    expect(retryDelay(failures, error)).toBe(ms);
  });
});

describe('adviceFor', () => {
  it.each([
    [refused(0), 'No connection', 'npm start'],
    [refused(401), 'Sign in', 'session has ended'],
    [
      refused(403, { type: 'urn:postern:problem:missing-scope', scope: 'redrive:write' }),
      'Not your role',
      'redrive:write',
    ],
    [refused(403, { detail: 'the mail is redacted' }), 'Refused', 'redacted'],
    [refused(404, { detail: 'no such mail' }), 'Not found', 'no such mail'],
    [refused(429), 'Too many requests', 'waits'],
    [refused(502), 'The API has failed', 'tries again'],
    [new TypeError('x is undefined'), 'This page has failed', 'x is undefined'],
  ])('says of %o: %s', (error, title, part) => {
    const advice = adviceFor(error);

    expect(advice.title).toBe(title);
    expect(advice.text).toContain(part);
  });
});
