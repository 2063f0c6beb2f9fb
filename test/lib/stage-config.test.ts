import { checkStage, parseStages } from '../../lib/stage-config.ts';

/** The refusal of a file, by line. */
function linesOf(text: string): string[] {
  try {
    parseStages(text);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

describe('stage configuration', () => {
  it('retains data in prod and destroys it elsewhere, unless it is told', () => {
    const stages = parseStages(
      'prod: { region: eu-west-1, inboundDomain: in.example.com }\ndev: { region: eu-west-2, inboundDomain: in.dev.example.com }\n',
    );

    expect(
      stages.map(({ stage, retain, objectLock, rawRetentionDays }) => [stage, retain, objectLock, rawRetentionDays]),
    ).toEqual([
      ['prod', true, true, 90],
      ['dev', false, false, 90],
    ]);
    // A checked configuration passes the check again, as a stage in code does.
    for (const { stage, ...settings } of stages)
      expect(checkStage(stage, settings, 'Mail')).toEqual({ stage, ...settings });
  });

  it('reports ten mistakes at once, each with its key, what was found and what to write instead', () => {
    const wrong = `dev:
  account: 123
  region: eu-south-9
  inboundDomain: Inbound.Example.com
  identity: mine
  ruleSet: { mode: existing }
  rawRetentionDays: 3
  sinkConcurrency: many
  feedback: { eventBridge: some }
  idle: sometimes
  colour: blue
`;

    expect(linesOf(wrong)).toEqual([
      'stages.yaml has 10 mistake(s):',
      expect.stringMatching(/^ {2}dev\.account: found 123; wants the 12 digits of an AWS account, in quotes$/),
      expect.stringMatching(
        /^ {2}dev\.region: found "eu-south-9"; wants a region in which SES receives mail: us-east-1, /,
      ),
      expect.stringMatching(
        /^ {2}dev\.inboundDomain: found "Inbound\.Example\.com"; wants a domain in lower case, as in /,
      ),
      expect.stringMatching(/^ {2}dev\.identity: found "mine"; wants own, existing or parent$/),
      expect.stringMatching(
        /^ {2}dev\.ruleSet\.name: found nothing; wants the name of a receipt rule set that is there$/,
      ),
      expect.stringMatching(
        /^ {2}dev\.feedback\.eventBridge: found "some"; wants all, tagged or \{ configurationSets: /,
      ),
      expect.stringMatching(
        /^ {2}dev\.rawRetentionDays: found 3; wants a whole number from 14 to 3650: the dead letters /,
      ),
      expect.stringMatching(/^ {2}dev\.sinkConcurrency: found "many"; wants a whole number from 2 to 100$/),
      expect.stringMatching(
        /^ {2}dev\.idle: found "sometimes"; wants true or false: whether the stage watches itself for /,
      ),
      expect.stringMatching(
        /^ {2}dev\.colour: found "blue"; no such key; wants one of account, region, inboundDomain, /,
      ),
    ]);
  });

  it('reports ten mistakes of several stages at once: what is wrong in one, between two, and beyond the account', () => {
    const wrong = `Dev: { region: eu-west-1, inboundDomain: in.one.example.com }
shared: { region: eu-west-2, inboundDomain: in.two.example.com }
one: { region: eu-west-3, inboundDomain: in.example.com, ruleSet: { mode: theirs } }
two: { region: eu-west-3, inboundDomain: in.example.com, retain: 1, handOff: [nowhere] }
three:
  region: eu-west-3
  inboundDomain: deep.in.example.com
  apiConcurrency: 50
  accountConcurrency: 60
  secrets: [{ secret: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x-AbCdEf' }, { secret: 'a#b' }]
four: { region: eu-north-1, inboundDomain: in.four.example.com, ruleSet: { mode: existing, name: postern-shared } }
`;
    const lines = linesOf(wrong);

    expect(lines).toHaveLength(11 + 1);
    for (const line of [
      /^ {2}Dev: .*wants a stage name of a-z, 0-9 and -/,
      /^ {2}shared: .*wants another stage name: the shared rule set has this one/,
      /^ {2}one\.ruleSet\.mode: found "theirs"; wants \{ mode: own \}, \{ mode: shared \} or \{ mode: existing, /,
      /^ {2}two\.retain: found 1; wants true or false/,
      /^ {2}two\.handOff\.0: found "nowhere"; wants the ARN of an event bus or of a queue/,
      /^ {2}three\.ruleSet: found nothing; wants another region or account than two, or \{ mode: shared \}/,
      /^ {2}three\.inboundDomain: .*neither contains nor lies in in\.example\.com of two/,
      /^ {2}three\.accountConcurrency: found 60; wants 150 or more, since .* reserve 50/,
      /^ {2}three\.secrets\.0\.secret: .*; wants a secret of eu-west-3/,
      /^ {2}three\.secrets\.1\.secret: found "a#b"; wants the name or the ARN of a secret, without a #field/,
      /^ {2}four\.ruleSet: .*wants \{ mode: shared \}/,
    ])
      expect(lines).toContainEqual(expect.stringMatching(line));
  });

  const dev = (settings: string): string[] =>
    linesOf(`dev: { region: eu-west-1, inboundDomain: in.example.com, ${settings} }`);
  const network = (subnets: string, zones: string): string =>
    `network: { vpcId: vpc-00000001, subnetIds: [${subnets}], availabilityZones: [${zones}], securityGroupIds: [sg-00000001] }`;

  it.each([
    [
      'a share of mail beyond all of it',
      'secondReader: { percent: 101 }',
      /secondReader\.percent: found 101; wants .*1 .*100/,
    ],
    ['a share of mail without a number', 'secondReader: {}', /secondReader\.percent: found nothing; wants/],
    [
      'fewer zones than subnets',
      network('subnet-00000001, subnet-00000002', 'eu-west-1a'),
      /network\.availabilityZones: .*wants a zone for each subnet/,
    ],
    [
      'more zones than subnets',
      network('subnet-00000001', 'eu-west-1a, eu-west-1b'),
      /network\.availabilityZones: .*wants a zone for each subnet/,
    ],
    [
      'a subnet twice',
      network('subnet-00000001, subnet-00000001', 'eu-west-1a, eu-west-1a'),
      /network\.subnetIds: .*wants each subnet once/,
    ],
    [
      'a zone of another region',
      network('subnet-00000001', 'eu-west-2a'),
      /network\.availabilityZones\.0: found "eu-west-2a"; wants the name of a zone of eu-west-1, as in eu-west-1a/,
    ],
    ['the id of a zone', network('subnet-00000001', 'euw1-az1'), /network\.availabilityZones\.0: .*as in eu-west-1a/],
    [
      'a region as a zone',
      network('subnet-00000001', 'eu-west-1'),
      /network\.availabilityZones\.0: .*as in eu-west-1a/,
    ],
    ['a tag of AWS', "tags: { 'aws:team': mail }", /tags\.aws:team: found "mail"; wants another tag: AWS keeps those/],
    ['a tag of AWS in capitals', "tags: { 'AWS:team': mail }", /tags\.AWS:team: .*AWS keeps those/],
    ['a tag of the stage', "tags: { 'postern:stage': prod }", /tags\.postern:stage: .*the stage's own/],
    ['a tag with other signs', "tags: { 'team*': mail }", /tags\.team\*: .*wants a tag of at most 128/],
    [
      'a value of a tag that is too long',
      `tags: { team: ${'x'.repeat(257)} }`,
      /tags\.team: .*wants a text of at most 256/,
    ],
    [
      'too many tags',
      `tags: { ${Array.from({ length: 48 }, (_, nth) => `t${nth}: x`).join(', ')} }`,
      /tags: .*wants at most 47 tags/,
    ],
    ['tags that are a list', 'tags: [mail]', /tags: .*wants a text for each tag/],
    [
      'an API at a label that begins with a hyphen',
      "apiDomain: { name: -mail.example.com, certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/a' }",
      /apiDomain\.name: .*begins or ends with a hyphen/,
    ],
    [
      'data that is kept, and nothing of Object Lock',
      'retain: true',
      /objectLock: found nothing; wants true for a stage that is new .* false for one that was made without/,
    ],
  ])('refuses %s', (_, settings, line) => {
    expect(dev(settings)).toEqual(['stages.yaml has 1 mistake(s):', expect.stringMatching(line)]);
  });

  it.each([
    network('subnet-00000001, subnet-00000002', 'eu-west-1a, eu-west-1a'),
    "tags: { 'cost centre': '', 'team/mail': 'Revenue: ops @ HQ' }",
    'retain: true, objectLock: false',
    'retain: true, objectLock: true',
    'retain: false',
  ])('takes %s', (settings) => {
    expect(dev(settings)).toEqual([]);
  });

  it.each([
    '-in.example.com',
    'in-.example.com',
    'in.example-.com',
    'in.example.c-',
    'in..example.com',
    'in.example.c',
  ])('refuses the domain %s', (domain) => {
    expect(linesOf(`dev: { region: eu-west-1, inboundDomain: '${domain}' }`)).toContainEqual(
      expect.stringMatching(/inboundDomain: found .*; wants a domain in lower case, .*no part of which begins or ends/),
    );
  });

  it.each(['a.example.com', 'xn--bcher-kva.example.com', 'in-box.example.co', '4mail.example.com'])(
    'takes the domain %s',
    (domain) => {
      expect(linesOf(`dev: { region: eu-west-1, inboundDomain: '${domain}' }`)).toEqual([]);
    },
  );

  it('has a default for everything but the region and the domain', () => {
    expect(parseStages('dev: { region: eu-west-1, inboundDomain: in.example.com }')).toEqual([
      {
        stage: 'dev',
        namePrefix: 'postern',
        region: 'eu-west-1',
        inboundDomain: 'in.example.com',
        identity: 'own',
        ruleSet: { mode: 'own', takeover: false },
        feedback: {},
        rawRetentionDays: 90,
        retention: { eventDays: 400, attachmentDays: 400, ledgerDays: 400, inactiveDays: 400 },
        data: { sharedMail: 'pseudonymize' },
        sinkConcurrency: 10,
        idle: false,
        handOff: [],
        secrets: [],
        existing: {},
        secretReplicas: [],
        logRetentionDays: 30,
        rolePath: '/',
        tlsPolicy: 'optional',
        logMasking: true,
        operatorRoles: [],
        roles: { viewer: [], operator: [], consentOfficer: [], configurator: [], dataOfficer: [] },
        releaseRoles: [],
        tags: {},
        retain: false,
        objectLock: false,
        deletionProtection: false,
      },
    ]);
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
