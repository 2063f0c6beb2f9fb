import { setTimeout as wait } from 'node:timers/promises';
import { conversationMails, eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

/** Returns a repeatable source of random numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface AuditLine {
  readonly mails: number;
  readonly pending: number;
  readonly missing: readonly unknown[];
  readonly fates: Readonly<Record<string, number>>;
}

const auditOf = async (pipeline: Pipeline): Promise<AuditLine | undefined> =>
  (await pipeline.cli('audit', '--json')).lines<AuditLine>()[0];

describe('a pipeline that is killed', () => {
  let pipeline: Pipeline | undefined;

  afterEach(() => discard(pipeline), 60_000);

  it('keeps one fate for each of 160 mails through five kills of the whole process', async () => {
    const kills = 5;
    const random = seeded(7);
    const mails = conversationMails(160);
    const dataDir = temporaryFolder();
    let running = await startPipeline(dataDir);
    pipeline = running;
    let accepted = 0;
    let isUp = true;

    // The sender repeats mails that were not accepted, as a mail server does.
    const sending = (async () => {
      for (const mail of mails) {
        for (;;) {
          const answer = isUp ? await sendMail(running.smtp, mail).catch(() => undefined) : undefined;
          if (answer !== undefined) break;
          await wait(50);
        }
        accepted += 1;
      }
    })();
    for (let kill = 0; kill < kills; kill += 1) {
      const target = Math.floor(((kill + random()) * mails.length) / kills);
      await eventually(async () => (accepted >= target ? true : undefined), `mail ${target} to be accepted`);
      await wait(random() * 300);
      isUp = false;
      await running.kill();
      running = await startPipeline(dataDir);
      pipeline = running;
      isUp = true;
    }
    await sending;

    const audit = await eventually(
      async () => {
        const report = await auditOf(running);
        return report?.pending === 0 ? report : undefined;
      },
      'every mail to have its fate',
      240_000,
    );
    const { emails, deals, contacts } = await running.records();
    expect(audit.missing).toEqual([]);
    expect(audit.fates).toEqual({ delivered: audit.mails });
    expect(audit.mails).toBeGreaterThanOrEqual(160);
    expect(emails.length).toBe(160);
    expect(new Set(emails.map(({ properties }) => properties.postern_ext_id)).size).toBe(160);
    expect(deals.length).toBe(40);
    expect(contacts.length).toBe(25);
  }, 900_000);

  it('creates no second activity when the worker dies between the commit at the CRM and the update of the ledger', async () => {
    pipeline = await startPipeline();
    await pipeline.faults([{ match: '^POST /crm/objects/2026-09/emails$', action: 'kill-after-commit', times: 1 }]);
    const [mail] = conversationMails(1);

    await sendMail(pipeline.smtp, mail!);

    const story = await eventually(async () => {
      const [trace] = (await pipeline!.cli('trace', '<c0-0@mail.example>', '--json')).lines<{
        deliveries: Array<{ fate: string; leases: number; crm: { activityId?: string } }>;
      }>();
      return trace?.deliveries[0]?.fate === 'delivered' ? trace.deliveries[0] : undefined;
    }, 'the delivery to be repeated after the lease of the dead worker');
    const { emails } = await pipeline.records();
    expect(story.leases).toBe(2);
    expect(emails).toHaveLength(1);
    expect(emails[0]?.id).toBe(story.crm.activityId);
  }, 120_000);

  it('continues where it stopped, after Ctrl-C with mail in flight', async () => {
    const dataDir = temporaryFolder();
    const first = await startPipeline(dataDir);
    for (const mail of conversationMails(12)) await sendMail(first.smtp, mail);
    const code = await first.stop();

    pipeline = await startPipeline(dataDir);

    const audit = await eventually(async () => {
      const report = await auditOf(pipeline!);
      return report?.pending === 0 ? report : undefined;
    }, 'what was on its way to arrive');
    expect(code).toBe(0);
    expect(audit).toMatchObject({ mails: 12, fates: { delivered: 12 }, missing: [] });
  }, 120_000);
});
