import { entryMetadata } from '../../lib/function-metadata.ts';
import { arn, functionNameOf } from '../resource-names.ts';
import {
  all,
  deliveryKey,
  edge,
  from,
  fromAccount,
  type Resources,
  refuse,
  refuseAny,
  roleEdge,
  rolePrincipal,
  routeArn,
  type ServiceEdge,
  sendingKeyUse,
  service,
} from './edge.ts';
import type { Properties } from './policy-document.ts';
import type { Principal } from './simulator.ts';

/**
 * The scheduler takes on the role of the schedule, and calls the function as that; and sends to its dead letters what was
 * not called. It names the group of the schedule.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function scheduleEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Scheduler::Schedule').flatMap(([id, { Target, GroupName = 'default' }]) => {
    const { Arn, RoleArn, DeadLetterConfig } = Target as Properties;
    const [target, role] = [String(Arn), String(RoleArn)];
    if (!target.startsWith('arn:aws:lambda:')) refuse(id, `the target ${target}`);
    const context = fromAccount(arn('scheduler', `schedule-group/${String(GroupName)}`));
    const principal = rolePrincipal(`schedule of ${functionNameOf(target)}`, role, id);
    const { Arn: deadLetters } = (DeadLetterConfig ?? {}) as Properties;
    const invoked = roleEdge('scheduler', principal, { action: 'lambda:InvokeFunction', resource: target });
    const assumed = { action: 'sts:AssumeRole', resource: role, context };
    const edges = [{ delivery: invoked.delivery, principal: service('scheduler'), call: assumed }, invoked];
    if (deadLetters === undefined) return edges;
    const kept = { action: 'sqs:SendMessage', resource: String(deadLetters), keyUse: sendingKeyUse };
    return [...edges, roleEdge('scheduler', principal, kept)];
  });
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function apiEdges(resources: Resources): ServiceEdge[] {
  for (const [id, { AuthorizerUri }] of all(resources, 'AWS::ApiGatewayV2::Authorizer'))
    if (AuthorizerUri !== undefined) refuse(id, 'AuthorizerUri');
  return all(resources, 'AWS::ApiGatewayV2::Route').flatMap(([id, { ApiId, RouteKey, Target }]) => {
    const [method = '', path = ''] = String(RouteKey).split(' ');
    const integration = resources.get(String(Target).split('/').at(-1)!)?.Properties ?? {};
    const called = String(integration.IntegrationUri);
    refuseAny(id, integration, ['CredentialsArn']);
    if (!called.startsWith('arn:aws:lambda:')) refuse(id, `the integration ${called}`);
    const source = from(routeArn(String(ApiId), method, path));
    return [edge('apigateway', 'lambda:InvokeFunction', called, { source, route: String(RouteKey) })];
  });
}

/** Parts of a function by which Lambda calls something in its role. */
const callingParts = ['DeadLetterConfig', 'VpcConfig', 'FileSystemConfigs', 'TracingConfig'];

/**
 * Lambda takes on the role of a function, and writes as that what the function prints.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export function functionEdges(resources: Resources): ServiceEdge[] {
  for (const [id, properties] of all(resources, 'AWS::Lambda::EventInvokeConfig'))
    refuseAny(id, properties, ['DestinationConfig']);
  const ours = all(resources, 'AWS::Lambda::Function').filter(([id]) => entryOf(resources, id) !== undefined);
  return ours.flatMap(([id, properties]) => {
    refuseAny(id, properties, callingParts);
    const { Role, LoggingConfig } = properties;
    const role = String(Role);
    const assumed = roleEdge('lambda', service('lambda'), { action: 'sts:AssumeRole', resource: role });
    const { LogGroup } = (LoggingConfig ?? {}) as { LogGroup?: string };
    if (LogGroup === undefined) return [assumed];
    const stream = arn('logs', `log-group:${LogGroup}:log-stream:local`);
    const printed = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) =>
      roleEdge('lambda', sessionOf(resources, id, role), { action, resource: stream }, LogGroup),
    );
    return [assumed, ...printed];
  });
}

/**
 * Lambda reads a queue or a stream in the role of the function that it is for.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
 */
