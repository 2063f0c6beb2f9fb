import { parseStages } from '../../lib/stage-config.ts';

describe('stage configuration', () => {
  it('retains data in prod and destroys it elsewhere, unless it is told', () => {
    const stages = parseStages(
      'prod: { region: eu-west-1, inboundDomain: in.example.com }\ndev: { region: eu-west-2, inboundDomain: in.dev.example.com }\n',
    );

    expect(stages.map(({ stage, retain, rawRetentionDays }) => [stage, retain, rawRetentionDays])).toEqual([
      ['prod', true, 90],
      ['dev', false, 90],
    ]);
  });

  it('reports every mistake at once: the key, what was found, what is wanted', () => {
    const wrong = `dev:
  account: 123
  region: eu-south-9
  inboundDomain: Inbound.Example.com
  ruleSet: { mode: existing }
  rawRetentionDays: 3
  colour: blue
`;

    expect(() => parseStages(wrong)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /6 mistake.*dev\.account: found 123;.*dev\.region: found "eu-south-9"; wants a region in which SES receives mail.*dev\.inboundDomain.*dev\.ruleSet\.name: found nothing.*dev\.rawRetentionDays: found 3; wants 14 or more.*colour/s,
        ) as string,
      }) as Error,
    );
  });

  it('takes every region in which SES receives mail', () => {
    const regions = [
      'us-west-1',
      'sa-east-1',
      'eu-north-1',
      'eu-west-3',
      'ap-south-1',
      'ap-northeast-2',
      'il-central-1',
    ];

    const stageIn = (region: string): string => `dev: { region: ${region}, inboundDomain: in.example.com }`;

    for (const region of regions) expect(parseStages(stageIn(region))).toHaveLength(1);
    expect(() => parseStages(stageIn('eu-central-2'))).toThrow(/wants a region in which SES receives mail/);
  });

  it('says that a file is no YAML', () => {
    expect(() => parseStages('a: [')).toThrow(/stages\.yaml: is not YAML/);
  });

  it('takes secrets of the account by name or ARN, and refuses what is neither', () => {
    const stage = (secrets: string) =>
      parseStages(`dev: { region: eu-west-1, inboundDomain: in.example.com, secrets: ${secrets} }`)[0]?.secrets;
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/close-AbCdEf';
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

    expect(stage(`[{ secret: team/hubspot }, { secret: '${arn}', key: '${key}', for: intake }]`)).toEqual([
      { secret: 'team/hubspot', for: 'connections' },
      { secret: arn, key, for: 'intake' },
    ]);
    for (const [wrong, wanted] of [
      ["[{ secret: 'team/hubspot#token' }]", /without a #field/],
      ["[{ secret: 'team/*' }]", /wants the name or the ARN of a secret/],
      [`[{ secret: '${arn.replace('eu-west-1', 'us-east-1')}' }]`, /wants a secret of eu-west-1/],
      ["[{ secret: 'arn:aws:s3:::bucket' }]", /wants the name or the ARN of a secret/],
      ["[{ secret: team/hubspot, key: 'arn:aws:kms:eu-west-1:111122223333:alias/x' }]", /not of an alias/],
      ['[{ secret: team/hubspot, for: everybody }]', /dev\.secrets\.0\.for/],
    ] as const)
      expect(() => stage(wrong)).toThrow(wanted);
  });

  describe('the domain of the API', () => {
    const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
    const stage = (apiDomain: string) =>
      parseStages(`dev: { region: eu-west-1, inboundDomain: in.example.com, apiDomain: ${apiDomain} }`)[0]?.apiDomain;

    it('is taken with its certificate, and with the zone in which its record is made', () => {
      expect(
        stage(`{ name: api.example.com, certificateArn: '${certificate}', hostedZoneId: Z0123456789ABC }`),
      ).toEqual({
        name: 'api.example.com',
        certificateArn: certificate,
        hostedZoneId: 'Z0123456789ABC',
      });
    });

    it.each<readonly [string, string, RegExp]>([
      ['no certificate', '{ name: api.example.com }', /certificateArn: found nothing; wants the ARN of a certificate/],
      [
        'a URL',
        `{ name: 'https://api.example.com', certificateArn: '${certificate}' }`,
        /apiDomain\.name: .*wants a domain/,
      ],
      [
        'a certificate of another region',
        `{ name: api.example.com, certificateArn: '${certificate.replace('eu-west-1', 'us-east-1')}' }`,
        /wants a certificate of eu-west-1/,
      ],
      [
        'the name of a zone',
        `{ name: api.example.com, certificateArn: '${certificate}', hostedZoneId: example.com }`,
        /wants the id of a hosted zone/,
      ],
    ])('is refused with %s', (_, apiDomain, wanted) => {
      expect(() => stage(apiDomain)).toThrow(wanted);
    });

    it("is one stage's alone", () => {
      const domain = `apiDomain: { name: api.example.com, certificateArn: '${certificate}' }`;
      const two =
        `dev: { region: eu-west-1, account: '111111111111', inboundDomain: in.dev.example.com, ${domain} }\n` +
        `prod: { region: eu-west-1, account: '222222222222', inboundDomain: in.example.com, ${domain} }\n`;

      expect(() => parseStages(two)).toThrow(/prod\.apiDomain\.name: .*wants a domain of its own: dev has this one/);
    });
  });

  it('protects nothing from deletion until it is told to', () => {
    const stage = (more: string) =>
      parseStages(`prod: { region: eu-west-1, inboundDomain: in.example.com${more} }`)[0]?.deletionProtection;

    expect([stage(''), stage(', deletionProtection: true')]).toEqual([false, true]);
  });
});
