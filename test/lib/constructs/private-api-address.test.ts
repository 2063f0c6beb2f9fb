import { isManaged, scopedRoutes } from '../../../lambdas/scopes.ts';
import { manageRoutes } from '../../../lib/constructs/api-routes.ts';
import { SuppressStage } from '../../../lib/constructs/consent-stages.ts';
import { SinkStage } from '../../../lib/constructs/flow-stages.ts';
import { privateRoutes } from '../../../lib/constructs/private-api-address.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources } from '../../../local/wiring.ts';
import { aFlow, environmentOf, propertiesOf } from '../flow-stack.ts';

const vpcEndpointIds = ['vpce-0123456789abcdef0', 'vpce-0123456789abcdef1'];
const accessBy = (authorization: 'keys' | 'iam'): Partial<StageConfig> => ({
  apiAccess: { authorization, private: { vpcEndpointIds } },
});

interface Statement {
  readonly Effect: string;
  readonly Resource: string | string[];
  readonly Condition: unknown;
}
const apiOf = (authorization: 'keys' | 'iam') =>
  propertiesOf(aFlow(accessBy(authorization)).flow.state, 'AWS::ApiGateway::RestApi')[0]!;
const statementsOf = (authorization: 'keys' | 'iam') =>
  (apiOf(authorization).Policy as { Statement: Statement[] }).Statement;
/** Whether the policy allows a request by an endpoint: a pattern matches slashes, too. */
const allowedBy = (statements: readonly Statement[], request: string): boolean =>
  statements.some(
    ({ Effect, Resource }) =>
      Effect === 'Allow' &&
      [Resource]
        .flat()
        .some((pattern) => new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*', '.*')}$`).test(request)),
  );
const requestTo = (key: string): string => `execute-api:/live/${key.replace(' ', '').replace(/\{\w+\}/g, 'x')}`;

describe('PrivateApiAddress', () => {
  it('is private, takes bytes, and keeps the address that endpoints lead to', () => {
    expect(apiOf('keys')).toMatchObject({
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: vpcEndpointIds },
      BinaryMediaTypes: ['*/*'],
      DisableExecuteApiEndpoint: false,
    });
  });

  it.each(['keys', 'iam'] as const)('with %s admits its endpoints alone', (authorization) => {
    const [refusal, ...allowed] = statementsOf(authorization);

    expect(refusal).toMatchObject({
      Effect: 'Deny',
      Resource: 'execute-api:/*',
      Condition: { StringNotEquals: { 'aws:SourceVpce': vpcEndpointIds } },
    });
    expect(allowed.map(({ Condition }) => Condition)).toEqual([{ StringEquals: { 'aws:SourceVpce': vpcEndpointIds } }]);
  });

  it('leaves routes with a scope to the policies of the callers where AWS credentials open them', () => {
    const [byKeys, byIam] = [statementsOf('keys'), statementsOf('iam')];
    for (const { key, isScoped } of privateRoutes) {
      expect([key, allowedBy(byKeys, requestTo(key))]).toEqual([key, true]);
      expect([key, allowedBy(byIam, requestTo(key))]).toEqual([key, !isScoped]);
    }
    expect(privateRoutes.filter(({ isScoped }) => isScoped)).toHaveLength(
      [...scopedRoutes].filter(([route, scope]) => scope !== 'public' && !isManaged(route)).length,
    );
  });

  it('is where links to mail lead, and no link for recipients', () => {
    const { stack, flow } = aFlow(accessBy('keys'));
    const [sink, suppress] = [new SinkStage(stack, 'Sink', flow), new SuppressStage(stack, 'Suppress', flow)];
    const urlOf = (fn: typeof sink): string => JSON.stringify(environmentOf(stack, fn).API_URL);

    expect(urlOf(sink)).toMatch(/PrivateRest.*vpce-0123456789abcdef0\.execute-api\..*\/live"/);
    expect(urlOf(suppress)).not.toContain('vpce-');
  });

  it('is known to the template reader, with its methods', () => {
    const resources = readResources('http://127.0.0.1:1', synthesize({ ...localStage, ...accessBy('keys') }));

    expect([...resources.values()].filter(({ Type }) => Type === 'AWS::ApiGateway::Method')).toHaveLength(
      privateRoutes.length + manageRoutes.length,
    );
  });
});
