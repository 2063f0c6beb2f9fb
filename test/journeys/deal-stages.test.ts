import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { eventually } from '../helpers/mail-set.ts';
import { invoke } from '../helpers/operator.ts';
import { discard, type Pipeline, type SentLine, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const vendors = ['hubspot', 'salesforce', 'pipedrive', 'zoho', 'close', 'freshsales', 'zendesk-sell'] as const;
/** A later stage of each account, and an earlier one. */
const stages: Readonly<Record<(typeof vendors)[number], readonly [later: string, earlier: string]>> = {
  hubspot: ['contractsent', 'Appointment Scheduled'],
  salesforce: ['Negotiation', 'Prospecting'],
  pipedrive: ['Proposal', 'New'],
  zoho: ['Negotiation', 'Qualification'],
  close: ['Proposal', 'New'],
  freshsales: ['Proposal', 'New'],
  'zendesk-sell': ['Proposal', 'New'],
};

const integrationOf = (vendor: (typeof vendors)[number]): string => {
  const [later, earlier] = stages[vendor];
  return `
  - key: ${vendor}
    consent: { stages: { opportunity: { deals: [${later}], bars: [sales] } } }
    tenant: acme
    addresses: [${vendor}@inbound.localhost]
    connection: ${vendor}
    deals: thread
    rules:
      - { name: back, when: { words: [start again] }, do: { moveDeal: { stage: ${earlier} } } }
      - { name: yes, when: { intent: [positive] }, do: { moveDeal: { stage: ${later} } } }`;
};
const integrations = `
connections:${vendors.map((vendor) => `\n  ${vendor}: { vendor: ${vendor}, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }`).join('')}
integrations:${vendors.map(integrationOf).join('')}
`;

interface Story {
  readonly deliveries: ReadonlyArray<{ readonly steps: { readonly stage?: { readonly note?: string } } }>;
}

describe('a rule that moves deals', () => {
  let pipeline: Pipeline;
  let folder: string;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    folder = join(dataDir, 'mails');
    mkdirSync(folder);
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  }, 60_000);
  afterAll(() => discard(pipeline), 60_000);

  async function send(vendor: string, name: string, words: string, references: readonly string[] = []) {
    const path = join(folder, `${vendor}-${name}.eml`);
    const idOf = (mail: string): string => `<${vendor}-${mail}@deals.example>`;
    const headers = [
      'From: Ada <ada@customer.example>',
      `To: ${vendor}@inbound.localhost`,
      `Subject: ${references.length > 0 ? 'Re: ' : ''}Your offer to ${vendor}`,
      `Message-ID: ${idOf(name)}`,
      ...(references.length > 0
        ? [`In-Reply-To: ${idOf(references.at(-1)!)}`, `References: ${references.map(idOf).join(' ')}`]
        : []),
      'MIME-Version: 1.0',
    ];
    writeFileSync(path, buildMail({ headers, multipart: { subtype: 'mixed', parts: [textPart(`${words}\n`)] } }));
    const [line] = (await pipeline.cli('send', path, '--wait', '--json')).lines<SentLine>();
    expect(line).toMatchObject({ fate: 'delivered' });
    return line!;
  }

  async function noteOf({ eventId }: SentLine): Promise<string | undefined> {
    const [story] = (await pipeline.cli('trace', eventId!, '--json')).lines<Story>();
    return story?.deliveries[0]?.steps.stage?.note;
  }

  it.each(vendors)(
    'moves a deal at %s by the intent of an answer, forward only, and tells trace',
    async (vendor) => {
      const yes = await send(vendor, 'yes', 'Sounds great, we are interested. Let us schedule a call!');
      const back = await send(vendor, 'back', 'Could we start again from the beginning?', ['yes']);

      expect(back.crm?.dealId).toBe(yes.crm?.dealId);
      expect(await noteOf(yes)).toMatch(/^moved from .+ to (?:Contract Sent|Negotiation|Proposal)$/);
      expect(await noteOf(back)).toMatch(/^not moved: .+ would go backwards from /);
      const { stdout } = await pipeline.cli('trace', back.eventId!);
      expect(stdout).toMatch(/stage: done \S+, not moved: .+ would go backwards/);
    },
    60_000,
  );

  it('bars what the stage of a deal bars at the CRM, until the deal goes on', async () => {
    const base = `http://127.0.0.1:${pipeline.http}`;
    const [person, id] = ['grace@buyer.example', 'person'];
    const path = join(folder, 'person.eml');
    const headers = [
      `From: ${person}`,
      'To: hubspot@inbound.localhost',
      'Subject: Hours',
      `Message-ID: <${id}@x.example>`,
    ];
    const mail = {
      headers: [...headers, 'MIME-Version: 1.0'],
      multipart: { subtype: 'mixed', parts: [textPart('When?\n')] },
    };
    writeFileSync(path, buildMail(mail));
    const [line] = (await pipeline.cli('send', path, '--wait', '--json')).lines<SentLine>();
    const dealPath = `/sandbox/hubspot/crm/objects/2026-09/deals/${line!.crm!.dealId}`;
    const moveTo = async (dealstage: string) => {
      const request = { authorization: 'Bearer x', 'content-type': 'application/json' };
      const body = JSON.stringify({ properties: { dealstage } });
      expect((await fetch(`${base}${dealPath}`, { method: 'PATCH', headers: request, body })).ok).toBe(true);
      await invoke(pipeline, 'heartbeat');
    };
    const codes = async () => {
      const answer = await pipeline.api(`/v1/eligibility?address=${encodeURIComponent(person)}`);
      const { reasons } = (await answer.json()) as { reasons: Array<{ code: string }> };
      return reasons.map(({ code }) => code);
    };
    await invoke(pipeline, 'heartbeat');

    await moveTo('contractsent');
    await eventually(async () => ((await codes()).includes('crm.opportunity') ? true : undefined), 'the reason');
    await moveTo('closedwon');
    await eventually(async () => ((await codes()).length === 0 ? true : undefined), 'no reason');
  }, 60_000);

  it('finds the stages of the rules in each account', async () => {
    const check = await pipeline.cli('mapping', 'check', '--json');

    expect(check.lines<{ findings: unknown[] }>().flatMap(({ findings }) => findings)).toEqual([]);
    expect(check.code).toBe(0);
  }, 60_000);
});
