import { countPending } from '../../lambdas/operations/pending-count.ts';

describe('countPending', () => {
  it('counts mail and news by kind', async () => {
    const counts = await countPending(
      {
        reader: { stuck: async () => [{ lane: 'conversation' }, { lane: 'suppression' }] as never },
        consent: {
          async *due() {
            for (const kind of ['bounce', 'unsubscribe', 'bounce']) yield { kind } as never;
          },
        },
      },
      new Date(0),
    );

    expect(counts).toEqual({ conversation: 1, bounce: 2, unsubscribe: 1 });
  });

  it('counts up to a thousand', async () => {
    const counts = await countPending(
      {
        reader: { stuck: async () => Array(2000).fill({ lane: 'conversation' }) as never },
        consent: {
          async *due() {
            for (;;) yield { kind: 'bounce' } as never;
          },
        },
      },
      new Date(0),
    );

    expect(counts).toEqual({ conversation: 1000, bounce: 1000 });
  });
});
