import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import type { ReadRequest, ReadResponse } from '../../lambdas/parse/read-protocol.ts';
import { aParsedMail, aReceipt } from '../helpers/builders.ts';

const file = new URL('../../lambdas/parse/read-worker.ts', import.meta.url);
const attached = (content: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.from(
      [
        'From: ada@customer.example',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/csv',
        'Content-Disposition: attachment; filename=a.csv',
        '',
        content,
        '--b--',
        '',
      ].join('\r\n'),
    ),
  );

describe('read worker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-test-'));
  const begin: ReadRequest = { kind: 'begin', spoolFolder: folder };
  let worker: Worker;
  let asked = 0;

  /** Asks the worker, and waits for the response to this very request. */
  async function ask(request: ReadRequest): Promise<ReadResponse> {
    const own = ++asked;
    const { promise, resolve, reject } = Promise.withResolvers<ReadResponse>();
    const listen = ({ id, response }: { id: number; response: ReadResponse }): void => {
      if (id === own) resolve(response);
    };
    worker.on('message', listen).once('error', reject);
    worker.postMessage({ id: own, request });
    return promise.finally(() => worker.off('message', listen).off('error', reject));
  }
  const bytes = (content: string): ReadRequest => ({ kind: 'bytes', bytes: attached(content) });

  beforeAll(() => {
    worker = new Worker(file);
  });
  afterAll(async () => {
    await worker.terminate();
    rmSync(folder, { recursive: true });
  });

  it('reads a mail from its bytes, and gives its attachment piece by piece', async () => {
    expect(await ask(begin)).toEqual({ kind: 'done' });
    expect(await ask(bytes('a,b'))).toEqual({ kind: 'done' });
    const mail = await ask({ kind: 'end' });
    const first = await ask({ kind: 'file', index: 0 });
    const last = await ask({ kind: 'file', index: 0 });

    expect(mail).toMatchObject({
      kind: 'mail',
      mail: { from: { address: 'ada@customer.example' }, attachments: [{ filename: 'a.csv', size: 3 }] },
      macroFree: [undefined],
    });
    expect(first.kind === 'bytes' && Buffer.from(first.bytes!).toString()).toBe('a,b');
    expect(last).toEqual({ kind: 'bytes' });
    expect(await ask({ kind: 'dispose' })).toEqual({ kind: 'done' });
  });

  it('builds the event of a mail', async () => {
    const [mail, receipt] = [aParsedMail(), aReceipt()];

    expect(await ask({ kind: 'event', mail, receipt })).toEqual({ kind: 'event', event: buildEvent(mail, receipt) });
  });

  it('says why bytes are no mail', async () => {
    await ask(begin);

    expect(await ask({ kind: 'end' })).toMatchObject({ kind: 'unreadable', unreadable: { code: 'empty' } });
    expect(await ask({ kind: 'file', index: 0 })).toMatchObject({ kind: 'failed', name: 'Error' });
    await ask({ kind: 'dispose' });
  });

  it('removes the files of a mail that is abandoned in the middle', async () => {
    await ask(begin);
    // More than may wait for the disk: the response comes when a file is there.
    await ask(bytes('x'.repeat(3_000_000)));
    expect(readdirSync(folder)).not.toEqual([]);

    expect(await ask({ kind: 'dispose' })).toEqual({ kind: 'done' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('answers a request about no mail with a failure, and goes on', async () => {
    expect(await ask({ kind: 'end' })).toEqual({ kind: 'failed', name: 'Error', message: 'no mail is being read' });
    expect(await ask({ kind: 'dispose' })).toEqual({ kind: 'done' });
  });
});
