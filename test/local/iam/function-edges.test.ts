import { entryMetadata } from '../../../lib/function-metadata.ts';
import type { ServiceEdge } from '../../../local/iam/edge.ts';
import {
  apiEdges,
  eventSourceEdges,
  functionEdges,
  releaseEdges,
  scheduleEdges,
} from '../../../local/iam/function-edges.ts';
import { arn, iamArn } from '../../../local/resource-names.ts';
import { resourcesOf } from '../../helpers/iam.ts';

const shown = ({ principal, call }: ServiceEdge): string => `${principal.name} ${call.action} ${call.resource}`;
const fn = arn('lambda', 'function:Sink:live');
const role = iamArn('role/Moving');

/** A function of ours, which its metadata says. */
function sink(properties: Record<string, unknown> = {}, others: Parameters<typeof resourcesOf>[0] = {}) {
  const resources = resourcesOf({ Sink: ['AWS::Lambda::Function', { Role: role, ...properties }], ...others });
  const Metadata = { [entryMetadata]: 'lambdas/sink/index.ts' };
  return new Map([...resources, ['Sink', { ...resources.get('Sink')!, Metadata }]]);
}

describe('functionEdges', () => {
  it('assumes the role of a function, and writes its logs in it', () => {
    const stream = arn('logs', 'log-group:/aws/sink:log-stream:local');

    expect(functionEdges(sink({ LoggingConfig: { LogGroup: '/aws/sink' } })).map(shown)).toEqual([
      `lambda.amazonaws.com sts:AssumeRole ${role}`,
      `sink logs:CreateLogStream ${stream}`,
      `sink logs:PutLogEvents ${stream}`,
    ]);
  });

  it('leaves functions of the CDK out, and refuses calls that nobody asks for', () => {
    expect(functionEdges(resourcesOf({ Other: ['AWS::Lambda::Function', { Role: role }] }))).toEqual([]);
    expect(() => functionEdges(sink({ TracingConfig: {} }))).toThrow('Sink has TracingConfig');
  });
});

describe('eventSourceEdges', () => {
  const mapping = (EventSourceArn: string, DestinationConfig?: object) =>
    sink(
      {},
      {
        Mapping: [
          'AWS::Lambda::EventSourceMapping',
          { FunctionName: 'Sink:live', EventSourceArn, ...(DestinationConfig && { DestinationConfig }) },
        ],
      },
    );

  it('reads a queue in the role of the function', () => {
    const queue = arn('sqs', 'Queue');

    expect(eventSourceEdges(mapping(queue)).map(shown)).toEqual(
      ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => `sink sqs:${action} ${queue}`),
    );
    expect(() => eventSourceEdges(mapping('arn:aws:kinesis:x'))).toThrow('the source arn:aws:kinesis:x');
  });

  it('reads a stream in the role of the function, and names what it gives up in a queue', () => {
    const stream = `${arn('dynamodb', 'table/Ledger')}/stream/local`;
    const failures = arn('sqs', 'Failures');

    expect(eventSourceEdges(mapping(stream, { OnFailure: { Destination: failures } })).map(shown)).toEqual([
      'sink dynamodb:ListStreams *',
      `sink dynamodb:DescribeStream ${stream}`,
      `sink dynamodb:GetShardIterator ${stream}`,
      `sink dynamodb:GetRecords ${stream}`,
      `sink sqs:SendMessage ${failures}`,
    ]);
    expect(eventSourceEdges(mapping(stream))).toHaveLength(4);
  });
});

describe('scheduleEdges', () => {
  const schedule = (Target: object) => resourcesOf({ Beat: ['AWS::Scheduler::Schedule', { Target }] });

  it('assumes the role of the schedule, and calls the function in it', () => {
    const edges = scheduleEdges(schedule({ Arn: fn, RoleArn: role }));

    expect(edges.map(shown)).toEqual([
      `scheduler.amazonaws.com sts:AssumeRole ${role}`,
      `schedule of Sink lambda:InvokeFunction ${fn}`,
    ]);
    expect(new Set(edges.map(({ delivery }) => delivery)).size).toBe(1);
  });

  it('refuses another target', () => {
    expect(() => scheduleEdges(schedule({ Arn: arn('sqs', 'Queue'), RoleArn: role }))).toThrow('Beat has the target');
  });
});

describe('apiEdges', () => {
  const api = (integration: Record<string, unknown>) =>
    resourcesOf({
      Route: ['AWS::ApiGatewayV2::Route', { ApiId: 'api', RouteKey: 'POST /u/{token}', Target: 'integrations/Call' }],
      Call: ['AWS::ApiGatewayV2::Integration', integration],
    });

  it('calls the function of a route, for that route only', () => {
    const [edge] = apiEdges(api({ IntegrationUri: fn }));

    expect(shown(edge!)).toBe(`apigateway.amazonaws.com lambda:InvokeFunction ${fn}`);
    expect(edge!.call.context!['aws:SourceArn']).toMatch(/:api\/\$default\/POST\/u\/\{token\}$/);
  });

  it.each([
    [{ IntegrationUri: fn, CredentialsArn: role }, 'CredentialsArn'],
    [{ IntegrationUri: 'https://elsewhere.example' }, 'the integration https://elsewhere.example'],
  ])('refuses the integration %j', (integration, part) => {
    expect(() => apiEdges(api(integration))).toThrow(`has ${part}`);
  });
});

describe('releaseEdges', () => {
  const update = { ApplicationName: 'App', DeploymentGroupName: 'Group' };
  const release = (group: Record<string, unknown> | undefined) =>
    resourcesOf({
      Live: ['AWS::Lambda::Alias', { FunctionName: 'Sink' }],
      ...(group !== undefined && { Group: ['AWS::CodeDeploy::DeploymentGroup', group] as const }),
    });
  const withUpdate = (resources: ReturnType<typeof release>) => {
    const alias = resources.get('Live')!;
    return new Map([...resources, ['Live', { ...alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: update } }]]);
  };

  it('assumes the role of the deployment group for this account, and moves the alias in it', () => {
    const edges = releaseEdges(withUpdate(release({ ServiceRoleArn: role })));

    expect(edges.map(({ call }) => call.action)).toEqual(['sts:AssumeRole', 'lambda:GetAlias', 'lambda:UpdateAlias']);
    expect(edges[0]!.call.context).toEqual({
      'aws:SourceArn': arn('codedeploy', 'deploymentgroup:App/Group'),
      'aws:SourceAccount': '000000000000',
    });
  });

  it('is nothing for an alias without CodeDeploy, and refuses a group that is not there', () => {
    expect(releaseEdges(release(undefined))).toEqual([]);
    expect(() => releaseEdges(withUpdate(release(undefined)))).toThrow('the deployment group Group');
  });
});
