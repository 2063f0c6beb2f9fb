import { metricsOf } from '../../../lib/constructs/our-metric.ts';
import { deadLettersOf, promisePages, signOfLife } from '../../../lib/constructs/promise-pages.ts';
import { aFlow } from '../flow-stack.ts';

const { state } = aFlow().flow;
const pages = new Map(promisePages(metricsOf('test'), state).map((page) => [page.id, page]));
const watchesOf = (id: string) => pages.get(id)!.watches;

describe('promisePages', () => {
  it('has a page for each promise, and for nobody looking', () => {
    expect([...pages.keys()]).toEqual([
      'UnsubscribeLate',
      'BounceLate',
      'ComplaintLate',
      'Silent',
      'CanaryLost',
      'MailWaits',
      'DeadLetters',
    ]);
  });

  it.each([
    ['UnsubscribeLate', ['UnsubscribePendingAge', 'UnsubscribeLag', 'UnsubscribeQueueAge'], 90],
    ['BounceLate', ['BouncePendingAge', 'BounceLag'], 240],
    ['ComplaintLate', ['ComplaintPendingAge', 'ComplaintLag'], 90],
  ])('%s rings for every signal at the same lag, and for the queue by the strictest promise', (id, ids, threshold) => {
    expect(watchesOf(id).map((watch) => watch.id)).toEqual(ids);
    expect(new Set(watchesOf(id).map((watch) => watch.threshold))).toEqual(new Set([threshold]));
  });

  it('counts no data as bad where only the heartbeat can say that all is well', () => {
    const blind = [...pages.values()]
      .flatMap(({ watches }) => watches)
      .filter(({ missing, isOfAbsence }) => missing === 'breaching' && isOfAbsence === true);

    expect(blind.map(({ id }) => id)).toEqual([
      'UnsubscribePendingAge',
      'BouncePendingAge',
      'ComplaintPendingAge',
      'HeartbeatMissing',
      'ConversationPendingAge',
    ]);
  });

  it('keeps the state of the first sign of life when data is missing', () => {
    const keeping = watchesOf('CanaryLost').filter(({ missing }) => missing === 'ignore');

    expect(keeping.map(({ id }) => id)).toEqual([signOfLife]);
    expect(watchesOf('CanaryLost').map(({ id }) => id)).toHaveLength(3);
  });

  it('watches the dead letters of every queue', () => {
    const names = Object.keys(deadLettersOf(state));

    expect(names).toEqual(['Inbox', 'Deliveries', 'Suppressions', 'Sweep', 'Feedback']);
    expect(watchesOf('DeadLetters').map(({ id }) => id)).toEqual(names.map((name) => `${name}DeadLetters`));
  });
});
