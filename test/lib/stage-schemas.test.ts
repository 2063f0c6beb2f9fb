import type * as z from 'zod';
import {
  antivirus,
  apiDomain,
  arnOf,
  domainOf,
  feedback,
  foreignSecret,
  namePrefix,
  network,
  region,
  roleNames,
  ruleSet,
  tags,
} from '../../lib/stage-schemas.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/abc';
const aNetwork = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  availabilityZones: ['eu-west-1a', 'eu-west-1a'],
  securityGroupIds: ['sg-0123456789abcdef0'],
};

describe('the schemas of a stage', () => {
  it.each<[name: string, schema: z.ZodType, accepted: unknown[], refused: unknown[]]>([
    [
      'antivirus',
      antivirus,
      ['none', 'guardduty', { clamd: 'tcp:clamd.internal:3310' }, { clamd: 'tcp:10.0.0.1:3310' }],
      ['clamav', { clamd: 'clamd.internal:3310' }, { clamd: 'tcp:clamd' }, { clamd: 'unix:/run/clamd' }, {}, true],
    ],
    ['region', region, ['eu-west-1'], ['eu-west-9', '', undefined]],
    [
      'namePrefix',
      namePrefix,
      ['postern', 'acme-mail2'],
      ['Acme', '-a', 'a-', 'a--b', 'aws-mail', 'xn', 'a'.repeat(21)],
    ],
    [
      'foreignSecret',
      foreignSecret,
      [{ secret: 'acme/sales' }, { secret: 'a', for: 'intake' }],
      [{ secret: 'acme#field' }, { secret: 'a', key: 'alias/k' }, { secret: 'a', for: 'sink' }],
    ],
    ['roleNames', roleNames, [['mail-operators']], [['a', 'a'], ['path/a'], ['AWSReservedSSO_x'], 'a']],
    [
      'ruleSet',
      ruleSet,
      [{ mode: 'own' }, { mode: 'shared', takeover: true }, { mode: 'existing', name: 'a', after: 'b' }],
      [{ mode: 'existing' }, { mode: 'own', name: 'a' }, { mode: 'none' }],
    ],
    [
      'feedback',
      feedback,
      [{}, { eventBridge: 'all' }, { eventBridge: { configurationSets: ['a'] } }],
      [{ eventBridge: 'some' }, { eventBridge: { configurationSets: [] } }],
    ],
    [
      'domainOf',
      domainOf(20, 'wants a domain'),
      ['in.example.com'],
      ['In.example.com', 'example', '-a.example', 'a.very.long.example.com'],
    ],
    [
      'apiDomain',
      apiDomain,
      [{ name: 'api.example.com', certificateArn, hostedZoneId: 'Z0123456789ABC' }],
      [{ name: 'api.example.com' }, { name: 'api.example.com', certificateArn, hostedZoneId: 'abc' }],
    ],
    [
      'arnOf',
      arnOf('sns', '.+', 'wants a topic'),
      ['arn:aws:sns:eu-west-1:111122223333:pages'],
      ['arn:aws:sqs:eu-west-1:111122223333:q', 'pages'],
    ],
    [
      'network',
      network,
      [aNetwork],
      [
        { ...aNetwork, availabilityZones: ['eu-west-1a'] },
        { ...aNetwork, subnetIds: Array(2).fill('subnet-0123456789abcdef0') },
        { ...aNetwork, securityGroupIds: [] },
      ],
    ],
    [
      'tags',
      tags,
      [{ team: 'mail' }, {}],
      [
        { 'aws:x': 'a' },
        { 'postern:stage': 'a' },
        { team: 1 },
        Object.fromEntries(Array.from({ length: 48 }, (_, nth) => [`t${nth}`, ''])),
      ],
    ],
  ])('%s accepts what its service takes, and nothing else', (_, schema, accepted, refused) => {
    for (const value of accepted) expect([value, schema.safeParse(value).success]).toEqual([value, true]);
    for (const value of refused) expect([value, schema.safeParse(value).success]).toEqual([value, false]);
  });

  it('completes a rule set and a secret with their defaults', () => {
    expect(ruleSet.parse({ mode: 'own' })).toEqual({ mode: 'own', takeover: false });
    expect(foreignSecret.parse({ secret: 'a' })).toEqual({ secret: 'a', for: 'connections' });
  });
});
