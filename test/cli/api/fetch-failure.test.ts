import { fetchFailure } from '../../../cli/api/fetch-failure.ts';

describe('fetchFailure', () => {
  it.each<[string, unknown, string]>([
    ['the code of the connection', new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }), 'ECONNREFUSED'],
    ['the words of the cause', new TypeError('fetch failed', { cause: new Error('bad port') }), 'bad port'],
    ['its own words', new TypeError('fetch failed'), 'fetch failed'],
    ['the time', new DOMException('signal timed out', 'TimeoutError'), 'no answer in 15 s'],
  ])('gives %s', (_what, error, expected) => {
    expect(fetchFailure(error, 15_000)).toBe(expected);
  });
});
