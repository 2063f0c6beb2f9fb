import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { discard, type Pipeline, type SandboxRecord, type SentLine, startPipeline } from '../helpers/pipeline.ts';

const ada = 'ada@customer.example';
const mallory = 'mallory@evil.example';

/** Ways in which a person may reach another person's deal, tested with the pipeline and the sandbox CRM. */
describe('a deal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-deals-'));
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline();
  }, 60_000);
  afterAll(() => discard(pipeline), 60_000);

  async function send(
    name: string,
    { from = ada, to = 'deals@inbound.localhost', references = [] as string[] } = {},
  ): Promise<SentLine> {
    const path = join(folder, `${name}.eml`);
    const referenceIds = references.map((reference) => `<${reference}@deals.example>`).join(' ');
    const headers = [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${name} of this very test`,
      `Message-ID: <${name}@deals.example>`,
      ...(referenceIds ? [`References: ${referenceIds}`] : []),
      'MIME-Version: 1.0',
    ];
    writeFileSync(path, buildMail({ headers, multipart: { subtype: 'mixed', parts: [textPart(`${name}\n`)] } }));
    const [line] = (await pipeline.cli('send', path, '--wait', '--json')).lines();
    expect(line).toMatchObject({ fate: 'delivered' });
    return line!;
  }

  async function emailOf({ crm }: SentLine): Promise<SandboxRecord> {
    const { emails } = await pipeline.records();
    return emails.find(({ id }) => id === crm?.activityId)!;
  }

  it("links mail addressed by a deal's number only from the deal's contacts, and offers other mail for review", async () => {
    const dealId = (await send('opening')).crm!.dealId!;

    const own = await send('own', { to: `deal+${dealId}@inbound.localhost` });
    const strangerMail = await send('strange', { from: mallory, to: `deal+${dealId}@inbound.localhost` });

    expect(own.crm?.dealId).toBe(dealId);
    expect(strangerMail.crm?.dealId).toBeUndefined();
    const email = await emailOf(strangerMail);
    expect(email.links.deals).toEqual([]);
    expect(email.links.contacts).toEqual([strangerMail.crm?.contactId]);
    const [story] = (await pipeline.cli('trace', strangerMail.eventId!, '--json')).lines<object>();
    expect(JSON.stringify(story)).toContain(`deal ${dealId} is named without a tag: its sender does not belong to it`);
    const offers = async () =>
      (await pipeline.cli('review', 'queue', '--percent', '0', '--json')).lines<{ eventId: string; deal: string }>();
    expect(await offers()).toMatchObject([{ eventId: strangerMail.eventId, deal: dealId }]);
    expect((await pipeline.cli('review', 'say', strangerMail.eventId!)).code).toBe(0);
    expect(await offers()).toEqual([]);
  }, 60_000);

  it("links mail from any sender to a deal's signed address, and ignores a forged tag", async () => {
    const dealId = (await send('signed-opening')).crm!.dealId!;
    const { stdout, code } = await pipeline.cli('token', 'deal', dealId);
    const address = stdout.trim();
    expect([code, address]).toEqual([0, expect.stringMatching(/^deal\+\d+\.[a-z2-7]{12}@inbound\.localhost$/)]);

    const signed = await send('signed', { from: mallory, to: address });
    const [local, domain] = address.split('@');
    const other = local!.endsWith('a') ? 'b' : 'a';
    const forged = await send('forged', { from: mallory, to: `${local!.slice(0, -1)}${other}@${domain}` });

    expect(signed.crm?.dealId).toBe(dealId);
    expect(forged.crm?.dealId).toBeUndefined();
    expect((await pipeline.cli('token', 'deal', 'no id')).code).toBe(1);
    const tokenResponse = await pipeline.api('/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'deal', id: dealId, integration: 'deals' }),
    });
    expect(await tokenResponse.json()).toEqual({ address, type: 'deal', id: dealId, integration: 'deals' });
  }, 60_000);

  it('keeps a conversation when a stranger references it next to one of their own', async () => {
    const strangerThread = await send('mallory-1', { from: mallory });
    const first = await send('victim-1');

    await send('attack', { from: mallory, references: ['victim-1', 'mallory-1'] });
    const next = await send('victim-2', { references: ['victim-1'] });

    expect(next.crm?.dealId).toBe(first.crm?.dealId);
    expect(next.crm?.dealId).not.toBe(strangerThread.crm?.dealId);
    expect((await pipeline.cli('threads', 'show', first.thread!)).code).toBe(1);
  }, 60_000);

  it('returns the mail to its deal when a person splits two merged conversations', async () => {
    const older = await send('older');
    const younger = await send('younger');
    const both = await send('both', { references: ['older', 'younger'] });
    const merged = await send('younger-2', { references: ['younger'] });
    expect(merged.thread).toBe(older.thread);
    const dryRun = await pipeline.cli('threads', 'split', older.thread!, '--dry-run', '--json');
    const merge = { tenant: 'acme', thread: younger.thread, into: older.thread, by: both.eventId };
    expect(dryRun.lines<object>()).toMatchObject([{ ...merge, split: false }]);

    const split = await pipeline.cli('threads', 'split', older.thread!, '--by', both.eventId!, '--json');
    const afterSplit = await send('younger-3', { references: ['younger-2'] });
    const bothAgain = await send('both-again', { references: ['older', 'younger'] });
    const laterMail = await send('younger-4', { references: ['younger'] });

    expect(split.lines<object>()).toMatchObject([{ ...merge, split: true }]);
    expect(afterSplit.thread).toBe(younger.thread);
    expect(afterSplit.crm?.dealId).toBe(younger.crm?.dealId);
    expect([older.thread, younger.thread]).toContain(bothAgain.thread);
    expect(laterMail.thread).toBe(younger.thread);
    expect((await pipeline.cli('threads', 'split', older.thread!)).code).toBe(1);
  }, 60_000);
});
