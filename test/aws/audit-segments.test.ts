import { gunzipSync, gzipSync } from 'node:zlib';
import { createAuditSegments } from '../../lambdas/aws/audit-segments.ts';
import { beginningOf, segmentOf } from '../../lambdas/domain/audit/chain.ts';
import { anAuditEvent } from '../helpers/audit-chain.ts';

const named = (name: string): Error => Object.assign(new Error(name), { name });

/** A client of S3 that answers by the name of the command. */
function aClient(answers: Readonly<Record<string, (input: Record<string, unknown>) => unknown>>) {
  const inputs: Array<Record<string, unknown>> = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    inputs.push(command.input);
    return answers[command.constructor.name]!(command.input);
  };
  return { store: createAuditSegments({ send } as never, 'audit'), inputs };
}

const segment = segmentOf(beginningOf('ledger', '2026-12-01').head, [anAuditEvent('a')]);
const key = 'trail/ledger/2026-12-01/00000000.ndjson.gz';
const bodyOf = (bytes: Uint8Array) => ({
  Body: { transformToByteArray: async () => bytes },
  LastModified: new Date(5),
});

describe('createAuditSegments', () => {
  it('puts a segment, compressed, where none is', async () => {
    const { store, inputs } = aClient({ PutObjectCommand: () => ({}) });

    expect(await store.put(segment)).toBe(true);
    expect(inputs[0]).toMatchObject({ Bucket: 'audit', Key: key, IfNoneMatch: '*' });
    expect(gunzipSync(inputs[0]!.Body as Uint8Array).toString()).toBe(segment.text);
  });

  it.each(['PreconditionFailed', 'ConditionalRequestConflict'])('tells that there is one: %s', async (name) => {
    const { store } = aClient({
      PutObjectCommand: () => {
        throw named(name);
      },
    });

    expect(await store.put(segment)).toBe(false);
  });

  it('throws other errors', async () => {
    const fail = () => {
      throw named('AccessDenied');
    };
    const { store } = aClient({ PutObjectCommand: fail, GetObjectCommand: fail });

    await expect(store.put(segment)).rejects.toThrow('AccessDenied');
    await expect(store.get(segment.place)).rejects.toThrow('AccessDenied');
  });

  it.each([
    ['a segment', gzipSync(segment.text), segment.text],
    ['an object that is not compressed', Buffer.from('nonsense'), 'nonsense'],
  ])('reads %s with its time', async (_, bytes, text) => {
    const { store } = aClient({ GetObjectCommand: () => bodyOf(bytes) });

    expect(await store.get(segment.place)).toEqual({ text, storedAt: new Date(5) });
  });

  it('reads nothing where nothing is', async () => {
    const { store } = aClient({
      GetObjectCommand: () => {
        throw named('NoSuchKey');
      },
    });

    expect(await store.get(segment.place)).toBeUndefined();
  });

  it('finds the newest segment, over pages of days and segments', async () => {
    const { store } = aClient({
      ListObjectsV2Command: ({ Delimiter, ContinuationToken }) => {
        if (Delimiter === undefined)
          return ContinuationToken === undefined
            ? { Contents: [{ Key: key }, { Key: 'trail/ledger/2026-12-01/other' }], NextContinuationToken: 'x' }
            : { Contents: [{ Key: key.replace('00000000', '00000012') }] };
        return ContinuationToken === undefined
          ? { CommonPrefixes: [{ Prefix: 'trail/ledger/1970-01-01/' }], NextContinuationToken: 'y' }
          : { CommonPrefixes: [{ Prefix: 'trail/ledger/2026-12-01/' }] };
      },
    });

    expect(await store.days('ledger')).toEqual(['1970-01-01', '2026-12-01']);
    expect(await store.last('ledger')).toEqual({ shard: 'ledger', day: '2026-12-01', number: 12 });
  });

  it('knows an empty trail', async () => {
    const { store } = aClient({ ListObjectsV2Command: () => ({}) });

    expect(await store.last('ledger')).toBeUndefined();
  });
});
