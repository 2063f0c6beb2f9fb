import type { RedriveReport, RedriveRequest } from '../../lambdas/domain/delivery/redrive-report.ts';
import { createRedriveRoute } from '../../lambdas/manage/redrive.ts';

const thread = { group: 'sales#t', head: 'evt_1', reason: 'r', waiting: 1, replayed: 1, skipped: 0 };
const caller = { id: 'k', name: 'kim (k)', scopes: [] };
const integrations = async () => [
  { key: 'sales', tenant: 'acme' },
  { key: 'success', tenant: 'acme' },
  { key: 'other', tenant: 'beta' },
];

async function ask(
  body: object,
  tenant?: string,
  { threads = [thread], isSlow = false }: { threads?: (typeof thread)[]; isSlow?: boolean } = {},
) {
  const asked: RedriveRequest[] = [];
  const redrive = async (request: RedriveRequest): Promise<RedriveReport> => {
    asked.push(request);
    if (isSlow) return new Promise(() => {});
    return { dryRun: request.dryRun === true, collected: 0, found: 1, replayed: 1, skipped: 0, threads };
  };
  const route = createRedriveRoute({
    integrations,
    redrive,
    pause: async () => (isSlow ? undefined : new Promise(() => {})),
  });
  const request = { route: '', path: {}, query: {}, headers: {}, body: JSON.stringify(body) };
  const answer = await route(request, tenant, caller);
  return { asked, status: answer.statusCode, body: JSON.parse(answer.body ?? '') as Record<string, unknown> };
}

describe('createRedriveRoute', () => {
  it('is a dry run unless it is told not to be, and names the caller', async () => {
    expect((await ask({})).asked).toEqual([{ dryRun: true, actor: 'kim (k)' }]);
    expect((await ask({ dryRun: false })).asked).toEqual([{ dryRun: false, actor: 'kim (k)' }]);
  });

  it.each([
    [{ event: 'evt_1' }, { event: 'evt_1' }],
    [{ thread: 't' }, { thread: 't' }],
    [{ integration: 'sales' }, { integration: 'sales' }],
    [{ skip: 'evt_1' }, { skip: 'evt_1' }],
    [{ event: 'evt_1', skip: true }, { skip: 'evt_1' }],
  ])('asks %j as %j', async (body, filter) => {
    expect((await ask(body)).asked).toEqual([{ ...filter, dryRun: true, actor: 'kim (k)' }]);
  });

  it('tries the integrations of a tenant alone, and joins what was done', async () => {
    const { asked, body } = await ask({ event: 'evt_1', dryRun: false }, 'acme');

    expect(asked.map(({ integration }) => integration)).toEqual(['sales', 'success']);
    expect(asked.every(({ event }) => event === 'evt_1')).toBe(true);
    expect(body).toMatchObject({ dryRun: false, found: 2, replayed: 2, threads: [thread, thread] });
  });

  it.each([['other'], ['nobody']])('does not know the integration %s of another', async (integration) => {
    const { asked, status } = await ask({ integration }, 'acme');

    expect([status, asked]).toEqual([404, []]);
  });

  it('says that nothing waits under an id, and that nothing waits at all', async () => {
    expect(await ask({ event: 'evt_9' }, undefined, { threads: [] })).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('GET /v1/parked') },
    });
    expect((await ask({}, undefined, { threads: [] })).status).toBe(200);
  });

  it('answers before API Gateway gives up, while the redrive goes on', async () => {
    expect(await ask({ dryRun: false }, undefined, { isSlow: true })).toMatchObject({
      status: 202,
      body: { state: 'running', dryRun: false },
    });
  });

  it('refuses a skip of nothing', async () => {
    await expect(ask({ skip: true })).rejects.toThrow('skip: wants the id of an event');
  });
});
