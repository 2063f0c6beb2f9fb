import { createRespond } from '../../lambdas/activate/respond.ts';

const response = {
  Status: 'SUCCESS',
  PhysicalResourceId: 'p',
  StackId: 's',
  RequestId: 'r',
  LogicalResourceId: 'l',
} as const;

/** CloudFormation's URL, which answers with these in turn; 0 is no answer. */
function answering(...statuses: readonly number[]) {
  const bodies: string[] = [];
  const pauses: number[] = [];
  const respond = createRespond({
    async put(_url, body) {
      bodies.push(body);
      const status = statuses[bodies.length - 1] ?? statuses.at(-1)!;
      if (status === 0) throw new TypeError('fetch failed');
      return { status };
    },
    pause: async (ms) => void pauses.push(ms),
  });
  return { bodies, pauses, respond };
}

describe('createRespond', () => {
  it.each([
    { title: 'is given once when it is taken', statuses: [200], tries: 1 },
    { title: 'is repeated when there is no answer', statuses: [0, 200], tries: 2 },
    { title: 'is repeated on errors of the server and when it is throttled', statuses: [503, 429, 500, 200], tries: 4 },
  ])('$title', async ({ statuses, tries }) => {
    const { bodies, respond } = answering(...statuses);

    await respond('https://x', response);

    expect(bodies).toEqual(Array(tries).fill(JSON.stringify(response)));
  });

  it.each([
    { title: 'is refused', statuses: [403], tries: 1, message: /HTTP 403: the resource waits/ },
    { title: 'is never taken', statuses: [500], tries: 5, message: /HTTP 500/ },
    { title: 'is never heard', statuses: [0], tries: 5, message: /did not answer/ },
  ])('fails when the answer $title', async ({ statuses, tries, message }) => {
    const { bodies, pauses, respond } = answering(...statuses);

    await expect(respond('https://x', response)).rejects.toThrow(message);
    expect(bodies).toHaveLength(tries);
    // The function has a minute, and each try takes five seconds at most.
    expect(pauses.reduce((sum, ms) => sum + ms, 0) + tries * 5_000).toBeLessThan(55_000);
  });
});
