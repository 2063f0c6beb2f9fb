import { createDynamoReplayJobs } from '../../lambdas/aws/dynamo-replay-jobs.ts';
import type { ReplayJob, ReplayOrder } from '../../lambdas/domain/delivery/replay-job.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T10:00:00.000Z');
const inMs = (ms: number): Date => new Date(now.getTime() + ms);
let counter = 0;

const anOrder = (changes: Partial<ReplayOrder> = {}): ReplayOrder => ({
  id: `rpl_${(counter++).toString(16).padStart(24, '0')}`,
  tenants: ['acme'],
  selection: { delivered: true, since: '2026-11-20T00:00:00.000Z' },
  ranges: [{ tenant: 'acme', after: 3, upTo: 9 }],
  messageId: 'same',
  perSecond: 10,
  limit: 100,
  actor: 'key ops',
  digest: 'd',
  createdAt: now.toISOString(),
  ...changes,
});
const jobs = () => createDynamoReplayJobs({ dynamo: database().dynamo, table: database().ledgerTable });

describe('createDynamoReplayJobs', () => {
  it('keeps an order with its beginning, and lists it until it ends', async () => {
    const order = anOrder();

    const job = await jobs().create(order);

    expect(job).toMatchObject({ ...order, state: 'waiting', replayed: 0, place: { nth: 0 }, fence: 0 });
    expect(await jobs().get(order.id)).toEqual(job);
    expect(await jobs().open()).toContain(order.id);
    expect(await jobs().get('rpl_none')).toBeUndefined();

    const claimed = await jobs().claim(order.id, now, 1000);
    expect(await jobs().save({ ...claimed!, state: 'done', endedAt: now.toISOString() })).toBe(true);
    expect(await jobs().open()).not.toContain(order.id);
    expect(await jobs().get(order.id)).toMatchObject({ state: 'done' });
    expect(await jobs().claim(order.id, inMs(5000), 1000)).toBeUndefined();
  });

  it('keeps one of two equal orders that come at the same time, and answers both with it', async () => {
    const first = anOrder({ digest: 'first' });
    const second = { ...first, digest: 'second' };

    const made = await Promise.all([jobs().create(first), jobs().create(second)]);

    expect(new Set(made.map(({ digest }) => digest)).size).toBe(1);
    expect((await jobs().get(first.id))?.digest).toBe(made[0]!.digest);
  });

  it('gives a replay to one worker at a time, and to the next one when it dies', async () => {
    const { id } = await jobs().create(anOrder());

    const claims = await Promise.all([1, 2, 3].map(() => jobs().claim(id, now, 1000)));

    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await jobs().claim(id, inMs(999), 1000)).toBeUndefined();
    expect(await jobs().claim(id, inMs(1001), 1000)).toMatchObject({ fence: 2 });
  });

  it('writes the progress of the worker that has it, and of no other', async () => {
    const { id } = await jobs().create(anOrder());
    const dead = (await jobs().claim(id, now, 1000))!;
    const alive = (await jobs().claim(id, inMs(2000), 1000))!;
    const progressOf = (job: ReplayJob, replayed: number): ReplayJob => ({ ...job, state: 'running', replayed });

    expect(await jobs().save(progressOf(dead, 7), inMs(9000))).toBe(false);
    expect(await jobs().save(progressOf(alive, 8), inMs(9000))).toBe(true);
    expect(await jobs().get(id)).toMatchObject({ replayed: 8, state: 'running' });
    // It is kept until then, and given back without a time.
    expect(await jobs().claim(id, inMs(8000), 1000)).toBeUndefined();
    expect(await jobs().save(progressOf(alive, 9))).toBe(true);
    expect(await jobs().claim(id, inMs(8001), 1000)).toMatchObject({ replayed: 9, fence: 3 });
  });
});
