import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, runCli, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = (changes: { mode?: string; transform?: string } = {}): string => `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  force: { vendor: salesforce, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
mappings:
  regions@1:
    owner: RevOps
    fields:
      - { target: contact.Region__c, from: 'header:X-Region'${changes.transform ?? ''} }
      - { target: contact.LeadSource, value: Email }
integrations:
  - { key: hub, tenant: acme, addresses: [hub@inbound.localhost], connection: hub, mode: shadow, deals: thread, trust: { ownDomains: [acme.invalid] } }
  - { key: force, tenant: acme, addresses: [force@inbound.localhost], connection: force, mode: ${changes.mode ?? 'shadow'}, mapping: regions@1, deals: thread }
`;

let pipeline: Pipeline;
let file: string;
beforeAll(async () => {
  const dataDir = temporaryFolder();
  file = join(dataDir, 'integrations.yaml');
  writeFileSync(file, integrations());
  pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
}, 60_000);
afterAll(() => discard(pipeline));

const calls = async (): Promise<Record<string, number>> =>
  (await (await fetch(`http://127.0.0.1:${pipeline.http}/sandbox/calls`)).json()) as Record<string, number>;

const raw = (index: number, region?: string): Buffer =>
  Buffer.from(
    [
      `From: Ada Lovelace <ada${index}@customer.example>`,
      'To: force@inbound.localhost',
      `Subject: Mail ${index}`,
      `Message-ID: <${index}@customer.example>`,
      ...(region === undefined ? [] : [`X-Region: ${region}`]),
      '',
      'Hello.',
      '',
    ].join('\r\n'),
  );

/** Sends a mail and waits for its fate at both integrations. */
async function send(index: number, region?: string): Promise<void> {
  const to = ['hub@inbound.localhost', 'force@inbound.localhost'];
  await sendMail(pipeline.smtp, { from: `ada${index}@customer.example`, to, raw: raw(index, region) });
}

/** Waits until every recipient has a fate, and returns the number of each. */
async function settled(mails: number): Promise<Record<string, number>> {
  for (;;) {
    const [audit] = (await pipeline.cli('audit', '--json')).lines<{
      mails: number;
      fates: Record<string, number>;
      pending: number;
    }>();
    if (audit !== undefined && audit.mails >= mails && audit.pending === 0) return audit.fates;
  }
}

describe('shadow mode', () => {
  it('maps every mail in shadow mode without a call to the CRM', async () => {
    for (const [index, region] of ['EMEA', undefined, 'APAC'].entries()) await send(index, region);

    const fates = await settled(3);

    expect(fates).toEqual({ shadowed: 6 });
    expect(await calls()).toEqual({});
  }, 60_000);

  it('previews the records that a live integration would write', async () => {
    const [{ eventId }] = (await pipeline.cli('trace', '<0@customer.example>', '--json')).lines<{
      eventId: string;
    }>() as [{ eventId: string }];

    const previews = (await pipeline.cli('mapping', 'preview', eventId, '--json')).lines<{
      integration: string;
      records: { contact: { fields?: object } };
    }>();

    expect(previews.map(({ integration, records }) => [integration, records.contact.fields])).toEqual([
      ['force', { Region__c: 'EMEA', LeadSource: 'Email' }],
      ['hub', undefined],
    ]);
    expect(await calls()).toEqual({});
  });
});

describe('an account without the fields that Postern needs', () => {
  interface Report {
    problems: string[];
    connections: Array<{ connection: string; answer: string; fields?: Array<{ name: string; state: string }> }>;
  }
  it('doctor reports the missing fields of an account, and doctor --fix creates them', async () => {
    const doctor = async (...options: string[]) =>
      (await pipeline.cli('doctor', ...options, '--json')).lines<Report>()[0]!;
    const states = ({ connections }: Report): string[] => [
      ...new Set(connections.flatMap(({ fields = [] }) => fields.map(({ state }) => state))),
    ];

    await pipeline.faults([{ match: 'GET .*/crm/properties/[^/]+/[a-z]+$', action: '403' }]);
    const blocked = await doctor('--fix');
    await pipeline.faults([]);
    const probeReport = await doctor('--probe');
    const fixed = await doctor('--fix');
    const after = await doctor('--fix');

    expect(blocked.problems).toEqual([expect.stringContaining('connection hub answers') as string]);
    expect(states(probeReport)).toEqual(['missing']);
    expect(states(fixed)).toEqual(['made']);
    expect(fixed.connections.map(({ connection, answer }) => [connection, answer])).toEqual([
      ['force', 'ok'],
      ['hub', 'ok'],
    ]);
    expect(fixed.problems).toEqual([]);
    expect(states(after)).toEqual([]);
  }, 30_000);
});

