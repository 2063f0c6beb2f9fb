import { createSinkContainer } from '../../lambdas/sink/container.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

const delivery = { deliver: async () => ({ kind: 'dead' as const, reason: 'x' }) } as never;

const containerOver = (changes: Parameters<typeof namedSettings>[0] = {}) => {
  const world = scriptedPlatform(namedSettings({ maxReceiveCount: '12', ...changes }));
  return { ...world, make: () => createSinkContainer(world.platform, delivery) };
};

describe('createSinkContainer', () => {
  it('names every setting that is missing', () => {
    const { make } = containerOver({ deliveriesQueueUrl: '', maxReceiveCount: undefined });

    expect(make).toThrow('missing environment: DELIVERIES_QUEUE_URL, MAX_RECEIVE_COUNT');
  });

  it('puts dead letters to the dead-letter queue, and hides messages of the deliveries queue', async () => {
    const { make, toQueues } = containerOver();
    const { deadLetters, setVisibility } = make();

    await deadLetters.put('body', 'reason');
    await setVisibility('handle', 1500);

    expect(toQueues.map(({ name, input }) => [name, input.QueueUrl])).toEqual([
      ['SendMessageCommand', 'deliveriesDeadLetterQueueUrl'],
      ['ChangeMessageVisibilityCommand', 'deliveriesQueueUrl'],
    ]);
  });

  it('takes the number of receives from the queue, and jitters the backoff with the platform’s chance', () => {
    const { maxReceiveCount, backoff } = containerOver().make();

    expect(maxReceiveCount).toBe(12);
    expect(backoff(1)).toBe(500);
  });

  it('measures the end of an attempt by the platform', () => {
    const { make, measured } = containerOver();

    make().measure({ kind: 'settled', fate: 'filtered', how: 'before' }, 0);

    expect(measured).toEqual(['dedupRate 1']);
  });
});
