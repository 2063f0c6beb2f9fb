import { basename } from 'node:path';
import { catalogue } from '../../fixtures/catalogue.ts';
import { discard, type Pipeline, type SandboxRecords, type SentLine, startPipeline } from '../helpers/pipeline.ts';

describe('every fixture through the whole pipeline', () => {
  let pipeline: Pipeline;
  let sent: SentLine[];
  let records: SandboxRecords;

  beforeAll(async () => {
    pipeline = await startPipeline();
    const result = await pipeline.cli('send', 'fixtures/emails', '--wait', '--json');
    if (result.code !== 0) throw new Error(result.stderr || result.stdout);
    sent = result.lines();
    records = await pipeline.records();
  }, 120_000);

  afterAll(() => discard(pipeline), 60_000);

  const linesOf = (name: string): SentLine[] => sent.filter(({ source }) => basename(source) === `${name}.eml`);
  const record = (type: keyof SandboxRecords, id: string | undefined) => records[type].find((entry) => entry.id === id);

  it.each(catalogue)('$name gets the fates of its expectation', ({ name, expect: wanted }) => {
    const fates = Object.fromEntries(linesOf(name).map(({ integration = '-', fate }) => [integration, fate]));

    expect(fates).toEqual(wanted.fates);
  });

  it.each(catalogue.filter(({ expect: wanted }) => Object.values(wanted.fates ?? {}).includes('delivered')))(
    '$name is an activity of the expected contact, company and deal only',
    ({ name, expect: wanted }) => {
      for (const { crm } of linesOf(name)) {
        const activity = record('emails', crm?.activityId);
        expect(activity?.properties.hs_email_subject).toBe(wanted.subject);
        expect(record('contacts', crm?.contactId)?.properties.email).toBe(wanted.contact ?? undefined);
        expect(record('companies', crm?.companyId)?.properties.domain).toBe(wanted.company ?? undefined);
        const ids = (id: string | undefined): string[] => (id === undefined ? [] : [id]);
        expect(activity?.links).toMatchObject({
          contacts: ids(crm?.contactId),
          companies: ids(crm?.companyId),
          deals: ids(crm?.dealId),
        });
      }
    },
  );

  it('creates exactly the records of all expectations together', () => {
    const delivered = catalogue.filter(({ expect: wanted }) => Object.values(wanted.fates ?? {}).includes('delivered'));
    const contacts = new Set(delivered.flatMap(({ expect: wanted }) => wanted.contact ?? []));
    const companies = new Set(delivered.flatMap(({ expect: wanted }) => wanted.company ?? []));
    // Only the integration `deals` opens deals, one per conversation; the unknown token opens none.
    const conversations = delivered.filter(
      ({ expect: wanted, name }) =>
        wanted.fates?.deals !== undefined && wanted.sameThreadAs === undefined && name !== 'deal-token',
    );

    expect(new Set(records.contacts.map(({ properties }) => properties.email))).toEqual(contacts);
    expect(new Set(records.companies.map(({ properties }) => properties.domain))).toEqual(companies);
    expect({
      contacts: records.contacts.length,
      companies: records.companies.length,
      // Two integrations of one CRM account share the activity, so there is one for each mail.
      emails: records.emails.length,
      deals: records.deals.length,
    }).toEqual({
      contacts: contacts.size,
      companies: companies.size,
      emails: delivered.length,
      deals: conversations.length,
    });
  });

  it('puts the three hops of one conversation into one thread and one deal', () => {
    const hops = ['thread-1-start', 'thread-2-reply', 'thread-3-references-cut'].flatMap(linesOf);

    expect(new Set(hops.map(({ thread }) => thread)).size).toBe(1);
    expect(new Set(hops.map(({ crm }) => crm?.dealId)).size).toBe(1);
  });

  it('flags the second content under one Message-ID as a conflict, and delivers both', async () => {
    const ids = ['duplicate-id-a', 'duplicate-id-b'].flatMap(linesOf).map(({ eventId }) => eventId!);
    const traces = await Promise.all(
      ids.map(async (id) => (await pipeline.cli('trace', id, '--json')).lines<{ conflictsWith?: string }>()[0]),
    );

    expect(new Set(ids).size).toBe(2);
    expect(traces.filter((trace) => trace?.conflictsWith !== undefined)).toHaveLength(1);
  });

  it('passes the audit', async () => {
    const audit = await pipeline.cli('audit', '--json');

    expect(audit.code).toBe(0);
    expect(audit.lines()[0]).toMatchObject({ mails: catalogue.length, pending: 0, missing: [] });
  });

  it('traces a mail by its Message-ID', async () => {
    const [story] = (await pipeline.cli('trace', '<plain-text@customer.example>', '--json')).lines<{
      deliveries: unknown[];
      kind: string;
    }>();

    expect(story).toMatchObject({ kind: 'human', deliveries: [{ integration: 'sales', fate: 'delivered' }] });
  });
});
