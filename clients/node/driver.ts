// Runs the steps of clients/cases.json: a line of JSON on standard input is a step, a line of output its result.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Postern } from './src/client.ts';
import { CursorGoneError, PosternError, SignatureError } from './src/errors.ts';
import { verifyWebhook } from './src/verify-webhook.ts';

// biome-ignore lint/suspicious/noExplicitAny: the arguments are those of the step, whatever they are
type Arguments = any;

/** Ends a reader of a list without an end. */
class Stop extends Error {}

async function hashOf(answer: Response): Promise<object> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function follow(client: Postern, { checkpoint, crashAt, ...filter }: Arguments): Promise<object> {
  const [seen, saved]: [string[], string[]] = [[], []];
  const load = async () => checkpoint ?? undefined;
  const save = async (cursor: string) => void saved.push(cursor);
  try {
    for await (const { eventId } of client.follow({ ...filter, load, save })) {
      if (seen.length === crashAt) break;
      seen.push(eventId);
    }
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { seen, saves: saved.length, checkpoint: saved.at(-1) ?? checkpoint };
}

function verify({ headers, body, ...rest }: Arguments): object {
  const { url, ...options } = rest;
  return verifyWebhook({ headers, body: Buffer.from(body, 'base64'), url }, options);
}

const operations: Readonly<Record<string, (client: Postern, args: Arguments) => unknown>> = {
  list: (client, args) => client.list(args),
  follow,
  get: (client, { id, ...view }) => client.get(id, view),
  raw: async (client, { id, ...view }) => hashOf(await client.raw(id, view)),
  attachment: async (client, { id, n, ...view }) => hashOf(await client.attachment(id, n, view)),
  ack: (client, args) => client.ack(args),
  reconcile: (client, args) => client.reconcile(args),
  eligibility: (client, args) => client.eligibility(args),
  replay: (client, { idempotencyKey, ...order }) => client.replay(order, idempotencyKey),
  replayStatus: (client, { id }) => client.replayStatus(id),
  verify: (_, args) => verify(args),
};

function described(error: unknown): object {
  if (error instanceof SignatureError) return { reason: error.reason };
  if (!(error instanceof PosternError)) return { unexpected: String(error) };
  const { type, status, retryAfter } = error;
  return { type, status, retryAfter, ...(error instanceof CursorGoneError && { oldest: error.oldest }) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { op, args, baseUrl, key, polls } = JSON.parse(line);
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
    if (waits.length >= polls) throw new Stop();
  };
  try {
    const value = await operations[op]!(new Postern({ baseUrl, key, sleep }), args);
    process.stdout.write(`${JSON.stringify({ value, waits })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: described(error), waits })}\n`);
  }
}
