import { S3Client } from '@aws-sdk/client-s3';
import { createS3MailStore } from '../../lambdas/aws/s3-mail-store.ts';
import { isSealed } from '../../lambdas/aws/sealed-event.ts';
import { anEvent } from '../helpers/builders.ts';
import { noTenantKeys } from '../helpers/null-ports.ts';

/** A client with answers of its own, and its received commands. */
function aClient(answer: (name: string) => object) {
  const sent: string[] = [];
  const s3 = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  s3.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async () => {
        sent.push(commandName);
        return { output: { $metadata: {}, ...answer(commandName) }, response: {} };
      },
    { step: 'initialize', priority: 'high' },
  );
  return { s3, sent };
}

describe('putEvent of createS3MailStore', () => {
  const conflict = new Error('409');
  conflict.name = 'ConditionalRequestConflict';
  const isThere = new Error('412');
  isThere.name = 'PreconditionFailed';

  it.each<readonly [string, readonly Error[], boolean]>([
    ['wrote it', [], true],
    ['wrote it after a conflict', [conflict], true],
    ['found it there', [isThere], false],
    ['found it there after a conflict', [conflict, isThere], false],
  ])('returns whether this call wrote the event: %s', async (_case, failures, isWritten) => {
    const waiting = [...failures];
    const { s3, sent } = aClient(() => {
      const failure = waiting.shift();
      if (failure !== undefined) throw failure;
      return {};
    });
    const store = createS3MailStore(
      { s3, pause: async () => {} },
      { mail: 'mail', attachments: 'attachments' },
      noTenantKeys,
    );

    expect(await store.putEvent(anEvent(), [])).toBe(isWritten);
    expect(sent).toHaveLength(failures.includes(isThere) ? failures.length : failures.length + 1);
  });
});

describe('putEvent of createS3MailStore, for tenants with a key of their own', () => {
  const keys = { keyOf: async (tenant: string) => (tenant === 'acme' ? Buffer.alloc(32, 1) : undefined) };
  function aStore() {
    const bodies: unknown[] = [];
    const s3 = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    s3.middlewareStack.add(
      () => async (args) => {
        bodies.push((args.input as { Body?: unknown }).Body);
        return { output: { $metadata: {} }, response: {} };
      },
      { step: 'initialize', priority: 'high' },
    );
    return { bodies, store: createS3MailStore({ s3, pause: async () => {} }, { mail: 'm', attachments: 'a' }, keys) };
  }

  it('stores JSON for nobody, and sealed bytes for a tenant', async () => {
    const { store, bodies } = aStore();
    const event = anEvent({ text: 'secret words' });

    await store.putEvent(event, []);
    await store.putEvent(event, ['acme']);

    expect(bodies[0]).toBe(JSON.stringify(event));
    expect(isSealed(bodies[1] as Uint8Array)).toBe(true);
    expect(Buffer.from(bodies[1] as Uint8Array).toString('latin1')).not.toContain('secret');
  });

  it('stores nothing readable for a tenant whose key is missing', async () => {
    const { store, bodies } = aStore();

    await expect(store.putEvent(anEvent(), ['acme', 'other'])).rejects.toThrow('tenant other has no key');
    expect(bodies).toEqual([]);
  });
});

describe('putAttachment of createS3MailStore', () => {
  it('leaves no parts behind when the reading of an attachment ends in the middle', async () => {
    const { s3, sent } = aClient((name) =>
      name === 'CreateMultipartUploadCommand' ? { UploadId: 'u' } : { ETag: '"e"' },
    );
    const store = createS3MailStore(
      { s3, pause: async () => {} },
      { mail: 'mail', attachments: 'attachments' },
      noTenantKeys,
    );
    async function* body(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(6 * 1024 * 1024);
      yield Buffer.alloc(6 * 1024 * 1024);
      throw new Error('the mail ends here');
    }

    await expect(store.putAttachment('attachments/a/1', 'text/plain', body())).rejects.toThrow('the mail ends here');
    expect(sent.at(-1)).toBe('AbortMultipartUploadCommand');
  });
});

describe('hasEvent and hasReceipt of createS3MailStore', () => {
  it.each([
    ['the object itself', 'events/evt_1.json', true],
    ['another one whose key begins so', 'events/evt_1.json.old', false],
    ['nothing', undefined, false],
  ])('tell by a list whether an object is there: %s', async (_what, Key, isThere) => {
    const { s3, sent } = aClient(() => ({ Contents: Key === undefined ? [] : [{ Key }] }));
    const store = createS3MailStore(
      { s3, pause: async () => {} },
      { mail: 'mail', attachments: 'attachments' },
      noTenantKeys,
    );

    expect(await store.hasEvent('evt_1')).toBe(isThere);
    expect(await store.hasReceipt('mail-1')).toBe(false);
    expect(sent).toEqual(['ListObjectsV2Command', 'ListObjectsV2Command']);
  });
});

describe('the lists of ids of createS3MailStore', () => {
  const page = (keys: string[], NextContinuationToken?: string) => ({
    Contents: keys.map((Key) => ({ Key })),
    NextContinuationToken,
  });

  it.each([
    ['eventIds', 'events/'],
    ['receiptIds', 'receipts/'],
  ] as const)('%s lists the objects under %s a page at a time', async (list, prefix) => {
    const pages = [page([`${prefix}a.json`, `${prefix}b.json`], 'next'), {}, page([`${prefix}c.json`, `${prefix}d`])];
    pages[1] = { NextContinuationToken: 'last' };
    const { s3, sent } = aClient(() => pages.shift()!);
    const store = createS3MailStore(
      { s3, pause: async () => {} },
      { mail: 'mail', attachments: 'attachments' },
      noTenantKeys,
    );

    expect(await Array.fromAsync(store[list]())).toEqual([['a', 'b'], [], ['c']]);
    expect(sent).toEqual(Array(3).fill('ListObjectsV2Command'));
  });
});
