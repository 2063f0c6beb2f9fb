import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createEventSeal } from '../../lambdas/aws/event-seal.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anEvent } from '../helpers/builders.ts';

const environment = { ADDRESS_KEY: 'env:KEY', KEY: 'an address key of the tests' };
const { seal, open } = createEventSeal(environment);
const event = anEvent({ text: 'Grüße' });

async function sealed(changes: Parameters<typeof anEvent>[0] = {}): Promise<Uint8Array> {
  const bytes = await seal(anEvent(changes));
  if (bytes === undefined) throw new Error('the event is too large');
  return bytes;
}

describe('createEventSeal', () => {
  it('gives back the event as its object in S3 has it, whatever characters it holds', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(text, text, async (body, subject) => {
        const original = anEvent({ text: body, subject });
        const bytes = await seal(original);

        expect(await open(bytes!, original.eventId)).toEqual(JSON.parse(JSON.stringify(original)));
      }),
      { numRuns: 50 },
    );
  });

  it('shows nothing of the event to a reader without the key', async () => {
    const bytes = Buffer.from(await sealed({ text: 'Grüße', subject: 'secret' }));

    for (const word of ['Grüße', 'secret', 'ada@customer.example', 'email.received'])
      expect(bytes.includes(word)).toBe(false);
    expect(Buffer.compare(bytes, await sealed({ text: 'Grüße', subject: 'secret' }))).not.toBe(0);
  });

  it('opens an event under its own id only', async () => {
    expect(await open(await sealed(), 'evt_other')).toBeUndefined();
  });

  it('opens nothing under the key of another deployment', async () => {
    const other = createEventSeal({ ...environment, KEY: 'another key' });

    expect(await other.open((await seal(event))!, event.eventId)).toBeUndefined();
  });

  it.each([
    ['nothing', 0],
    ['a part of the nonce', 11],
    ['a part of the tag', 27],
    ['no text', 28],
    ['the beginning', 100],
  ])('opens no bytes that were cut: %s', async (_case, length) => {
    const bytes = (await seal(event))!;

    expect(await open(bytes.subarray(0, length), event.eventId)).toBeUndefined();
  });

  it('opens no bytes of which one was altered', async () => {
    const bytes = (await seal(event))!;
    for (const place of [0, 12, 28, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered[place]! ^= 1;

      expect(await open(altered, event.eventId)).toBeUndefined();
    }
  });

  it('opens no bytes of anybody else', async () => {
    expect(await open(randomBytes(500), event.eventId)).toBeUndefined();
  });

  const long = 256 * 1024;
  it.each([
    ['a long text', { text: 'x'.repeat(long) }],
    ['a long HTML part', { html: `<p>${'x'.repeat(long)}</p>` }],
    ['long headers', { headers: [{ name: 'x-long', value: 'x'.repeat(long) }] }],
    ['characters that JSON escapes', { text: '\u0001'.repeat(long / 4) }],
  ])('leaves an event with %s to S3', async (_case, changes) => {
    expect(await seal(anEvent(changes))).toBeUndefined();
  });

  it('compresses: a newsletter of 100 KB fits into a message', async () => {
    const paragraph = '<p>Our offers of this week, for you and for everybody else who reads this letter.</p>\n';

    expect((await sealed({ html: paragraph.repeat(1200) })).length).toBeLessThan(20_000);
  });

  it('wants the address key, and reads it only when it is needed', async () => {
    expect(() => createEventSeal({})).toThrow(ConfigError);

    await expect(createEventSeal({ ADDRESS_KEY: 'env:KEY' }).seal(event)).rejects.toThrow(ConfigError);
  });
});