export function eventSourceEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Lambda::EventSourceMapping').flatMap(([mapping, properties]) => {
    const [id, queue] = [functionNameOf(properties.FunctionName), String(properties.EventSourceArn)];
    const principal = sessionOf(resources, id, String(resources.get(id)?.Properties.Role));
    if (queue.startsWith('arn:aws:dynamodb:')) return streamEdges(principal, queue, properties);
    refuseAny(mapping, properties, ['DestinationConfig']);
    if (!queue.startsWith('arn:aws:sqs:')) refuse(mapping, `the source ${queue}`);
    return [
      roleEdge('lambda', principal, { action: 'sqs:ReceiveMessage', resource: queue, keyUse: ['Decrypt'] }),
      roleEdge('lambda', principal, { action: 'sqs:DeleteMessage', resource: queue }),
      roleEdge('lambda', principal, { action: 'sqs:GetQueueAttributes', resource: queue }),
    ];
  });
}

/**
 * Lambda reads a stream, and names changes that it gives up in a queue.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb.html
 */
function streamEdges(principal: Principal, stream: string, { DestinationConfig }: Properties): ServiceEdge[] {
  const { OnFailure } = (DestinationConfig ?? {}) as { OnFailure?: { Destination?: string } };
  const failures = OnFailure?.Destination;
  const named =
    failures === undefined ? [] : [{ action: 'sqs:SendMessage', resource: failures, keyUse: sendingKeyUse }];
  const reads = ['DescribeStream', 'GetShardIterator'].map((name) => ({
    action: `dynamodb:${name}`,
    resource: stream,
  }));
  return [
    { action: 'dynamodb:ListStreams', resource: '*' },
    ...reads,
    { action: 'dynamodb:GetRecords', resource: stream, keyUse: ['Decrypt' as const] },
    ...named,
  ].map((call) => roleEdge('lambda', principal, call));
}

/** A function as a principal, by the folder that it is built from. */
function sessionOf(resources: Resources, id: string, role: string): Principal {
  return rolePrincipal(entryOf(resources, id)?.split('/')[1] ?? id, role, id);
}

/** The source that a function is built from; undefined for one that comes with the CDK. */
function entryOf(resources: Resources, id: string): string | undefined {
  const entry = resources.get(id)?.Metadata?.[entryMetadata];
  return typeof entry === 'string' ? entry : undefined;
}

/**
 * CodeDeploy takes on the role of a deployment group and moves the alias as that, looks at the alarms of the group, and
 * runs the functions that check a release. `lambda:GetProvisionedConcurrencyConfig` on the alias is left out: the evaluator
 * cannot tell an alias from a version, which it would have to for this action.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html
 */
export function releaseEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::Lambda::Alias').flatMap(([id, { FunctionName }, { UpdatePolicy }]) => {
    const { CodeDeployLambdaAliasUpdate: update } = (UpdatePolicy ?? {}) as Readonly<Record<string, Properties>>;
    if (update === undefined) return [];
    const { ApplicationName, DeploymentGroupName, BeforeAllowTrafficHook, AfterAllowTrafficHook } = update;
    const group = resources.get(String(DeploymentGroupName))?.Properties;
    if (group === undefined) return refuse(id, `the deployment group ${String(DeploymentGroupName)}`);
    refuseAny(String(DeploymentGroupName), group, ['TriggerConfigurations']);
    const role = String(group.ServiceRoleArn);
    const name = functionNameOf(FunctionName);
    const principal = rolePrincipal(`release of ${name}`, role, id);
    const own = arnOfFunction(name);
    const hooks = [BeforeAllowTrafficHook, AfterAllowTrafficHook].filter((hook) => hook !== undefined);
    const { Enabled, Alarms } = (group.AlarmConfiguration ?? {}) as { Enabled?: boolean; Alarms?: readonly unknown[] };
    const calls = [
      { action: 'lambda:GetAlias', resource: own },
      { action: 'lambda:UpdateAlias', resource: own },
      ...(Enabled === false || Alarms === undefined ? [] : [{ action: 'cloudwatch:DescribeAlarms', resource: '*' }]),
      ...hooks.map((hook) => ({ action: 'lambda:InvokeFunction', resource: arnOfFunction(functionNameOf(hook)) })),
    ];
    const source = fromAccount(
      arn('codedeploy', `deploymentgroup:${String(ApplicationName)}/${String(DeploymentGroupName)}`),
    );
    return [
      edge('codedeploy', 'sts:AssumeRole', role, { source }),
      ...calls.map((call) => ({
        delivery: deliveryKey('codedeploy', call.action, call.resource, id),
        principal,
        call,
      })),
    ];
  });
}

const arnOfFunction = (name: string): string => arn('lambda', `function:${name}`);
