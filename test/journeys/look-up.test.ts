import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: main
    ownerField: hubspot_owner_id
    rules:
      - { name: key-account, when: { crm: { company: [Acme EMEA, Acme APAC] } }, do: { task: { title: Answer today } } }
      - { name: do-not-log, when: { crm: { company: [Press] } }, do: { filter: true } }
`;

const raw = (index: number, from: string): Buffer =>
  Buffer.from(
    `From: ${from}\r\nTo: sales@inbound.localhost\r\nSubject: Mail ${index}\r\nMessage-ID: <${index}@c.example>\r\n\r\nHello.\r\n`,
  );

describe('fields of the contact in the CRM', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  }, 60_000);
  afterAll(() => discard(pipeline));

  /** Edits a contact as a person does in the CRM. */
  async function editInCrm(method: string, path: string, properties: object): Promise<void> {
    const url = `http://127.0.0.1:${pipeline.http}/sandbox/hubspot/crm/objects/2026-09/contacts${path}`;
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
    const body = JSON.stringify({ properties, ...(method === 'POST' && { associations: [] }) });
    const answer = await fetch(url, { method, headers, body });
    if (!answer.ok) throw new Error(`HubSpot's stand-in said ${answer.status}`);
  }
  const readRecords = async () => {
    const { emails, tasks, contacts } = await pipeline.records();
    return { emails, contacts, tasks: tasks.map(({ properties }) => properties.hubspot_owner_id ?? '(nobody)') };
  };
  const send = (index: number, from = 'ada@customer.example') =>
    sendMail(pipeline.smtp, { from, to: ['sales@inbound.localhost'], raw: raw(index, from) });
  /** Waits until the CRM has this many activities and tasks; returns the owners of the tasks. */
  const waitForActivities = (mails: number, tasks: number) =>
    eventually(async () => {
      const seen = await readRecords();
      return seen.emails.length === mails && seen.tasks.length === tasks ? seen.tasks : undefined;
    }, `${mails} activities and ${tasks} tasks`);

  it("selects rules by the contact's fields, reads them once an hour, and gives tasks to the contact's owner", async () => {
    await send(1);
    expect(await waitForActivities(1, 0)).toEqual([]);
    await editInCrm('POST', '', { email: 'bob@customer.example', company: 'Acme APAC', hubspot_owner_id: '7001' });
    await send(2, 'bob@customer.example');
    expect(await waitForActivities(2, 1)).toEqual(['7001']);
    const bob = (await readRecords()).contacts.at(-1)!.id;
    // The earlier fields are still cached.
    await editInCrm('PATCH', `/${bob}`, { company: 'Elsewhere' });
    await send(3, 'bob@customer.example');
    expect(await waitForActivities(3, 2)).toEqual(['7001', '7001']);

    await editInCrm('POST', '', { email: 'press@paper.example', company: 'Press' });
    await send(4, 'press@paper.example');
    const end = await eventually(async () => {
      const [trace] = (await pipeline.cli('trace', '<4@c.example>', '--json')).lines<{
        deliveries: Array<{ fate?: string; reason?: string }>;
      }>();
      return trace?.deliveries[0]?.fate === undefined ? undefined : trace.deliveries[0];
    }, 'the fate of the last');
    expect(end).toMatchObject({ fate: 'filtered', reason: 'rule do-not-log' });

    const { eventId } = (await pipeline.cli('trace', '<3@c.example>', '--json')).lines<{ eventId: string }>()[0]!;
    const [preview] = (await pipeline.cli('mapping', 'preview', eventId, '--json')).lines<{ rules: string[] }>();
    expect(preview?.rules).toEqual([]);
    const checked = await pipeline.cli('mapping', 'check', '--json');
    expect(checked.lines()).toMatchObject([{ findings: [] }]);

    // An erased contact is looked up again.
    expect((await pipeline.cli('consent', 'erase', 'bob@customer.example', '--yes', '--json')).code).toBe(0);
    await send(5, 'bob@customer.example');
    expect(await waitForActivities(4, 2)).toEqual(['7001', '7001']);

    const calls = (await (await fetch(`http://127.0.0.1:${pipeline.http}/sandbox/calls`)).json()) as Record<
      string,
      number
    >;
    const reads = Object.entries(calls).filter(([route]) => route.includes('batch/read'));
    expect(reads.reduce((sum, [, count]) => sum + count, 0)).toBe(5);
  }, 60_000);
});
