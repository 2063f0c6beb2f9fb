import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../fixtures/catalogue.ts';
import { buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { discard, type Pipeline, type SandboxRecords, type SentLine, startPipeline } from '../helpers/pipeline.ts';

/** Mails of the fixtures that nobody has written. */
const machines = catalogue.filter(
  ({ expect: { kind = 'human', fates = {} } }) =>
    !['human', 'calendar'].includes(kind) && !Object.values(fates).includes('delivered'),
);

const counts = (records: SandboxRecords) => ({
  contacts: records.contacts.length,
  companies: records.companies.length,
  deals: records.deals.length,
  emails: records.emails.length,
});

describe('mail that a machine has written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-machines-'));
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline();
  }, 120_000);

  afterAll(async () => {
    await discard(pipeline);
    rmSync(folder, { recursive: true });
  }, 60_000);

  const send = async (to: string, ...paths: string[]): Promise<SentLine[]> => {
    const { lines } = await pipeline.cli('send', ...paths, '--to', to, '--wait', '--json');
    return lines<SentLine>();
  };

  const mailFile = (name: string, from: string, text: string, more: readonly string[] = []): string => {
    const path = join(folder, `${name}.eml`);
    const headers = [`From: ${from}`, `Subject: ${name}`, `Message-ID: <${name}@machines.example>`, ...more];
    writeFileSync(path, buildMail({ ...textPart(text), headers: [...headers, ...(textPart(text).headers ?? [])] }));
    return path;
  };

  it('makes no contact, company, deal or activity, also where each conversation opens a deal', async () => {
    const paths = machines.map(({ name }) => `fixtures/emails/${name}.eml`);

    const fates = (await send('deals@inbound.localhost', ...paths)).map(({ fate }) => fate);

    expect(paths.length).toBeGreaterThanOrEqual(10);
    expect(new Set(fates)).toEqual(new Set(['filtered', 'suppressed']));
    expect(counts(await pipeline.records())).toEqual({ contacts: 0, companies: 0, deals: 0, emails: 0 });
  }, 120_000);

  it('shows a forwarding confirmation to the operator, with its link', async () => {
    const doctor = await pipeline.cli('doctor', '--json');
    const [report] = doctor.lines<{ forwardings: object[]; remarks: string[] }>();

    expect(report?.forwardings).toEqual([
      expect.objectContaining({
        service: 'gmail',
        account: 'sales.team@gmail.com',
        url: expect.stringContaining('https://mail-settings.google.com/mail/vf-') as string,
        code: '123456789',
      }),
    ]);
    expect(report?.remarks.join('\n')).toContain('gmail asks whether sales.team@gmail.com may forward');
  }, 60_000);

  it('is logged on a contact that the CRM has, and still makes nothing', async () => {
    const known = 'Kim Known <kim@known.example>';
    await send('sales@inbound.localhost', mailFile('first', known, 'What does it cost?\n'));
    const before = counts(await pipeline.records());
    const away = mailFile('away', known, 'I am away.\n', ['Auto-Submitted: auto-replied']);
    const news = mailFile('news', known, 'News.\n', ['List-Id: <news.known.example>']);

    const sent = await send('deals@inbound.localhost', away, news);

    expect(sent.map(({ fate }) => fate)).toEqual(['delivered', 'delivered']);
    expect(counts(await pipeline.records())).toEqual({ ...before, emails: before.emails + 2 });
    const { contacts, emails } = await pipeline.records();
    const [contact] = contacts;
    expect(emails.map(({ links }) => links.contacts)).toEqual([[contact?.id], [contact?.id], [contact?.id]]);
  }, 60_000);

  it('makes a contact of the person for whom it was sent', async () => {
    const form = mailFile('form', 'Website <forms@service.example>', 'Please call.\n', [
      'Reply-To: "Visitor, Vic" <vic@visitor.example>',
      'Auto-Submitted: auto-generated',
    ]);

    const [sent] = await send('sales@inbound.localhost', form);

    expect(sent?.fate).toBe('delivered');
    const contact = (await pipeline.records()).contacts.find(({ id }) => id === sent?.crm?.contactId);
    expect(contact?.properties).toMatchObject({ email: 'vic@visitor.example', firstname: 'Vic', lastname: 'Visitor' });
  }, 60_000);

  it('logs no activity without words', async () => {
    const [sent] = await send('sales@inbound.localhost', 'fixtures/emails/no-words.eml');

    const activity = (await pipeline.records()).emails.find(({ id }) => id === sent?.crm?.activityId);
    expect(activity?.properties.hs_email_text).toMatch(/^\(This mail has no text\. Attached: scan\.pdf\)/);
  }, 60_000);
});
