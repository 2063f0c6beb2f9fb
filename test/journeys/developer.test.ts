import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { checkHttpSignature } from '../../lambdas/domain/consent/intake/http-signature.ts';
import { eventually } from '../helpers/mail-set.ts';
import { discard, type Pipeline, root, runCli, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

interface Received {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A developer's server that answers with these statuses, then with 200. */
async function startReceiver(...statuses: number[]) {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    received.push({ url: request.url ?? '', headers: request.headers as Record<string, string>, body });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, received, close: () => server.close() };
}

const until = (holds: () => boolean): Promise<true> =>
  eventually(async () => holds() || undefined, holds.toString(), 60_000);

/** A verb that runs until it is interrupted. */
function startVerb(pipeline: Pipeline, ...args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'bin/postern.js'), ...args], {
    cwd: root,
    env: { ...process.env, POSTERN_DATA_DIR: pipeline.dataDir },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  return {
    output,
    /** Ends it as Ctrl-C does. */
    async interrupt(): Promise<number | null> {
      child.kill('SIGINT');
      return (await ended)[0];
    },
    json: () =>
      output.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('the verbs of a developer', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline();
  }, 120_000);
  afterAll(() => discard(pipeline));

  const trigger = async (...args: readonly string[]) =>
    (await pipeline.cli('trigger', ...args, '--wait', '--json')).lines<Record<'eventId' | 'fate', string>>();

  it('show an event that is triggered, deliver it signed by both schemes, and end at Ctrl-C', async () => {
    const receiver = await startReceiver(500);
    const tail = startVerb(pipeline, 'tail', '--json', '--details');
    const listen = startVerb(
      pipeline,
      'listen',
      '--forward-to',
      `${receiver.address}/hook?a=1`,
      '--retry',
      '2',
      '--json',
    );
    await until(() => [tail, listen].every(({ output }) => output.stderr.includes('Ctrl-C ends')));

    const [sent] = await trigger('message');
    await until(() => receiver.received.length === 2 && tail.json().length === 1);

    expect(sent?.fate).toBe('delivered');
    expect(tail.json()).toMatchObject([
      { eventId: sent!.eventId, integration: 'deals', kind: 'human', from: 'lea.sommer@customer.example' },
    ]);
    await until(() => listen.json().length === 2);
    expect(listen.json()).toMatchObject([
      { eventId: sent!.eventId, attempt: 1, status: 500 },
      { eventId: sent!.eventId, attempt: 2, status: 200, ms: expect.any(Number) },
    ]);
    const secret = /whsec_\S+(?=,)/.exec(listen.output.stderr)![0];
    for (const { url, headers, body } of receiver.received) {
      const verified = new Webhook(secret).verify(body, headers) as { type: string; data: { eventId: string } };
      const request = { method: 'POST', url: `${receiver.address}${url}`, headers, body };
      expect(verified).toMatchObject({ type: 'email.received', data: { eventId: sent!.eventId } });
      expect(await checkHttpSignature(request, secret, new Date())).toMatchObject({ ok: true });
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await tail.interrupt()).toBe(0);
    expect(await listen.interrupt()).toBe(0);
    expect(tail.output.stderr).toContain('go on with --cursor k1.');
    receiver.close();
  });

  it('go on behind the cursor of an earlier call, and mask what they show', async () => {
    const before = startVerb(pipeline, 'tail');
    await until(() => before.output.stderr.includes('Ctrl-C ends'));
    const [first] = await trigger('out-of-office');
    await until(() => before.output.stdout.includes(first!.eventId));
    await before.interrupt();
    const cursor = /--cursor (\S+)/.exec(before.output.stderr)![1]!;
    const [second] = await trigger('message');

    const after = startVerb(pipeline, 'tail', '--cursor', cursor, '--details', '--masked');
    await until(() => after.output.stdout.includes(second!.eventId));

    expect(await after.interrupt()).toBe(0);
    expect(after.output.stdout).not.toContain(first!.eventId);
    expect(after.output.stdout).toContain('l***@customer.example');
    expect(after.output.stdout).not.toContain('Offer');
  });

  it.each([
    ['bounce', 'bounce'],
    ['unsubscribe', 'unsubscribe'],
    ['invite', 'calendar'],
  ])('send made mail that is read as what it is: %s', async (name, kind) => {
    const [sent] = await trigger(name);

    const event = (await (await pipeline.api(`/v1/events/${sent!.eventId}`)).json()) as object;

    expect(event).toMatchObject({ classification: { kind } });
  });

  it('send a conversation of two mails', async () => {
    const sent = await trigger('reply');

    const threads = await Promise.all(
      sent.map(async ({ eventId }) => {
        const event = (await (await pipeline.api(`/v1/events/${eventId}`)).json()) as { thread: { key: string } };
        return event.thread.key;
      }),
    );

    expect(threads).toHaveLength(2);
    expect(new Set(threads).size).toBe(1);
  });

  it('write a made mail, and refuse to send one where no pipeline runs', async () => {
    const nowhere = { POSTERN_DATA_DIR: temporaryFolder() };

    const written = await runCli(['trigger', 'message', '--out', '-'], nowhere);
    const refused = await runCli(['trigger', 'message'], nowhere);

    expect(written.stdout).toContain('From: Lea Sommer <lea.sommer@customer.example>\r\n');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') });
  });

  it.each([
    [['trigger'], 2, 'postern trigger --list'],
    [['trigger', 'nonsense'], 2, 'there is no kind "nonsense"'],
    [['tail', '--since', '1h', '--cursor', 'k1.x'], 2, 'cannot be used with'],
    [['tail', '--cursor', 'k1.forged'], 1, 'the API refuses'],
    [['tail', '--integration', 'nobody'], 1, 'no such integration'],
    [['listen', '--forward-to', 'http://hooks.example.com/'], 2, 'http to this machine'],
    [['listen', '--forward-to', 'http://localhost:1/', '--secret', 'whpk_AAAA'], 1, 'whsec_'],
  ])('refuse wrong usage, and say what to do: %j', async (args, code, message) => {
    const result = await pipeline.cli(...args);

    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
  });
});
