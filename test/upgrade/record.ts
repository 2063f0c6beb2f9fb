// Records the stored data of this version in the middle of its work, as input for the next version: see README.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { compact } from '../../lambdas/compact.ts';
import { env } from '../../lambdas/env.ts';
import { conversationMail } from '../chaos/traffic.ts';
import type { World } from '../chaos/world.ts';
import {
  address,
  createWorld,
  type StoredMessage,
  type StoredWorld,
  storedBuckets,
  storedQueues,
  storedTables,
  toJson,
} from './stored-world.ts';

const minuteMs = 60_000;

const leaving = (name: string): Buffer =>
  Buffer.from(
    [
      `From: ${name}@company.example`,
      `To: ${address}`,
      'Subject: unsubscribe',
      `Message-ID: <${name}@company.example>`,
      '',
      'unsubscribe',
      '',
    ].join('\r\n'),
  );

const feedback = (recipient: string) => ({
  eventType: 'Bounce',
  mail: {
    timestamp: '2026-11-21T09:00:00.000Z',
    messageId: '0100',
    destination: [recipient],
    commonHeaders: { messageId: '<ours@acme.example>' },
    tags: { tenant: ['a'] },
  },
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: recipient, status: '5.1.1' }],
    timestamp: '2026-11-21T09:00:01.000Z',
    feedbackId: 'feedback-1',
  },
});

/** Runs for a while and stops one function after the other, so that work waits at every stage. */
export async function recordWorld(): Promise<StoredWorld> {
  const world = createWorld();
  const sent = listen(world);
  await world.configure();
  const converse = (conversation: number, turn: number): void =>
    void world.receive(
      conversationMail(
        `c${conversation}-${turn}`,
        `person${conversation}@company.example`,
        conversation,
        turn,
        address,
      ),
      `person${conversation}@company.example`,
      [address],
    );
  converse(1, 0);
  world.receive(leaving('leaver1'), 'leaver1@company.example', [address]);
  await world.run(() => false, 20 * minuteMs);
  world.dead.add('sink');
  world.dead.add('suppress');
  world.dead.add('feedback');
  converse(1, 1);
  converse(2, 0);
  world.receive(leaving('leaver2'), 'leaver2@company.example', [address]);
  // Three forms of an SES event: from the configuration set's topic, raw and not raw, and from the default bus.
  const Type = 'Notification';
  const TopicArn = world.names[env.feedbackTopicArn];
  for (const body of [
    feedback('gone@example.org'),
    { Type, TopicArn, Message: JSON.stringify(feedback('gone@example.org')) },
  ])
    world.inputOf('feedback').execute('SendMessageCommand', { MessageBody: JSON.stringify(body) });
  await world.run(() => false, minuteMs);
  world.dead.add('parse');
  world.dead.add('sweep');
  converse(3, 0);
  await world.run(() => false, 1000);
  return {
    at: world.scheduler.now,
    tables: Object.fromEntries(storedTables.map((name) => [name, world.dynamo.items(world.names[env[name]]!)])),
    objects: Object.fromEntries(
      storedBuckets.map((name) => [
        name,
        Object.fromEntries(
          [...world.s3.bucket(world.names[env[name]]!)].map(([objectKey, { body }]) => [
            objectKey,
            body.toString('base64'),
          ]),
        ),
      ]),
    ),
    queues: Object.fromEntries(storedQueues.map((name) => [name, sent(name)])),
  };
}

/** Records all messages that pass through the queues, because SQS may offer a processed message again. */
function listen(world: World): (stage: (typeof storedQueues)[number]) => StoredMessage[] {
  const heard = new Map<string, Map<string, StoredMessage>>();
  for (const stage of storedQueues) {
    const queue = world.inputOf(stage);
    const messages = new Map<string, StoredMessage>();
    heard.set(stage, messages);
    const execute = queue.execute.bind(queue);
    queue.execute = (operation, input) => {
      if (operation === 'SendMessageCommand') {
        const {
          MessageBody: body = '',
          MessageGroupId: group,
          MessageAttributes,
        } = input as Partial<SendMessageCommandInput>;
        const bytes = MessageAttributes?.event?.BinaryValue;
        messages.set(body, compact({ body, group, event: bytes && Buffer.from(bytes).toString('base64') }));
      }
      return execute(operation, input);
    };
  }
  return (stage) => [...heard.get(stage)!.values()];
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(fileURLToPath(new URL('./stored-world.json', import.meta.url)), `${toJson(await recordWorld())}\n`);
