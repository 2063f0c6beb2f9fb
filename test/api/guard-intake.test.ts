import type { AccessSettings } from '../../lambdas/api/access-settings.ts';
import { createGuardedIntake } from '../../lambdas/api/guard-intake.ts';
import type { ReceivedRequest } from '../../lambdas/api/request.ts';

const aRequest = (ip: string | undefined, authorization?: string): ReceivedRequest => ({
  route: 'POST /v1/intake/{source}',
  method: 'POST',
  url: 'https://api.example/v1/intake/news',
  path: { source: 'news' },
  query: {},
  headers: { ...(authorization && { authorization }), 'x-forwarded-for': '10.0.0.1' },
  body: 'words',
  ...(ip && { ip }),
});
const basicOf = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

async function statusOf(fence: NonNullable<AccessSettings['intake']>, request: ReceivedRequest) {
  const counts = { refused: 0, taken: 0 };
  const logged: object[] = [];
  const guarded = createGuardedIntake(
    async () => {
      counts.taken += 1;
      return { statusCode: 202 };
    },
    fence,
    {
      basicCredentials: async () => 'hook:pässword\n',
      refused: () => {
        counts.refused += 1;
      },
      log: { info() {}, error() {}, warn: (key, fields) => void logged.push({ key, ...fields }) },
    },
  );
  const { statusCode, headers } = await guarded(request);
  expect(counts).toEqual(statusCode === 202 ? { refused: 0, taken: 1 } : { refused: 1, taken: 0 });
  expect(JSON.stringify(logged)).not.toMatch(/pässword|words|10\.0/);
  return { statusCode, challenge: headers?.['www-authenticate'] };
}

describe('createGuardedIntake', () => {
  it.each([
    ['10.0.0.1', 202],
    ['203.0.113.9', 403],
    [undefined, 403],
  ])('takes webhooks from the listed addresses alone: %s, %i', async (ip, status) => {
    expect((await statusOf({ allow: ['10.0.0.0/8'] }, aRequest(ip))).statusCode).toBe(status);
  });

  it.each([
    [basicOf('hook:pässword'), 202],
    [basicOf('hook:wrong'), 401],
    [basicOf('hook'), 401],
    [basicOf(''), 401],
    ['Basic', 401],
    ['Basic !!!', 401],
    ['Bearer x', 401],
    [undefined, 401],
  ])('takes webhooks with the password of the stage alone: %s, %i', async (authorization, status) => {
    const answer = await statusOf({ basic: true }, aRequest('203.0.113.9', authorization));

    expect(answer.statusCode).toBe(status);
    expect(answer.challenge?.toString().startsWith('Basic ') ?? false).toBe(status === 401);
  });

  it('takes every webhook where the fence says nothing', async () => {
    expect((await statusOf({}, aRequest(undefined))).statusCode).toBe(202);
    expect((await statusOf({ basic: false }, aRequest(undefined))).statusCode).toBe(202);
  });
});
