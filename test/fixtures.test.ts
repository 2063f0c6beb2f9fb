import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { loadIntegrations } from '../cli/integrations-file.ts';
import { parseSources } from '../cli/parse.ts';
import { emailReceivedJsonSchema } from '../docs/schemas/email-received.ts';
import { catalogue } from '../fixtures/catalogue.ts';
import { type EmailReceived, emailReceivedSchema } from '../lambdas/domain/mail/event.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const { integrations } = loadIntegrations(path('../integrations.example.yaml')).file;

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
const validate = ajv.compile(emailReceivedJsonSchema());

async function parseFixture(name: string): Promise<EmailReceived> {
  for await (const line of parseSources([path(`../fixtures/emails/${name}.eml`)], integrations)) {
    if ('event' in line) return line.event;
    throw new Error(`${name} is unreadable: ${line.error.code}`);
  }
  throw new Error(`${name} gave no line`);
}

describe('fixtures', () => {
  it('the catalogue contains at least forty mails', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(40);
  });

  describe.each(catalogue)('$name: $about', ({ name, raw, expect: wanted }) => {
    const file = path(`../fixtures/emails/${name}.eml`);

    it('stores the mail exactly as the catalogue builds it', () => {
      expect(readFileSync(file).equals(raw)).toBe(true);
    });

    it('parses the mail as a person expects', async () => {
      const event = await parseFixture(name);

      expect(event.message.subject).toBe(wanted.subject);
      expect(event.message.from?.address).toBe(wanted.from);
      if (wanted.textIncludes !== undefined) expect(event.body.text).toContain(wanted.textIncludes);
      if (wanted.kind !== undefined) expect(event.classification.kind).toBe(wanted.kind);
      if (wanted.attachments) {
        expect(event.attachments.map(({ filename, size }) => [filename, size])).toEqual(wanted.attachments);
      }
    });

    it('gives the stored event, valid under the zod source and the published schema', async () => {
      const event = await parseFixture(name);

      const stored = JSON.parse(readFileSync(path(`../fixtures/emails/${name}.expected.json`), 'utf8')) as {
        event: unknown;
      };
      expect(event).toEqual(stored.event);
      expect(emailReceivedSchema.safeParse(event).error).toBeUndefined();
      expect(validate(event) ? [] : validate.errors).toEqual([]);
    });
  });

  it('keeps a conversation of three hops together, even when a client cut the references', async () => {
    const threads = new Map<string, string | undefined>();
    for await (const line of parseSources([path('../fixtures/emails')], integrations)) {
      if ('event' in line) threads.set(line.source.split('/').at(-1)!.replace('.eml', ''), line.event.thread?.key);
    }

    for (const { name, expect: wanted } of catalogue) {
      if (wanted.sameThreadAs !== undefined) expect(threads.get(name)).toBe(threads.get(wanted.sameThreadAs));
    }
    expect(new Set(threads.values()).size).toBeGreaterThan(catalogue.length / 2);
  });
});

describe('published schema', () => {
  it('matches the schema that the source generates', () => {
    const published = JSON.parse(readFileSync(path('../docs/schemas/email.received-1.json'), 'utf8')) as unknown;

    expect(published).toEqual(JSON.parse(JSON.stringify(emailReceivedJsonSchema())));
  });

  it('rejects an event without an id, and tolerates a field of a later version', async () => {
    const event = await parseFixture('plain-text');

    expect(validate({ ...event, eventId: undefined })).toBe(false);
    expect(validate({ ...event, later: true })).toBe(true);
  });
});
