import { type ProblemName, problem } from '../../lambdas/api/problem.ts';

describe('problem', () => {
  it('answers with the members of RFC 9457, under the type of problem details, and lets no cache keep it', () => {
    const { statusCode, headers, body } = problem('not-found', 'no such event', { more: { event: 'evt_1' } });

    expect(statusCode).toBe(404);
    expect(headers).toEqual({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.parse(body!)).toEqual({
      type: 'urn:postern:problem:not-found',
      title: 'There is nothing at this address',
      status: 404,
      detail: 'no such event',
      error: 'no such event',
      event: 'evt_1',
    });
  });

  it.each<[ProblemName, number, number]>([
    ['scan-pending', 503, 5],
    ['busy', 503, 1],
  ])('says of %s when to try again', (name, status, retryAfter) => {
    expect(problem(name, 'wait', { retryAfter })).toMatchObject({
      statusCode: status,
      headers: { 'retry-after': String(retryAfter) },
    });
  });
});
