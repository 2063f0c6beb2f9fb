import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optOutBehind, worstMails } from '../../bench/worst-mails.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';

interface Story {
  readonly mails: ReadonlyArray<{ readonly mailId: string; readonly fate?: string; readonly reason?: string }>;
  readonly next?: string;
}

describe('mail that is built to be slow', () => {
  let pipeline: Pipeline;
  let folder: string;

  beforeAll(async () => {
    pipeline = await startPipeline();
    folder = mkdtempSync(join(tmpdir(), 'postern-poison-'));
  }, 60_000);

  afterAll(async () => {
    await discard(pipeline);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const eligible = async (address: string): Promise<boolean | undefined> => {
    const [answer] = (await pipeline.cli('consent', 'get', address, '--json')).lines<{
      eligible: { marketing: boolean };
    }>();
    return answer?.eligible.marketing;
  };

  it('processes an opt-out without delay behind a slow mail', async () => {
    const { mails, from, to } = optOutBehind();

    for (const raw of mails) await sendMail(pipeline.smtp, { raw, from, to: [to] });

    await eventually(async () => ((await eligible(from)) === false ? true : undefined), 'the opt-out is effective');
  }, 120_000);

  it.each(['4 MB HTML, nested tables', '39 MB text, iso-2022-jp in one line'])(
    'delivers a slow mail without the parts that exceed the limits: %s',
    async (name) => {
      const path = join(folder, 'worst.eml');
      const raw = worstMails.find((mail) => mail.name === name)!.raw();
      writeFileSync(path, Buffer.concat([Buffer.from(`Message-ID: <${name.length}@worst.example>\r\n`), raw]));

      const sent = (await pipeline.cli('send', path, '--wait', '--json')).lines();

      expect(sent).toMatchObject([{ fate: 'delivered' }]);
    },
    120_000,
  );

  it('traces a quarantined mail, and parses it again on request', async () => {
    const path = join(folder, 'parts.eml');
    writeFileSync(
      path,
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1200)}--b--\r\n`,
    );
    const [sent] = (await pipeline.cli('send', path, '--wait', '--json')).lines();
    const mailId = sent!.mailId!;

    const story = (await pipeline.cli('trace', mailId, '--json')).lines<Story>()[0];
    expect(story).toMatchObject({
      mails: [{ mailId, fate: 'quarantined', reason: 'too-many-parts: more than 1000 parts' }],
      next: `postern replay ${mailId}`,
    });

    const planned = await pipeline.cli('replay', mailId, '--dry-run', '--json');
    const replayed = await pipeline.cli('replay', mailId, '--json');
    expect([planned, replayed].map(({ code, lines }) => [code, lines<{ mails: object[] }>()[0]?.mails])).toEqual([
      [0, [expect.objectContaining({ mailId, result: 'would-queue' })]],
      [0, [expect.objectContaining({ mailId, result: 'queued' })]],
    ]);
    // Nothing has changed, so the mail is quarantined again; the audit misses nothing.
    const audit = (await pipeline.cli('audit', '--json')).lines<{ missing: object[] }>()[0];
    expect(audit?.missing).toEqual([]);
  }, 120_000);
});
