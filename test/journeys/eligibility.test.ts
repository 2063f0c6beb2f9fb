import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EligibilityAnswer } from '../../lambdas/domain/consent/ask-eligibility.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = 'a shared secret of Segment';
const integrations = `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  vault: { vendor: hubspot, baseUrl: 'sandbox:', credentials: 'secret:crm#hubspot' }
  hook: { vendor: pipedrive, baseUrl: 'sandbox:', credentials: 'secret:hook#pipedrive' }
  force: { vendor: salesforce, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: vault, tenant: beta, addresses: [vault@inbound.localhost], connection: vault, eligibility: { crm: [&rule { field: HasOptedOutOfEmail, is: [true], bars: [sales] }] } }
  - { key: hook, tenant: beta, addresses: [hook@inbound.localhost], connection: hook, eligibility: { crm: [*rule] } }
  - { key: force, tenant: beta, addresses: [force@inbound.localhost], connection: force, eligibility: { crm: [*rule] } }
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: main
    eligibility:
      crm: [{ field: company, is: [Do Not Contact], bars: [marketing, sales] }]
      segments: [{ segment: complained_on_social, bars: [marketing] }]
    rules: [{ name: vip, when: { segments: [vip] }, do: { task: { title: Answer today } } }]
intake:
  engage: { tenant: acme, format: segment, credentials: env:SEGMENT_SECRET }
`;

describe('eligibility by the CRM and by segments', () => {
  let pipeline: Pipeline;
  let base: string;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, SEGMENT_SECRET: secret });
    base = `http://127.0.0.1:${pipeline.http}`;
  }, 60_000);
  afterAll(() => discard(pipeline), 60_000);

  async function eligibility(address: string, tenant = 'acme'): Promise<EligibilityAnswer> {
    const answer = await pipeline.api(`/v1/eligibility?tenant=${tenant}&address=${encodeURIComponent(address)}`);
    return (await answer.json()) as EligibilityAnswer;
  }
  /** Edits a contact as a person does in the CRM. */
  async function addToCrm(properties: object): Promise<void> {
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
    const body = JSON.stringify({ properties, associations: [] });
    const answer = await fetch(`${base}/sandbox/hubspot/crm/objects/2026-09/contacts`, {
      method: 'POST',
      headers,
      body,
    });
    if (!answer.ok) throw new Error(`HubSpot's stand-in said ${answer.status}`);
  }
  async function enter(segment: string, email: string, isIn = true): Promise<number> {
    const body = JSON.stringify({
      type: 'track',
      event: isIn ? 'Audience Entered' : 'Audience Exited',
      messageId: `${segment} ${email} ${isIn}`,
      timestamp: new Date().toISOString(),
      properties: { audience_key: segment, [segment]: isIn },
      context: { personas: { computation_class: 'audience', computation_id: `aud_${segment}` }, traits: { email } },
    });
    const headers = { 'x-signature': createHmac('sha1', secret).update(body).digest('hex') };
    return (await pipeline.api('/v1/intake/engage', { method: 'POST', headers, body })).status;
  }

  it('bars by a field of the contact, names the field, and remembers the answer of the CRM', async () => {
    await addToCrm({ email: 'dnc@customer.example', company: 'Do Not Contact' });

    const barred = await eligibility('dnc@customer.example');
    await pipeline.faults([{ match: 'contacts', action: '500' }]);
    const again = await eligibility('dnc@customer.example');
    const stranger = await eligibility('stranger@customer.example');
    await pipeline.faults([]);

    expect(barred).toMatchObject({
      eligible: { marketing: false, sales: false, legal: true },
      reasons: [{ code: 'crm-field', detail: 'company: Do Not Contact' }],
    });
    expect(again.reasons).toEqual(barred.reasons);
    expect(stranger).toMatchObject({
      eligible: { marketing: false, sales: false },
      reasons: [{ code: 'crm-unknown' }],
    });
    expect((await eligibility('stranger@customer.example')).eligible).toEqual({
      marketing: true,
      sales: true,
      legal: true,
    });
  }, 60_000);

  it('asks every connection of a tenant, and names those that it could not ask', async () => {
    const { eligible, reasons } = await eligibility('ada@customer.example', 'beta');

    expect(eligible).toEqual({ marketing: true, sales: false, legal: true });
    expect(reasons.map(({ code, detail }) => [code, detail])).toEqual([
      ['crm-unknown', 'hook: misconfigured: credentials'],
      ['crm-unknown', 'vault: misconfigured: credentials'],
    ]);
  }, 60_000);

  it('takes the segments of a CDP for rules and for the answer, until the person is erased', async () => {
    const [vip, angry] = ['vip@customer.example', 'angry@customer.example'];
    expect([await enter('vip', vip), await enter('complained_on_social', angry)]).toEqual([202, 202]);

    expect((await eligibility(vip)).segments).toMatchObject([
      { segment: 'vip', membershipId: 'aud_vip', reason: 'Audience Entered' },
    ]);
    expect(await eligibility(angry)).toMatchObject({
      eligible: { marketing: false, sales: true },
      reasons: [{ code: 'segment' }],
    });
    const cli = await pipeline.cli('consent', 'get', angry, '--tenant', 'acme', '--json');
    expect(cli.lines()[0]).toMatchObject({ eligible: { marketing: false }, reasons: [{ code: 'segment' }] });

    for (const from of [angry, vip])
      await sendMail(pipeline.smtp, {
        from,
        to: ['sales@inbound.localhost'],
        raw: Buffer.from(
          `From: ${from}\r\nTo: sales@inbound.localhost\r\nSubject: Hi\r\nMessage-ID: <${from}>\r\n\r\nHi.\r\n`,
        ),
      });
    const tasks = await eventually(async () => {
      const { emails, tasks } = await pipeline.records();
      return emails.length === 2 && tasks.length > 0 ? tasks : undefined;
    }, 'two activities and a task');
    expect(tasks).toHaveLength(1);

    expect(await enter('complained_on_social', angry, false)).toBe(202);
    expect((await eligibility(angry)).eligible.marketing).toBe(true);
    expect((await pipeline.cli('consent', 'erase', vip, '--tenant', 'acme', '--yes', '--json')).code).toBe(0);
    expect((await eligibility(vip)).segments).toBeUndefined();
  }, 90_000);
});
