import { parseStages } from '../../lib/stage-config.ts';

/** The places of the mistakes in a stage with these settings, or none. */
function mistakesIn(settings: object): string[] {
  try {
    parseStages(JSON.stringify({ prod: { region: 'eu-west-1', inboundDomain: 'in.example.com', ...settings } }));
    return [];
  } catch (error) {
    const [, ...lines] = (error as Error).message.split('\n');
    return lines.map((line) => line.trim().split(': ')[0]!);
  }
}

const key = (region: string): string => `arn:aws:kms:${region}:111122223333:key/1`;

describe('copies of data and secrets in stages.yaml', () => {
  it.each<[string, object, string[]]>([
    ['may be none', {}, []],
    ['may be daily backups as they are', { backup: {} }, []],
    ['may stay in cold storage for 90 days', { backup: { coldAfterDays: 30, deleteAfterDays: 120 } }, []],
    [
      'may not leave it earlier',
      { backup: { coldAfterDays: 30, deleteAfterDays: 119 } },
      ['prod.backup.deleteAfterDays'],
    ],
    ['want 90 days more than the usual 35', { backup: { coldAfterDays: 1 } }, ['prod.backup.deleteAfterDays']],
    ['want a vault by its ARN', { backup: { copyTo: 'copies' } }, ['prod.backup.copyTo']],
    ['want a lock that AWS knows', { backup: { lock: 'soft' } }, ['prod.backup.lock']],
    [
      'may be secrets of another region',
      { secretReplicas: [{ region: 'eu-central-1', key: key('eu-central-1') }] },
      [],
    ],
    [
      'want another region for secrets',
      { secretReplicas: [{ region: 'eu-west-1' }] },
      ['prod.secretReplicas.0.region'],
    ],
    [
      'want each region once',
      { secretReplicas: [{ region: 'eu-central-1' }, { region: 'eu-central-1' }] },
      ['prod.secretReplicas.1.region'],
    ],
    [
      'want the key of that region',
      { secretReplicas: [{ region: 'eu-central-1', key: key('eu-west-1') }] },
      ['prod.secretReplicas.0.key'],
    ],
  ])('%s', (_title, settings, paths) => {
    expect(mistakesIn(settings)).toEqual(paths);
  });
});
