import { readFileSync } from 'node:fs';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { secretPurposes } from '../../lambdas/domain/configuration/secret-reference.ts';
import { localStage } from '../../local/local-stage.ts';
import { functionNameOf } from '../../local/resource-names.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';

type Resource = { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string };
const resourcesOf = (templates: ReturnType<typeof synthesize>, type: string): Resource[] =>
  templates
    .flatMap(({ Resources }) => Object.values(Resources) as Resource[])
    .filter((resource) => resource.Type === type);

const templates = synthesize();
const isActivation = ({ Type }: { Type: string }): boolean => Type === 'Custom::ActiveReceiptRuleSet';
const activationsOf = (all: typeof templates) => resourcesOf(all, 'Custom::ActiveReceiptRuleSet');
const of = (type: string) => resourcesOf(templates, type);

describe('deployed template', () => {
  it('takes mail for the inbound domain only, scanned, and tells the topic when it is stored', () => {
    const [rule] = of('AWS::SES::ReceiptRule').map(({ Properties }) => Properties.Rule as Record<string, unknown>);

    expect(rule).toMatchObject({
      Recipients: ['inbound.localhost', '.inbound.localhost'],
      ScanEnabled: true,
      TlsPolicy: 'Optional',
      Enabled: true,
    });
    expect(rule?.Actions).toMatchObject([
      { S3Action: { ObjectKeyPrefix: 'inbound/', TopicArn: expect.anything() as unknown } },
    ]);
  });

  it('hides a message for six times the timeout of the function that reads it', () => {
    const resources = readResources('http://127.0.0.1:1', templates);
    const mappings = [...resources.values()]
      .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
      .map(({ Properties }) => Properties)
      .filter(({ EventSourceArn }) => String(EventSourceArn).startsWith('arn:aws:sqs:'));

    for (const mapping of mappings) {
      const { Timeout } = resources.get(functionNameOf(mapping.FunctionName))!.Properties;
      const queue = resources.get(String(mapping.EventSourceArn).split(':').at(-1)!.replace('.fifo', ''))!;
      expect(queue.Properties.VisibilityTimeout).toBe(6 * Number(Timeout));
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
    expect(mappings).toHaveLength(5);
  });

  it('offers a delivery so often that an outage never flushes it into the dead letters', () => {
    const counts = of('AWS::SQS::Queue').flatMap(({ Properties }) =>
      Properties.FifoQueue && Properties.RedrivePolicy
        ? [(Properties.RedrivePolicy as { maxReceiveCount: number }).maxReceiveCount]
        : [],
    );

    expect(counts).toHaveLength(2);
    for (const count of counts) expect(count).toBeGreaterThanOrEqual(20);
  });

  it('grants no function an action with a wildcard', () => {
    const statements = of('AWS::IAM::Policy').flatMap(
      ({ Properties }) => (Properties.PolicyDocument as { Statement: Array<{ Action: string | string[] }> }).Statement,
    );

    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  /** The actions of all policies, with their resources. */
  const statements = (all: ReturnType<typeof synthesize>) =>
    resourcesOf(all, 'AWS::IAM::Policy').flatMap(({ Properties }) => {
      const { Statement } = Properties.PolicyDocument as { Statement: Array<Record<'Action' | 'Resource', unknown>> };
      return Statement.map(({ Action, Resource, ...rest }) => ({
        role: JSON.stringify(Properties.Roles),
        Action,
        Resource,
        rest,
      }));
    });

  it('lets every function that reads objects tell one that is gone from one that it may not read', () => {
    const all = statements(templates);
    const readers = all.filter(({ Action }) => Action === 's3:GetObject').map(({ role }) => role);
    const listers = all.filter(({ Action, rest }) => Action === 's3:ListBucket' && !('Condition' in rest));

    expect(new Set(readers).size).toBeGreaterThanOrEqual(4);
    for (const role of readers) expect(listers.map((entry) => entry.role)).toContain(role);
  });

  it('sends mail as identities of its own account and region, and with no statement for every resource', () => {
    const sending = statements(templates).filter(({ Action }) => [Action].flat().includes('ses:SendEmail'));

    expect(sending.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['ses:SendEmail', { 'Fn::Join': ['', ['arn:aws:ses:us-east-1:', { Ref: 'AWS::AccountId' }, ':*']] }],
    ]);
  });

  it('hands events to the buses and queues that the stage names, and to no others', () => {
    const bus = 'arn:aws:events:us-east-1:123456789012:event-bus/mail';
    const queue = 'arn:aws:sqs:us-east-1:123456789012:mail.fifo';
    const named = statements(synthesize({ ...localStage, handOff: [bus, queue] }));

    expect(named.filter(({ Action }) => Action === 'events:PutEvents').map(({ Resource }) => Resource)).toEqual(
      // Sink, redrive and suppress, and the heartbeat, which announces stages of deals.
      Array(4).fill(bus),
    );
    expect(named.filter(({ Resource }) => JSON.stringify(Resource).includes(queue))).toHaveLength(4);
    expect(statements(templates).filter(({ Action }) => Action === 'events:PutEvents')).toEqual([]);
  });

  it('gives each route of the API a limit of its own, and none 5,000 requests a second', () => {
    const routes = of('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey as string);
    const [stage] = of('AWS::ApiGatewayV2::Stage').map(({ Properties }) => Properties);
    const settings = stage?.RouteSettings as Record<
      string,
      { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }
    >;

    expect(Object.keys(settings).toSorted()).toEqual(routes.toSorted());
    for (const { ThrottlingRateLimit, ThrottlingBurstLimit } of Object.values(settings)) {
      expect(ThrottlingRateLimit).toBeLessThanOrEqual(1000);
      expect(ThrottlingBurstLimit).toBeLessThanOrEqual(2000);
    }
  });

  it('answers HEAD wherever a link leads', () => {
    const routes = of('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey as string);

    for (const route of routes.filter((key) => /^GET \/[ucm]\//.test(key)))
      expect(routes).toContain(route.replace('GET', 'HEAD'));
  });

  it('reserves executions for API and suppress where the stage says so, and none otherwise', () => {
    const reserved = (all: typeof templates) =>
      resourcesOf(all, 'AWS::Lambda::Function').flatMap(
        ({ Properties }) => Properties.ReservedConcurrentExecutions ?? [],
      );

    expect(reserved(templates)).toEqual([]);
    expect(reserved(synthesize({ ...localStage, apiConcurrency: 50, suppressConcurrency: 20 })).toSorted()).toEqual([
      20, 50,
    ]);
  });

  it('adds a rule to the rule set of a team that has one, and activates nothing', () => {
    const existing = synthesize({ ...localStage, ruleSet: { mode: 'existing', name: 'theirs' } });

    expect(resourcesOf(existing, 'AWS::SES::ReceiptRuleSet')).toEqual([]);
    expect(resourcesOf(existing, 'Custom::ActiveReceiptRuleSet')).toEqual([]);
    expect(resourcesOf(existing, 'AWS::SES::ReceiptRule')[0]?.Properties.RuleSetName).toBe('theirs');
  });

  it('adds its rule to the shared rule set, or behind a rule of a team, and activates nothing', () => {
    const shared = synthesize({ ...localStage, ruleSet: { mode: 'shared', takeover: true } });
    const behind = synthesize({ ...localStage, ruleSet: { mode: 'existing', name: 'theirs', after: 'first' } });

    expect([...resourcesOf(shared, 'AWS::SES::ReceiptRuleSet'), ...activationsOf(shared)]).toEqual([]);
    expect(resourcesOf(shared, 'AWS::SES::ReceiptRule')[0]?.Properties.RuleSetName).toBe('postern-shared');
    expect(resourcesOf(behind, 'AWS::SES::ReceiptRule')[0]?.Properties).toMatchObject({
      RuleSetName: 'theirs',
      After: 'first',
    });
    expect(of('AWS::SES::ReceiptRule')[0]?.Properties).not.toHaveProperty('After');
  });

  it('activates its rule set after everything else of the stack, so that no later failure switches mail off', () => {
    const app = templates.find(({ Resources }) => Object.values(Resources).some(isActivation))!;
    const [id, activation] = Object.entries(app.Resources).find(([, resource]) => isActivation(resource))!;
    const others = Object.keys(app.Resources).filter((name) => name !== id && !name.startsWith('Activation'));

    expect(others.length).toBeGreaterThan(50);
    expect((activation as { DependsOn?: string[] }).DependsOn).toEqual(expect.arrayContaining(others));
  });

  it('beats for the first time when somebody reads the queues: the canary of a new stage is not lost', () => {
    const all = templates.flatMap(({ Resources }) => Object.entries(Resources));
    const [, schedule] = all.find(([id]) => id.startsWith('HeartbeatSchedule') && !id.includes('Role'))!;
    const sources = all.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping').map(([id]) => id);

    expect((schedule as { DependsOn?: string[] }).DependsOn).toEqual(
      expect.arrayContaining(sources.filter((id) => /^(?:Parse|Sink|Suppress)/.test(id))),
    );
  });

  it('keeps the identity of its domain with the state, and makes none where there is one', () => {
    const prod = synthesize({ ...localStage, stage: 'prod', retain: true, objectLock: true });
    const [state] = prod;

    // Taken out of the template by a later `identity: existing`, it stays in every stage.
    for (const all of [[state!], templates])
      expect(resourcesOf(all, 'AWS::SES::EmailIdentity').map(({ DeletionPolicy }) => DeletionPolicy)).toEqual([
        'RetainExceptOnCreate',
      ]);
    expect(resourcesOf(prod, 'AWS::SES::EmailIdentity')).toHaveLength(1);
    for (const identity of ['existing', 'parent'] as const)
      expect(resourcesOf(synthesize({ ...localStage, identity }), 'AWS::SES::EmailIdentity')).toEqual([]);
  });

  it.each<[string, Partial<typeof localStage>, unknown[], string]>([
    ['nobody but its own configuration set', { feedback: {} }, [], ''],
    [
      'mail with a tenant of ours',
      { feedback: { eventBridge: 'tagged' } },
      [{ 'postern-tenant': [{ exists: true }] }],
      '',
    ],
    [
      'configuration sets',
      { feedback: { eventBridge: { configurationSets: ['a', 'b'] } } },
      [{ 'ses:configuration-set': ['a', 'b'] }],
      'a,b',
    ],
    ['the whole account', { feedback: { eventBridge: 'all' } }, [undefined], '*'],
  ])('hears from the event bus, and believes: %s', (_, settings, tags, believed) => {
    const all = synthesize({ ...localStage, ...settings });
    const patterns = resourcesOf(all, 'AWS::Events::Rule').map(
      ({ Properties }) => Properties.EventPattern as { 'detail-type': string[]; detail?: { mail: { tags: unknown } } },
    );
    const environments = resourcesOf(all, 'AWS::Lambda::Function').map(
      ({ Properties }) =>
        (Properties.Environment as { Variables: Record<string, unknown> } | undefined)?.Variables ?? {},
    );

    expect(patterns.map(({ detail }) => detail?.mail.tags)).toEqual(tags);
    // An advisor's findings on the account are no sending events.
    for (const pattern of patterns)
      expect(pattern['detail-type'].filter((type) => !type.startsWith('Email '))).toEqual([]);
    expect(environments.flatMap((variables) => variables.FEEDBACK_CONFIGURATION_SETS ?? [])).toEqual([believed]);
  });

  it('reads its queues no faster than the account allows', () => {
    const maxima = (all: typeof templates) =>
      resourcesOf(all, 'AWS::Lambda::EventSourceMapping').flatMap(({ Properties }) =>
        // A stream has none: it is read by one execution for each of its shards.
        Properties.ScalingConfig === undefined
          ? []
          : [(Properties.ScalingConfig as { MaximumConcurrency: number }).MaximumConcurrency],
      );
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    const small = maxima(synthesize({ ...localStage, accountConcurrency: 40 }));

    expect(maxima(templates).toSorted((a, b) => a - b)).toEqual([2, 4, 10, 20, 50]);
    expect([small.length, sum(small) <= 36, Math.min(...small)]).toEqual([5, true, 2]);
  });

  it('prints the DNS records that have to be made', () => {
    const outputs = Object.assign({}, ...templates.map(({ Outputs }) => Outputs)) as Record<string, unknown>;

    expect(Object.keys(outputs).filter((name) => /MxRecord|DkimRecord/.test(name))).toHaveLength(4);
  });

  it('says of every function which it is, and which source it is built from', () => {
    const named = of('AWS::Lambda::Function')
      .map((resource) => {
        const { Metadata = {} } = resource as { Metadata?: Record<string, unknown> };
        return [Metadata['postern:function'], Metadata['postern:entry']];
      })
      // CDK's own function that empties buckets has neither.
      .filter(([stage]) => stage !== undefined);

    expect(named.toSorted()).toEqual(
      [
        'activate',
        'api',
        'feed',
        'feedback',
        'heartbeat',
        'manage',
        'parse',
        'redrive',
        'sink',
        'suppress',
        'sweep',
        'trail',
      ].map((stage) => [stage, `lambdas/${stage}/index.ts`]),
    );
  });

  describe('secrets', () => {
    const named = (all: ReturnType<typeof synthesize>) =>
      resourcesOf(all, 'AWS::SecretsManager::Secret').map(({ Properties }) => Properties.Name as string);
    /** The secrets that each function may read, and with which keys. */
    const readers = (all: ReturnType<typeof synthesize>, part: string) =>
      statements(all)
        .filter(
          ({ Action, Resource }) =>
            /GetSecretValue|kms:Decrypt/.test(String(Action)) && JSON.stringify(Resource).includes(part),
        )
        .map(({ role }) => /"Ref":"([A-Z][a-z]+)/.exec(role)?.[1])
        .toSorted();

    it('have names that stay, with the stage in them', () => {
      expect(named(templates).toSorted()).toEqual(
        ['address-key', 'api-keys', 'crm', 'hook', 'intake', 'token-keys'].map((name) => `postern/local/${name}`),
      );
      expect(named(synthesize({ ...localStage, stage: 'prod' }))).toContain('postern/prod/crm');
    });

    it('are there for every purpose that an integrations file may name, and only the functions for it read them', () => {
      const withoutQuestions = synthesize({ ...localStage, crmEligibility: false });
      for (const [purpose, reader] of Object.entries(secretPurposes)) {
        expect(named(templates)).toContain(`postern/local/${purpose}`);
        const logicalId = `Secrets${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}`;
        expect(readers(withoutQuestions, logicalId)).toEqual(
          reader === 'connections' ? ['Heartbeat', 'Redrive', 'Sink', 'Suppress'] : ['Api'],
        );
      }
      expect(readers(templates, 'SecretsCrm')).toContain('Api');
    });

    it('are each named by an output', () => {
      const outputs = Object.assign({}, ...templates.map(({ Outputs }) => Outputs)) as Record<string, unknown>;

      for (const name of ['Crm', 'Hook', 'Intake', 'AddressKey', 'TokenKeys', 'ApiKeys'])
        expect(JSON.stringify(outputs[`Secret${name}`])).toContain(`Secrets${name}`);
    });

    it('of the account are read, and decrypted, by those for whom the stage lists them', () => {
      const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/close-AbCdEf';
      const key = 'arn:aws:kms:us-east-1:111122223333:key/abc';
      const all = synthesize({
        ...localStage,
        crmEligibility: false,
        secrets: [
          { secret: 'team/hubspot', for: 'connections' },
          { secret: arn, key, for: 'connections' },
          { secret: 'team/sendgrid', for: 'intake' },
        ],
      });

      const callers = ['Heartbeat', 'Redrive', 'Sink', 'Suppress'];
      expect(readers(all, ':secret:team/hubspot-??????')).toEqual(callers);
      expect(readers(all, arn)).toEqual(callers);
      expect(readers(all, key)).toEqual(callers);
      expect(readers(all, ':secret:team/sendgrid-??????')).toEqual(['Api']);
      expect(readers(templates, 'team/')).toEqual([]);
    });

    it('of an ARN without its suffix are read by either form, since a name may end like one', () => {
      const partial = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:team/my-secret';
      const all = synthesize({ ...localStage, secrets: [{ secret: partial, for: 'intake' }] });

      expect(readers(all, `"${partial}"`)).toEqual(['Api']);
      expect(readers(all, `"${partial}-??????"`)).toEqual(['Api']);
    });

    it('are decrypted through Secrets Manager alone', () => {
      const decrypts = statements(
        synthesize({
          ...localStage,
          secrets: [{ secret: 'team/x', key: 'arn:aws:kms:us-east-1:111122223333:key/abc', for: 'intake' }],
        }),
      ).filter(({ Action, Resource }) => Action === 'kms:Decrypt' && JSON.stringify(Resource).includes('key/abc'));

      expect(decrypts.map(({ rest }) => rest)).toEqual([
        {
          Effect: 'Allow',
          Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } },
        },
      ]);
    });

    it('that may be named are told to the command line', () => {
      const all = synthesize({ ...localStage, secrets: [{ secret: 'team/hubspot', for: 'connections' }] });
      const outputs = Object.assign({}, ...all.map(({ Outputs }) => Outputs)) as Record<string, { Value: unknown }>;
      const text = JSON.stringify(outputs.CliEnvironment?.Value);

      expect(text).toContain('SECRET_PREFIX=postern/local/ ');
      expect(text).toContain('CONNECTION_SECRETS=postern/local/crm,postern/local/hook,team/hubspot ');
      expect(text).toContain('INTAKE_SECRETS=postern/local/intake ');
      expect(text).toContain('AWS_REGION=us-east-1');
    });
  });
});

describe('the flags of the CDK', () => {
  /** Set otherwise than the CDK recommends: SES receives mail in no region of China, and nobody counts our constructs. */
  const otherwise = {
    '@aws-cdk/core:target-partitions': ['aws'],
    '@aws-cdk/core:enableAdditionalMetadataCollection': false,
  };

  it('are all set, since one that is set later may change logical ids', () => {
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

    expect(context).toEqual({ ...CURRENTLY_RECOMMENDED_FLAGS, ...otherwise });
  });
});
