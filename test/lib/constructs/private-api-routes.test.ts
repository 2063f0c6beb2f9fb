import { Template } from 'aws-cdk-lib/assertions';
import { isAtPublicAddress, isOneClick, scopeOf } from '../../../lambdas/scopes.ts';
import { apiRoutes } from '../../../lib/constructs/api-routes.ts';
import { ApiStage } from '../../../lib/constructs/api-stage.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { aFlow, outputsOf, propertiesOf } from '../flow-stack.ts';

const vpcEndpointIds = ['vpce-0123456789abcdef0', 'vpce-0123456789abcdef1'];
type Access = NonNullable<StageConfig['apiAccess']>;

function build(access: Partial<Access> = {}) {
  const apiAccess: Access = { authorization: 'keys', private: { vpcEndpointIds }, ...access };
  const { stack, flow } = aFlow({ apiAccess });
  new ApiStage(stack, 'Api', flow);
  return { stack, flow };
}

interface Tree {
  readonly [id: string]: { readonly Properties: Record<string, unknown> };
}

/** The methods of the template by the keys of their routes. */
function methodsOf(stack: ReturnType<typeof build>['stack']): Map<string, Record<string, unknown>> {
  const template = Template.fromStack(stack);
  const resources = template.findResources('AWS::ApiGateway::Resource') as Tree;
  const pathOf = (ref: { readonly Ref?: string }): string => {
    const found = ref.Ref === undefined ? undefined : resources[ref.Ref];
    return found === undefined
      ? ''
      : `${pathOf(found.Properties.ParentId as object)}/${String(found.Properties.PathPart)}`;
  };
  const methods = Object.values(template.findResources('AWS::ApiGateway::Method') as Tree);
  return new Map(
    methods.map(({ Properties }) => [
      `${String(Properties.HttpMethod)} ${pathOf(Properties.ResourceId as object)}`,
      Properties,
    ]),
  );
}

describe('PrivateApiRoutes', () => {
  const { stack, flow } = build();
  const methods = methodsOf(stack);
  const wanted = apiRoutes.flatMap(({ key }) => (isOneClick(key) ? [] : [key]));

  it('has each route that is not one-click, to the live version of the function', () => {
    expect([...methods.keys()].toSorted()).toEqual(wanted.toSorted());
    for (const { Integration } of methods.values()) {
      expect(Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' });
      expect(JSON.stringify(Integration)).toContain('Live');
    }
  });

  it.each([
    [undefined, ['/c/{token}', '/u/{token}']],
    [true, ['/c/{token}', '/u/{token}', '/v1/intake/{source}']],
  ])('leaves at the public address, where publicIntake is %s, only %j', (publicIntake, paths) => {
    const mode = { vpcEndpointIds, ...(publicIntake !== undefined && { publicIntake }) };
    const { stack: built } = build({ private: mode });
    const keys = propertiesOf(built, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));
    const [stage] = propertiesOf(built, 'AWS::ApiGatewayV2::Stage');

    expect([...new Set(keys.map((key) => key.replace(/^\w+ /, '')))].toSorted()).toEqual(paths);
    expect(keys.every((key) => isAtPublicAddress(key, mode))).toBe(true);
    expect(Object.keys(stage!.RouteSettings as object).toSorted()).toEqual(keys.toSorted());
  });

  it('asks for one permission for all its methods', () => {
    const permissions = propertiesOf(stack, 'AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal === 'apigateway.amazonaws.com',
    );

    // The other one is for the routes of the HTTP API.
    expect(permissions).toHaveLength(2);
    expect(permissions.filter(({ SourceArn }) => JSON.stringify(SourceArn).includes('PrivateRest'))).toHaveLength(1);
  });

  it('limits each method as its route', () => {
    const [stage] = propertiesOf(stack, 'AWS::ApiGateway::Stage');
    const settings = stage!.MethodSettings as ReadonlyArray<Record<string, unknown>>;
    const limits = new Map(
      settings.map(({ HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit }) => [
        `${String(HttpMethod)} ${String(ResourcePath).slice(1).replaceAll('~1', '/')}`,
        [ThrottlingRateLimit, ThrottlingBurstLimit],
      ]),
    );

    for (const { key, rateLimit, burstLimit } of apiRoutes.filter(({ key: route }) => wanted.includes(route)))
      expect([key, limits.get(key)]).toEqual([key, [rateLimit, burstLimit]]);
    expect(limits.size).toBe(wanted.length + 1);
  });

  it('takes signatures of AWS on routes with a scope where the stage wants them', () => {
    for (const { AuthorizationType } of methods.values()) expect(AuthorizationType).toBe('NONE');
    for (const [key, { AuthorizationType }] of methodsOf(build({ authorization: 'iam' }).stack))
      expect([key, AuthorizationType]).toEqual([key, scopeOf(key) === 'public' ? 'NONE' : 'AWS_IAM']);
  });

  it('is deployed anew when its policy or the authorization changes', () => {
    const deploymentOf = (access: Partial<Access>) =>
      Object.keys(Template.fromStack(build(access).stack).findResources('AWS::ApiGateway::Deployment'))[0];
    const ids = [{}, { authorization: 'iam' as const }, { private: { vpcEndpointIds: [vpcEndpointIds[1]!] } }].map(
      deploymentOf,
    );

    expect(new Set(ids).size).toBe(3);
    expect(deploymentOf({})).toBe(ids[0]);
  });

  it('waits with the deployment for each method', () => {
    const [deployment] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
    const ids = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Method'));

    expect((deployment as { DependsOn: string[] }).DependsOn).toEqual(expect.arrayContaining(ids));
  });

  it('prints its address, and is not there without the setting', () => {
    expect(outputsOf(stack)).toContain('PrivateApiUrl');
    const plain = aFlow();
    new ApiStage(plain.stack, 'Api', plain.flow);

    for (const built of [plain.stack, plain.flow.state])
      expect(JSON.stringify(Template.fromStack(built).toJSON())).not.toMatch(/AWS::ApiGateway::|PrivateApiUrl/);
    expect(JSON.stringify(Template.fromStack(flow.state).toJSON())).toContain('AWS::ApiGateway::RestApi');
  });
});
