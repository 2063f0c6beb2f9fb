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
    { title: 'answers once when CloudFormation accepts the answer', statuses: [200], tries: 1 },
    { title: 'repeats the answer when there is no reply', statuses: [0, 200], tries: 2 },
    { title: 'repeats the answer on server errors and throttling', statuses: [503, 429, 500, 200], tries: 4 },
  ])('$title', async ({ statuses, tries }) => {
    const { bodies, respond } = answering(...statuses);

    await respond('https://x', response);

    expect(bodies).toEqual(Array(tries).fill(JSON.stringify(response)));
  });

  it.each([
    { title: 'refuses the answer', statuses: [403], tries: 1, message: /HTTP 403: the resource waits/ },
    { title: 'never accepts the answer', statuses: [500], tries: 5, message: /HTTP 500/ },
    { title: 'never replies', statuses: [0], tries: 5, message: /did not answer/ },
  ])('fails when CloudFormation $title', async ({ statuses, tries, message }) => {
    const { bodies, pauses, respond } = answering(...statuses);

    await expect(respond('https://x', response)).rejects.toThrow(message);
    expect(bodies).toHaveLength(tries);
    // The function has a minute, and each try takes five seconds at most.
    expect(pauses.reduce((sum, ms) => sum + ms, 0) + tries * 5_000).toBeLessThan(55_000);
  });
});