describe('a domain without a DMARC record', () => {
  it('doctor remarks on a domain without a DMARC record, and keeps its exit code', async () => {
    const json = await pipeline.cli('doctor', '--json');
    const text = await pipeline.cli('doctor');

    const [report] = json.lines<{ remarks: string[]; ownDomains: Array<{ domain: string; dmarc: string }> }>();
    // RFC 6761 §6.4: the name does not exist; without DNS the machine cannot find out even that.
    expect(report?.ownDomains).toEqual([
      {
        domain: 'acme.invalid',
        integrations: ['hub'],
        dmarc: expect.stringMatching(/^(?:missing|not-asked)$/) as string,
      },
    ]);
    expect(report?.remarks).toEqual([expect.stringMatching(/^acme\.invalid /) as string]);
    expect(text.stdout).toContain(`REMARK ${report?.remarks[0]}`);
    expect([json.code, text.code]).toEqual([0, 0]);
  }, 30_000);
});

describe('a change of a mapping', () => {
  it('compares a changed mapping on stored mail, and shows exactly the changed values', async () => {
    writeFileSync(file, integrations({ transform: ', transform: [lower]' }));

    const differences = (await pipeline.cli('mapping', 'diff', '--since', '1h', '--values', '--json')).lines();
    const unchanged = await pipeline.cli('mapping', 'diff', '--since', '1h', '--integration', 'hub');

    expect(
      differences.map(({ eventId: _id, ...rest }) => rest).toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(
      expect.arrayContaining([
        { integration: 'force', target: 'contact.Region__c', before: 'EMEA', after: 'emea' },
        { integration: 'force', target: 'contact.Region__c', before: 'APAC', after: 'apac' },
      ]),
    );
    expect(differences).toHaveLength(2);
    expect(unchanged.stdout).toContain('nothing would change');
  });

  it('checks a mapping against the fields of the CRM', async () => {
    const good = await pipeline.cli('mapping', 'check', '--json');
    writeFileSync(file, integrations().replace('contact.Region__c', 'contact.Sales_Region__c'));
    const renamed = await pipeline.cli('mapping', 'check', '--integration', 'force');

    expect(good.code).toBe(0);
    expect(renamed.code).toBe(1);
    expect(renamed.stdout).toContain('contact.Sales_Region__c is not there; there is Region__c');
  });

  it('refuses a mapping without an owner before it applies anything', async () => {
    writeFileSync(file, integrations().replace('    owner: RevOps\n', ''));

    const refused = await runCli(['routes', 'apply', file], { POSTERN_DATA_DIR: pipeline.dataDir });

    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('mappings.regions@1.owner');
  });

  it('promotes an integration only if its figures pass, and lists the failing ones', async () => {
    writeFileSync(file, integrations());

    const tooEarly = await pipeline.cli('promote', 'force');
    const dryRun = await pipeline.cli('promote', 'force', '--min-mails', '3', '--dry-run', '--json');
    const unknownIntegration = await pipeline.cli('promote', 'nobody');

    expect(tooEarly.code).toBe(1);
    expect(tooEarly.stdout).toContain('FAIL mails seen: 3, wants at least 50');
    expect(tooEarly.stdout).toContain('force stays in shadow mode.');
    expect(dryRun.code).toBe(0);
    expect(dryRun.lines()).toMatchObject([{ promoted: false, figures: { mails: 3, fates: { shadowed: 3 } } }]);
    expect(unknownIntegration.stderr).toContain('wants one of force, hub');
  });

  it("writes the mapped fields and the mapping's version once the integration is live", async () => {
    const { stdout } = await pipeline.cli('promote', 'force', '--min-mails', '3');
    expect(stdout).toContain('force is live');
    // Functions cache settings for half a minute; a new worker reads them again.
    for (const stage of ['parse', 'sink']) while (await pipeline.killWorker(stage));

    await send(7, 'LATAM');
    await settled(4);

    const { Contact = [], EmailMessage = [] } = await pipeline.sandboxRecords('salesforce');
    expect(Contact.map(({ body }) => body.Region__c)).toEqual(['LATAM']);
    expect(EmailMessage.map(({ body }) => body.Postern_Mapping_Version__c)).toEqual(['regions@1']);
  }, 60_000);
});
