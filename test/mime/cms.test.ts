import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { openCms } from '../../lambdas/mime/cms.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));
/** The bytes of a mail of others that is one part in base64. */
const partOf = (name: string): Buffer => {
  const raw = theirs(name).toString('latin1');
  return Buffer.from(raw.slice(raw.search(/\r?\n\r?\n/)), 'base64');
};

async function open(bytes: Buffer, chunkSize = bytes.length || 1) {
  const state = { isClosed: false };
  const opened = await openCms(
    (async function* () {
      try {
        for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
      } finally {
        state.isClosed = true;
      }
    })(),
  );
  const content = 'content' in opened ? Buffer.concat(await Array.fromAsync(opened.content)) : undefined;
  return { kind: opened.kind, content: content?.toString(), isClosed: state.isClosed };
}

/** An element of DER, or of BER with a marked end. */
const element = (tag: number, ...content: Buffer[]): Buffer => {
  const bytes = Buffer.concat(content);
  const length = bytes.length < 128 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
};
const open0 = (tag: number, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);
const signedData = element(6, Buffer.from('2a864886f70d010702', 'hex'));
const data = element(6, Buffer.from('2a864886f70d010701', 'hex'));
const version = element(2, Buffer.from([1]));

describe('openCms', () => {
  it.each(['smime-signed.eml', 'smime-bare.eml'])('gives the content that OpenSSL signed in %s', async (name) => {
    const { kind, content, isClosed } = await open(partOf(name));

    expect(kind).toBe('signed');
    expect(content).toContain('Please send the signed offer');
    expect(content).toMatch(/--b--\r\n$/);
    expect(isClosed).toBe(true);
  });

  it.each([1, 3, 1000, 100_000])('joins content in pieces without lengths, in chunks of %i bytes', async (size) => {
    const { content } = await open(partOf('smime-pieces.eml'), size);

    expect(content?.split('\r\n')).toHaveLength(1003);
    expect(content).toMatch(/Line 1000 of a long letter\.\r\n$/);
  });

  it.each(['smime-encrypted.eml', 'smime-encrypted-gcm.eml'])('says that %s is encrypted', async (name) => {
    expect(await open(partOf(name))).toMatchObject({ kind: 'encrypted', isClosed: true });
  });

  it('finds nothing inside a detached signature', async () => {
    expect(await open(theirs('detached.p7m'))).toMatchObject({ kind: 'empty', isClosed: true });
  });

  it('reads strings within strings, with and without lengths', async () => {
    const pieces = open0(
      0x24,
      element(4, Buffer.from('one ')),
      element(0x24, element(4, Buffer.from('two ')), open0(0x24, element(4, Buffer.from('three ')))),
      element(4, Buffer.from('four')),
    );
    const whole = open0(
      0x30,
      signedData,
      open0(0xa0, open0(0x30, version, open0(0x31), open0(0x30, data, open0(0xa0, pieces)))),
    );

    expect((await open(whole)).content).toBe('one two three four');
  });

  it('tells certificates from content', async () => {
    const whole = element(
      0x30,
      signedData,
      element(
        0xa0,
        element(
          0x30,
          version,
          element(0x31),
          element(0x30, data),
          element(0xa0, element(4, Buffer.from('certificate'))),
        ),
      ),
    );

    expect((await open(whole)).kind).toBe('empty');
  });

  it.each<[string, Buffer]>([
    ['no bytes', Buffer.alloc(0)],
    ['words', Buffer.from('Content-Type: text/plain\r\n\r\nHi')],
    ['another type', element(0x30, data)],
    ['endless nesting', Buffer.alloc(2_000_000, Buffer.from([0x30, 0x80]))],
    ['a length beyond all numbers', Buffer.from('30ffffffffffffffff', 'hex')],
  ])('reads nothing from %s', async (_, bytes) => {
    expect((await open(bytes)).kind).toBe('unreadable');
  });

  it('reads as far as it goes when it is cut or changed anywhere', async () => {
    const whole = partOf('smime-signed.eml');
    for (let length = 0; length < whole.length; length += 17) await open(whole.subarray(0, length));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        const { isClosed } = await open(bytes, 50);

        expect(isClosed).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
