import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeMail, noise } from '../../fixtures/mail-builder.ts';
import { discard, type Pipeline, root, startPipeline } from '../helpers/pipeline.ts';

const mebibyte = 1024 * 1024;
/** Bytes of an attachment that fill a mail in base64: lines of 76 characters plus two for the line end. */
const attachmentFor = (mailMebibytes: number): number => Math.floor((mailMebibytes * mebibyte * 76 * 3) / (78 * 4));

describe('large mail', () => {
  let pipeline: Pipeline;
  let folder: string;

  beforeAll(async () => {
    pipeline = await startPipeline();
    folder = mkdtempSync(join(tmpdir(), 'postern-large-'));
  }, 60_000);

  afterAll(async () => {
    await discard(pipeline);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const writeMail = (name: string, size: number): string => {
    const path = join(folder, `${name}.eml`);
    writeFileSync(path, largeMail(size, name));
    return path;
  };

  it.each([15, 38])(
    'delivers a mail of %i MB with its complete attachment',
    async (size) => {
      const path = writeMail(`large-${size}`, attachmentFor(size));

      const sent = await pipeline.cli('send', path, '--wait', '--json');
      const [parsed] = (await pipeline.cli('parse', path)).lines<{
        event: { eventId: string; attachments: Array<{ size: number; sha256: string }> };
      }>();

      expect(sent.lines()).toMatchObject([{ fate: 'delivered', eventId: parsed?.event.eventId }]);
      expect(parsed?.event.attachments).toMatchObject([
        {
          size: attachmentFor(size),
          sha256: createHash('sha256')
            .update(noise(attachmentFor(size)))
            .digest('hex'),
        },
      ]);
    },
    120_000,
  );

  it('refuses a mail of 41 MB at SMTP with 552 and the limit', async () => {
    const path = writeMail('too-large', attachmentFor(41));

    const sent = await pipeline.cli('send', path, '--wait', '--json');

    expect(sent.code).toBe(1);
    expect(sent.lines()[0]?.error?.message).toMatch(/^552 .*/);
  }, 120_000);

  it('raises resident memory by less than 60 MB over idle while it reads 38 MB', () => {
    const path = writeMail('memory', attachmentFor(38));

    const printed = execFileSync(
      process.execPath,
      ['--expose-gc', join(root, 'bench/measure-memory.ts'), 'ours', path],
      { encoding: 'utf8' },
    );

    expect((JSON.parse(printed) as { risenMiB: number }).risenMiB).toBeLessThan(60);
  }, 60_000);
});
