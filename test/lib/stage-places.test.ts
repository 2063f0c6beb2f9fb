import * as z from 'zod';
import { findAccountMistakes, readable } from '../../lib/stage-places.ts';

const arn = (service: string, region: string, rest: string): string =>
  `arn:aws:${service}:${region}:111122223333:${rest}`;
const stage = (settings: object) => ({ prod: { region: 'eu-west-1', ...settings } });
const certificateArn = arn('acm', 'eu-west-1', 'certificate/abc');

describe('findAccountMistakes', () => {
  it.each<{ title: string; json: unknown; paths: string[] }>([
    { title: 'accepts a stage that uses nothing of the account', json: stage({}), paths: [] },
    {
      title: 'accepts everything in the region of the stage',
      json: stage({
        encryptionKey: arn('kms', 'eu-west-1', 'key/k'),
        pagesTopic: arn('sns', 'eu-west-1', 'pages'),
        secrets: [{ secret: 'acme/sales' }],
        apiDomain: { name: 'api.example.com', certificateArn },
        network: { availabilityZones: ['eu-west-1a'] },
      }),
      paths: [],
    },
    {
      title: 'accepts a clamd in a network of the account',
      json: stage({ antivirus: { clamd: 'tcp:clamd.internal:3310' }, network: { availabilityZones: ['eu-west-1a'] } }),
      paths: [],
    },
    {
      title: 'finds a clamd without a network in which it could be reached',
      json: stage({ antivirus: { clamd: 'tcp:clamd.internal:3310' } }),
      paths: ['prod.antivirus'],
    },
    { title: 'accepts GuardDuty without a network', json: stage({ antivirus: 'guardduty' }), paths: [] },
    {
      title: 'finds what lies in another region',
      json: stage({
        encryptionKey: arn('kms', 'us-east-1', 'key/k'),
        pagesTopic: arn('sns', 'us-east-1', 'pages'),
        handOff: [arn('sqs', 'eu-west-1', 'here'), arn('sqs', 'us-east-1', 'there')],
        secrets: [{ secret: 'acme/sales', key: arn('kms', 'us-east-1', 'key/k') }],
      }),
      paths: ['prod.encryptionKey', 'prod.pagesTopic', 'prod.handOff.1', 'prod.secrets.0.key'],
    },
    {
      title: 'finds a secret of another region',
      json: stage({ secrets: [{ secret: arn('secretsmanager', 'us-east-1', 'secret:a-AbCdEf') }] }),
      paths: ['prod.secrets.0.secret'],
    },
    {
      title: 'finds a certificate of another region',
      json: stage({
        apiDomain: { name: 'api.example.com', certificateArn: arn('acm', 'us-east-1', 'certificate/abc') },
      }),
      paths: ['prod.apiDomain.certificateArn'],
    },
    {
      title: 'finds a domain that an earlier stage has',
      json: Object.fromEntries(
        ['dev', 'prod'].map((name) => [
          name,
          { region: 'eu-west-1', apiDomain: { name: 'api.example.com', certificateArn } },
        ]),
      ),
      paths: ['prod.apiDomain.name'],
    },
    {
      title: 'finds zones of another region, and the name of a region in place of a zone',
      json: stage({ network: { availabilityZones: ['eu-west-1a', 'eu-west-1', 'us-east-1a'] } }),
      paths: ['prod.network.availabilityZones.1', 'prod.network.availabilityZones.2'],
    },
    {
      title: 'wants a word on Object Lock from a stage that keeps its data',
      json: stage({ retain: true }),
      paths: ['prod.objectLock'],
    },
    { title: 'accepts either word on it', json: stage({ retain: true, objectLock: false }), paths: [] },
  ])('$title', ({ json, paths }) => {
    expect(findAccountMistakes(json).map(({ path }) => path.join('.'))).toEqual(paths);
  });

  it('finds mistakes beside a stage that cannot be read', () => {
    expect(findAccountMistakes({ broken: 7, ...stage({ retain: true }) })).toHaveLength(1);
    expect(findAccountMistakes('no stages')).toEqual([]);
  });
});

describe('readable', () => {
  it('reads each stage with the part, and leaves the others out', () => {
    const json = { dev: { days: 1, other: true }, prod: { days: 'x' } };

    expect(readable(json, z.object({ days: z.number() }))).toEqual([{ days: 1, stage: 'dev' }]);
  });
});
