import { describedAnswer } from './api-contract.ts';

const problem = { type: 'urn:postern:problem:not-found', title: 'a', status: 404, detail: 'b', error: 'b' };
const json = 'application/json';
const problems = 'application/problem+json';

/** An answer as `fetch` gives it: with the address that was asked. */
function answerOf(path: string, status: number, type: string, body: string): Response {
  const answer = new Response(body, { status, headers: { 'content-type': type } });
  Object.defineProperty(answer, 'url', { value: `http://127.0.0.1:1${path}` });
  return answer;
}

describe('describedAnswer', () => {
  it.each([
    ['GET', '/v1/holds?tenant=acme', 200, json, '{"holds":[],"later":1}'],
    ['GET', '/v1/events/evt_1/raw', 404, problems, JSON.stringify(problem)],
    ['GET', '/v1/events/evt_1/html', 200, 'text/html; charset=utf-8', '<p>'],
  ])('returns the answer of %s %s that is as described', async (method, path, status, type, body) => {
    const answer = answerOf(path, status, type, body);

    expect(await describedAnswer(method, answer)).toBe(answer);
    expect(await answer.text()).toBe(body);
  });

  it.each([
    ['a route', 'GET', '/v1/nothing', 404, problems, JSON.stringify(problem), '404 is not described'],
    ['a method', 'DELETE', '/v1/holds', 200, json, '{"holds":[]}', '200 is not described'],
    ['a status', 'GET', '/v1/holds', 418, problems, JSON.stringify(problem), '418 is not described'],
    ['a media type', 'GET', '/v1/holds', 404, json, '{}', 'not described'],
    ['a media type of success', 'GET', '/v1/holds', 200, 'text/html', '<p>', 'is not described as text/html'],
    ['a body', 'GET', '/v1/holds', 200, json, '{"holds":[{}]}', 'must have required property'],
    ['a problem', 'GET', '/v1/events/evt_1', 404, problems, '{"title":"x"}', "must have required property 'type'"],
  ])('refuses %s that the document does not have', async (_, method, path, status, type, body, message) => {
    await expect(describedAnswer(method, answerOf(path, status, type, body))).rejects.toThrow(message);
  });
});
