import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversationMails, eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, type SandboxRecords, startPipeline } from '../helpers/pipeline.ts';

/** Reduces records to the parts that do not differ between runs, so that equality means the same effect. */
const essence = (records: SandboxRecords) => ({
  contacts: records.contacts.map(({ properties }) => properties.email).toSorted(),
  companies: records.companies.map(({ properties }) => properties.domain).toSorted(),
  deals: records.deals.map(({ properties }) => properties.dealname).toSorted(),
  emails: records.emails
    .map(({ properties, links }) => [properties.postern_ext_id, links.contacts.length, links.deals.length])
    .toSorted(),
});

const writeMails = (folder: string, mails: ReturnType<typeof conversationMails>): string => {
  mkdirSync(folder, { recursive: true });
  for (const { name, raw } of mails) writeFileSync(join(folder, `${name}.eml`), raw);
  return folder;
};

describe('repeated mail', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline();
  }, 60_000);

  afterAll(() => discard(pipeline), 60_000);

  it('creates the same records for 100 mails sent five times as for sending them once', async () => {
    const folder = writeMails(mkdtempSync(join(tmpdir(), 'postern-mails-')), conversationMails(100));

    const first = await pipeline.cli('send', folder, '--wait', '--json');
    const once = essence(await pipeline.records());
    for (let round = 2; round <= 5; round += 1) await pipeline.cli('send', folder, '--wait', '--json');
    const audit = await eventually(async () => {
      const report = (await pipeline.cli('audit', '--json')).lines<{ mails: number; pending: number }>()[0];
      return report?.pending === 0 ? report : undefined;
    }, 'the audit to settle');

    expect(first.code).toBe(0);
    expect(once.emails).toHaveLength(100);
    expect(once.deals).toHaveLength(25);
    expect(audit.mails).toBe(500);
    expect(essence(await pipeline.records())).toEqual(once);
  }, 240_000);

  it('delivers to the union of the routes when one mail arrives in two transactions', async () => {
    const raw = Buffer.from(
      'From: Tina <tina@split.example>\r\nTo: sales@inbound.localhost\r\nSubject: Split\r\nMessage-ID: <split@split.example>\r\n\r\nOnce.\r\n',
    );
    const mail = { raw, from: 'tina@split.example' };

    await sendMail(pipeline.smtp, { ...mail, to: ['sales@inbound.localhost'] });
    await sendMail(pipeline.smtp, { ...mail, to: ['support@inbound.localhost', 'sales+bcc@inbound.localhost'] });

    const story = await eventually(async () => {
      const [trace] = (await pipeline.cli('trace', '<split@split.example>', '--json')).lines<{
        mails: unknown[];
        deliveries: Array<{ integration: string; fate: string }>;
      }>();
      return trace?.mails.length === 2 &&
        trace.deliveries.length === 2 &&
        trace.deliveries.every(({ fate }) => fate === 'delivered')
        ? trace
        : undefined;
    }, 'both copies to be delivered');
    expect(story.deliveries.map(({ integration }) => integration).toSorted()).toEqual(['sales', 'support']);
    const activities = (await pipeline.records()).emails.filter(
      ({ properties }) => properties.hs_email_subject === 'Split',
    );
    expect(activities).toHaveLength(1);
  }, 60_000);
});
