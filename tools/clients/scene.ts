import { createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalPipeline, startLocalPipeline } from '../witness/local-pipeline.ts';
import type { Values } from './case-list.ts';
import { type CaughtWebhook, type Receiver, startReceiver } from './receiver.ts';

/** A local pipeline with mails in it, and the values of it that cases name. */
export interface Scene extends AsyncDisposable {
  readonly pipeline: LocalPipeline;
  readonly values: Values;
  /** Sends one more mail, and waits until it is listed. @returns the ids of all events, in the order of the list */
  sendMore(): Promise<string[]>;
}

/** The bytes before the 32 bytes of an ed25519 key in PKCS #8 (RFC 8410 §7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A shared secret, and the two halves of a key pair. */
function makeKeys() {
  const seed = randomBytes(32);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    secret: `whsec_${randomBytes(24).toString('base64')}`,
    privateKey: `whsk_${seed.toString('base64')}`,
    publicKey: `whpk_${spki.subarray(-32).toString('base64')}`,
  };
}

const hookPath = '/mail/in?source=postern';
const pairPath = '/pair';

const integrationsFor = (receiver: string): string => `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  hook: { vendor: webhook, baseUrl: '${receiver}${hookPath}', credentials: env:HOOK_SECRET, httpSignatures: true }
  pair: { vendor: webhook, baseUrl: '${receiver}${pairPath}', credentials: env:PAIR_KEY, httpSignatures: true }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub, mode: live }
  - { key: hook, tenant: acme, addresses: [hook@inbound.localhost], connection: hook, mode: live }
  - { key: pair, tenant: acme, addresses: [pair@inbound.localhost], connection: pair, mode: live }
`;

const mailTo = (to: string, id: string, attachment = ''): string =>
  [
    'From: Ada <ada@customer.example>',
    `To: ${to}@inbound.localhost`,
    `Subject: ${id}`,
    `Message-ID: <${id}@customer.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Schöne Grüße: please call back.',
    ...attachment.split('\n'),
    '--part--',
    '',
  ].join('\r\n');
const plan = '--part\nContent-Type: text/plain\nContent-Disposition: attachment; filename="plan.txt"\n\nThe plan.';
const program = `--part
Content-Type: application/x-msdownload
Content-Disposition: attachment; filename="setup.exe"
Content-Transfer-Encoding: base64

${Buffer.from('MZ\x90\x00'.padEnd(200, 'x'), 'latin1').toString('base64')}`;

/** Starts a pipeline in a folder, sends it mails, and catches its webhooks. */
export async function openScene(folder: string): Promise<Scene> {
  const receiver = await startReceiver();
  const keys = makeKeys();
  const environment = { HOOK_SECRET: keys.secret, PAIR_KEY: keys.privateKey };
  const pipeline = await startLocalPipeline(join(folder, 'pipeline'), integrationsFor(receiver.url), environment);
  const close = async (): Promise<void> => {
    await pipeline[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  };
  let mails = 0;
  const send = async (to: string, attachment?: string): Promise<string> => {
    mails += 1;
    const file = join(folder, `mail-${mails}.eml`);
    writeFileSync(file, mailTo(to, `mail-${mails}`, attachment));
    const [id = ''] = await pipeline.send(file);
    return id;
  };
  try {
    const event = await send('sales', plan);
    const blocked = await send('sales', program);
    for (const to of ['sales', 'hook', 'pair']) await send(to);
    const values = {
      ...(await webhookValues(receiver, keys)),
      event,
      blocked,
      events: await listedIds(pipeline, mails),
      raw: await contentOf(pipeline, `${event}/raw`),
      attachment: await contentOf(pipeline, `${event}/attachments/0`),
      content: `${receiver.url}/content`,
    };
    const sendMore = async (): Promise<string[]> => {
      await send('sales');
      return listedIds(pipeline, mails);
    };
    return { pipeline, values, sendMore, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The ids of all events as the API lists them, once there are so many. */
async function listedIds({ url, key }: LocalPipeline, count: number, tries = 100): Promise<string[]> {
  const answer = await fetch(`${url}/v1/events?limit=500`, { headers: { authorization: `Bearer ${key}` } });
  const { events } = (await answer.json()) as { readonly events: ReadonlyArray<{ readonly eventId: string }> };
  if (events.length === count) return events.map(({ eventId }) => eventId);
  if (tries === 0) throw new Error(`${events.length} events are listed in the place of ${count}`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return listedIds({ url, key } as LocalPipeline, count, tries - 1);
}

/** The content as a program without a client reads it. */
async function contentOf({ url, key }: LocalPipeline, path: string): Promise<object> {
  const answer = await fetch(`${url}/v1/events/${path}`, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${path}: HTTP status ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function webhookValues(receiver: Receiver, keys: ReturnType<typeof makeKeys>): Promise<object> {
  const [hook, pair] = [await receiver.next(hookPath), await receiver.next(pairPath)];
  return {
    hook: verification(receiver, hook, keys.secret),
    pair: verification(receiver, pair, keys.publicKey),
    otherSecret: makeKeys().secret,
    otherKey: makeKeys().publicKey,
  };
}

/** The arguments that verify a webhook by each scheme, at the time of its signature, and altered ones. */
function verification({ url }: Receiver, { path, headers, body }: CaughtWebhook, secret: string) {
  const sent = Number(headers['webhook-timestamp']);
  const standard = { headers, body: body.toString('base64'), secrets: [secret], now: sent };
  const altered = Buffer.from(body.toString('utf8').replace('email.received', 'email.forged'));
  const digest = `sha-256=:${createHash('sha256').update(altered).digest('base64')}:`;
  const input = String(headers['signature-input']);
  return {
    id: headers['webhook-id'],
    secret,
    standard,
    whole: { ...standard, url: `${url}${path}` },
    otherPath: `${url}/elsewhere${path}`,
    otherQuery: `${url}${path}${path.includes('?') ? '&' : '?'}admin=1`,
    otherHost: `http://hooks.example${path}`,
    alteredBody: altered.toString('base64'),
    alteredDigest: digest,
    old: sent + 301,
    early: sent - 301,
    atTheEdge: sent + 300,
    // A proxy adds a signature of its own, with parts that have parameters.
    inputWithProxy: `proxy=("@method" "x-a";key="b, c" "@query-param";name="q");created=1;tag="a \\"b\\"", ${input}`,
    signatureWithProxy: `proxy=:AAAA:, ${String(headers.signature)}`,
    inputWithoutDigest: input.replace(' "content-digest"', ''),
    inputWithOtherAlgorithm: input.replace(/alg="[\w-]+"/, 'alg="rsa-pss-sha512"'),
    inputWithoutTag: input.replace(/;tag="[\w-]+"/, ''),
    inputCut: input.slice(0, -12),
  };
}
