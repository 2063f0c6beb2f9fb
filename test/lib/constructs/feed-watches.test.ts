import { FeedStage } from '../../../lib/constructs/feed-stage.ts';
import { feedPage } from '../../../lib/constructs/feed-watches.ts';
import { aFlow } from '../flow-stack.ts';

describe('feedPage', () => {
  const { stack, flow } = aFlow();
  const feed = new FeedStage(stack, 'Feed', flow);

  it('pages when mails wait for ten minutes, and when some were given up', () => {
    const { id, article, watches } = feedPage(flow.state, [feed]);

    expect([id, article]).toEqual(['EventFeed', 'event-feed']);
    expect(watches.map(({ id: name, threshold }) => [name, threshold])).toEqual([
      ['FeedLate', 600_000],
      ['FeedFailures', 1],
    ]);
  });

  it('has no age to watch without the function', () => {
    expect(feedPage(flow.state, []).watches.map(({ id }) => id)).toEqual(['FeedFailures']);
  });
});
