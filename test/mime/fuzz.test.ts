import { catalogue } from '../../fixtures/catalogue.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { aReceipt } from '../helpers/builders.ts';
import { faultsOf, mutate, seeded, seeds } from '../helpers/mutants.ts';

async function* inChunks(raw: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < raw.length; start += size) yield raw.subarray(start, start + size);
}

async function eventOf(raw: Buffer, chunkSize = raw.length || 1) {
  const reading = await readMail(inChunks(raw, chunkSize));
  if (reading.kind === 'unreadable') return reading;
  try {
    return buildEvent(reading.mail, aReceipt());
  } finally {
    await reading[Symbol.asyncDispose]();
  }
}

describe('reading of broken mail', () => {
  const raws = seeds;

  it('gives a valid event or a reason for each of 5,000 mutants, none with more than two seconds of work', async () => {
    const pick = seeded(20_261_120);
    let slowest = 0;
    const kinds = { event: 0, unreadable: 0 };
    for (let nth = 0; nth < 5000; nth += 1) {
      const mutant = mutate(raws[nth % raws.length]!, raws, pick);
      // Processor time: on a busy machine a mail waits for longer than it works.
      const started = process.cpuUsage();
      const result = await eventOf(mutant);
      const { user, system } = process.cpuUsage(started);
      slowest = Math.max(slowest, (user + system) / 1000);
      if ('kind' in result) kinds.unreadable += 1;
      else {
        kinds.event += 1;
        expect(faultsOf(result)).toEqual([]);
      }
    }

    expect(kinds.event).toBeGreaterThan(4000);
    expect(slowest).toBeLessThan(2000);
  }, 120_000);

  it('gives the same event however the bytes are cut into chunks', async () => {
    for (const { raw } of catalogue) {
      const whole = await eventOf(raw);
      for (const size of [1, 7, 100]) {
        if (raw.length < 5000 || size > 1) expect(await eventOf(raw, size)).toEqual(whole);
      }
    }
  }, 120_000);

  it.each<[string, string, string]>([
    ['no bytes', '', 'empty'],
    ['no header field', 'just words\n', 'not-mail'],
    [
      'no header field but the receiver’s',
      'Return-Path: <a@b.example>\r\nReceived: from x by y;\r\n today\r\njust words\r\n',
      'not-mail',
    ],
    [
      '1,200 parts',
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1200)}--b--`,
      'too-many-parts',
    ],
    [
      '150 levels',
      `From: a@b.example\r\n${Array.from({ length: 150 }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`).join('')}\r\nx`,
      'too-deep',
    ],
    ['10,001 header lines', `From: a@b.example\r\n${'X-A: b\r\n'.repeat(10_001)}\r\nx`, 'too-many-headers'],
    ['5 MB of headers', `From: a@b.example\r\nX-A: ${'b'.repeat(5 * 1024 * 1024)}\r\n\r\nx`, 'too-many-headers'],
    ['more than 40 MB', `From: a@b.example\r\n\r\n${'x'.repeat(41 * 1024 * 1024)}`, 'too-large'],
  ])('says why it does not read a mail of %s', async (_name, raw, code) => {
    expect(await eventOf(Buffer.from(raw))).toMatchObject({ kind: 'unreadable', code });
  });

  it('reads on after an endless boundary, a boundary on every line, or quotes without an end', async () => {
    const traps = [
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary="${'b'.repeat(500_000)}"\r\n\r\n--${'b'.repeat(500_000)}\r\n\r\nx\r\n`,
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b--\r\n'.repeat(50_000)}`,
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary="b\r\n\r\n--b\r\n\r\nx\r\n--b--`,
      `From: ${'"'.repeat(50_000)}\r\nTo: ${'('.repeat(50_000)}\r\nSubject: ${'=?utf-8?Q?'.repeat(5000)}\r\n\r\nx`,
      `From: a@b.example\r\nReferences: ${'<'.repeat(60_000)}\r\nContent-Type: ${'text/plain;'.repeat(10_000)}\r\n\r\nx`,
    ];
    for (const trap of traps) {
      const started = performance.now();
      const result = await eventOf(Buffer.from(trap));

      expect(performance.now() - started).toBeLessThan(2000);
      if (!('kind' in result)) expect(faultsOf(result)).toEqual([]);
    }
  });

  it('passes on what breaks the source, so that the receipt is tried again', async () => {
    const broken = async function* () {
      yield Buffer.from('From: a@b.example\r\n');
      throw new Error('connection reset');
    };

    await expect(readMail(broken())).rejects.toThrow('connection reset');
  });

  it('reads 100,000 recipients in less than two seconds', async () => {
    const to = Array.from({ length: 100_000 }, (_, nth) => `u${nth}@x.example`).join(',\r\n ');
    const started = performance.now();

    const result = await eventOf(Buffer.from(`From: a@b.example\r\nTo: ${to}\r\n\r\nx`));

    expect(performance.now() - started).toBeLessThan(2000);
    expect('kind' in result).toBe(false);
  });
});
