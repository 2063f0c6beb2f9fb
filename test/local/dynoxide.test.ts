import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDynamo } from '../../local/dynoxide.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('startDynamo', () => {
  it('says what to do on a platform without a binary', async () => {
    await expect(startDynamo(temporaryFolder(), '/nowhere/dynoxide')).rejects.toThrow(
      /^no dynoxide binary for .*; start any DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB/,
    );
  });

  it('listens at another address each time, and not at one that a page guesses', async () => {
    const [entry, two] = await Promise.all([startDynamo(temporaryFolder()), startDynamo(temporaryFolder())]);
    const hosts = [entry, two].map(({ endpoint }) => new URL(endpoint).hostname);
    const usual = await fetch(`http://127.0.0.1:${new URL(entry.endpoint).port}`).then(
      () => 'answered',
      () => 'refused',
    );
    await Promise.all([entry.stop(), two.stop()]);

    expect(hosts[0]).toMatch(/^127\.(?!0\.0\.1$)/);
    expect(hosts[0]).not.toBe(hosts[1]);
    expect(usual).toBe('refused');
  }, 30_000);

  it('says in one line why it did not start', async () => {
    await expect(startDynamo(temporaryFolder(), '/bin/false')).rejects.toThrow(/^dynoxide ended at once: exit code 1$/);
  });

  it('says what to do about a damaged database, in words of this pipeline', async () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, 'dynamodb.sqlite'), randomBytes(20_000));

    await expect(startDynamo(dataDir)).rejects.toThrow(
      `${join(dataDir, 'dynamodb.sqlite')} is damaged, or no database of the local pipeline. Move its folder away`,
    );
  });
});
