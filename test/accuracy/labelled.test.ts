import { eventOf, readLabelledBounce, replyMail } from '../../bench/judge.ts';
import { labelledBounces } from '../../fixtures/labelled/bounces.ts';
import { bouncesInWords } from '../../fixtures/labelled/bounces-in-words.ts';
import { bouncesOfHosts } from '../../fixtures/labelled/bounces-of-hosts.ts';
import { bouncesOfOthers } from '../../fixtures/labelled/bounces-of-others.ts';
import { labelledIntents } from '../../fixtures/labelled/intents.ts';
import { labelledKinds } from '../../fixtures/labelled/kinds.ts';
import { labelledReplies } from '../../fixtures/labelled/replies.ts';
import { repliesInHtml } from '../../fixtures/labelled/replies-in-html.ts';
import { repliesOfClients } from '../../fixtures/labelled/replies-of-clients.ts';
import { repliesOfOthers } from '../../fixtures/labelled/replies-of-others.ts';
import { readIntent } from '../../lambdas/domain/understanding/intent/intent.ts';

describe('labelled bounces', () => {
  it.each([...labelledBounces, ...bouncesInWords, ...bouncesOfOthers, ...bouncesOfHosts])(
    'reads the bounce as a person does: $name',
    async (label) => {
      const read = await readLabelledBounce(label);

      expect(read.kind).toBe(label.kind ?? 'bounce');
      expect(read.recipients).toEqual(label.recipients);
      if (label.originalMessageId !== undefined) expect(read.originalMessageId).toBe(label.originalMessageId);
    },
  );
});

describe('labelled kinds', () => {
  it.each(labelledKinds)('classifies the mail: $name', async ({ kind, raw, returns, delegate }) => {
    const { classification } = await eventOf(raw);

    expect(classification.kind).toBe(kind);
    expect(classification.autoReply?.delegate).toBe(delegate);
    if (returns !== undefined) expect(classification.autoReply?.returnsAt?.slice(0, 10)).toBe(returns);
  });
});

describe('labelled replies', () => {
  it.each([...labelledReplies, ...repliesOfOthers, ...repliesOfClients, ...repliesInHtml])(
    'extracts the author’s words: $name',
    async (label) => {
      const { body, message } = await eventOf(replyMail(label));

      expect(body.reply?.text).toBe(label.reply);
      if (label.signature !== undefined) expect(body.reply?.signature).toBe(label.signature);
      expect(message.forwarded?.from?.address).toBe(label.forwardedFrom);
    },
  );
});

describe('labelled intents', () => {
  it.each(labelledIntents)('recognizes the intent %s: %s', (label, text) => {
    const intent = readIntent(text);

    expect(intent?.label).toBe(label);
    expect(intent?.stop).toBe(label === 'negative' || label === 'opt-out' ? true : undefined);
  });
});
