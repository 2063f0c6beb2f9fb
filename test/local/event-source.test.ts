import type { SQSClient } from '@aws-sdk/client-sqs';
import { startEventSource } from '../../local/event-source.ts';
import type { FunctionHost } from '../../local/function-host.ts';

type Send = SQSClient['send'];

const queueUrl = 'http://127.0.0.1:1/000000000000/Inbox';
const denial = Object.assign(new Error('no'), { name: 'AccessDenied' });
const message = { MessageId: 'm', ReceiptHandle: 'r', Body: 'b' };

/** A queue of one message, of which every command is denied that a list names. */
function started(denied: readonly string[]) {
  const sent: string[] = [];
  const reached = Promise.withResolvers<void>();
  const messages = [message];
  const send = (async (command: object, options?: { abortSignal?: AbortSignal }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push(name);
    if (denied.includes(name)) {
      reached.resolve();
      throw denial;
    }
    if (name === 'DeleteMessageBatch') reached.resolve();
    if (name !== 'ReceiveMessage') return {};
    const found = messages.splice(0);
    if (found.length > 0) return { Messages: found };
    return new Promise((_, reject) =>
      options?.abortSignal?.addEventListener('abort', () => reject(new Error('ended'))),
    );
  }) as unknown as Send;
  const target = { name: 'parse', invoke: async () => undefined } as unknown as FunctionHost;
  const source = startEventSource({
    sqs: { send },
    operator: { send },
    queueUrl,
    batchSize: 10,
    reportsItemFailures: false,
    pollers: 1,
    target,
  });
  return { sent, source, reached: reached.promise };
}

describe('an event source', () => {
  it('asks for the attributes of its queue once, then reads it and deletes what was handled', async () => {
    const { sent, source, reached } = started([]);
    await reached;
    await source.stop();

    expect(sent.slice(0, 3)).toEqual(['GetQueueAttributes', 'ReceiveMessage', 'DeleteMessageBatch']);
    expect(sent.filter((name) => name === 'GetQueueAttributes')).toHaveLength(1);
    expect(source.isEnabled()).toBe(false);
  });

  it.each([
    ['attributes', 'GetQueueAttributes', ['GetQueueAttributes']],
    ['messages', 'ReceiveMessage', ['GetQueueAttributes', 'ReceiveMessage']],
  ])('reads nothing while its role may not ask for %s', async (_what, denied, asked) => {
    const { sent, source, reached } = started([denied]);
    await reached;
    await source.stop();

    expect(sent).toEqual(asked);
  });
});
