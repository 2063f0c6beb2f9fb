import { scopeOf } from '../../../lambdas/scopes.ts';
import { ApiStage } from '../../../lib/constructs/api-stage.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { actionsOf, aFlow, propertiesOf, statementsOf } from '../flow-stack.ts';

function build(settings: Partial<StageConfig> = {}) {
  const { stack, flow } = aFlow(settings);
  new ApiStage(stack, 'Api', flow);
  return stack;
}

describe('ApiStage', () => {
  const stack = build();
  const keys = propertiesOf(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));

  it('answers the routes of links, consent and webhooks', () => {
    expect(keys.toSorted()).toEqual(
      [
        ...['GET', 'HEAD', 'POST'].map((method) => `${method} /c/{token}`),
        'GET /m/{token}',
        'GET /m/{token}/{nth}',
        ...['GET', 'HEAD', 'POST'].map((method) => `${method} /u/{token}`),
        'GET /v1/eligibility',
        'GET /v1/events',
        'GET /v1/me',
        ...['', '/counts', '/{id}', '/{id}/source'].map((part) => `GET /v1/mails${part}`),
        'GET /v1/openapi.json',
        'GET /v1/reconcile',
        'POST /v1/replays',
        'GET /v1/replays/{id}',
        'POST /v1/events/ack',
        ...['', '/raw', '/attachments/{n}', '/html', '/trace', '/explain'].map((part) => `GET /v1/events/{id}${part}`),
        'GET /v1/holds',
        'HEAD /m/{token}',
        'HEAD /m/{token}/{nth}',
        'POST /v1/eligibility',
        'POST /v1/intake/{source}',
        'POST /v1/tokens',
      ].toSorted(),
    );
  });

  it('limits every route by itself, and unsubscribe links the least', () => {
    const [stage] = propertiesOf(stack, 'AWS::ApiGatewayV2::Stage');
    const settings = stage!.RouteSettings as Record<string, { ThrottlingRateLimit: number }>;

    expect(Object.keys(settings).toSorted()).toEqual(keys.toSorted());
    expect(Math.max(...Object.values(settings).map((limit) => limit.ThrottlingRateLimit))).toBe(
      settings['POST /u/{token}']!.ThrottlingRateLimit,
    );
  });

  it('logs the route of a request, never its path or query', () => {
    const [stage] = propertiesOf(stack, 'AWS::ApiGatewayV2::Stage');
    const { Format } = stage!.AccessLogSettings as { Format: string };

    expect(Format).toContain('$context.routeKey');
    expect(Format).not.toMatch(/\$context\.(?:path|identity)|querystring/i);
  });

  it('reads mail and attachments, and changes only consent, and in the ledger what it writes down itself', () => {
    const statements = statementsOf(build({ crmEligibility: false }), 'ApiRole');
    const writing = statements.filter(({ actions }) =>
      actions.some((action) => /:(?:Put|Update|Delete)Item/.test(action)),
    );

    expect(JSON.stringify(writing)).toContain('TablesConsent');
    expect(JSON.stringify(writing)).not.toContain('TablesControl');
    expect(actionsOf(statements)).not.toContain('s3:PutObject');
    expect(JSON.stringify(statements)).not.toMatch(/SecretsCrm|SecretsHook/);
  });

  it('reads the secrets of connections, and remembers their answers, only where the stage lets it ask CRMs', () => {
    const statements = JSON.stringify(statementsOf(build({ crmEligibility: true }), 'ApiRole'));

    expect(statements).toMatch(/SecretsCrm/);
    expect(statements).toMatch(/TablesLedger/);
  });

  it('takes keys unless the stage wants signatures of AWS, and those on routes with a scope alone', () => {
    const typesOf = (settings: Partial<StageConfig>): Map<string, unknown> =>
      new Map(
        propertiesOf(build(settings), 'AWS::ApiGatewayV2::Route').map(({ RouteKey, AuthorizationType }) => [
          String(RouteKey),
          AuthorizationType,
        ]),
      );
    const byIam = typesOf({ apiAccess: { authorization: 'iam' } });

    expect(new Set(typesOf({}).values())).toEqual(new Set(['NONE']));
    for (const [route, type] of byIam)
      expect([route, type]).toEqual([route, scopeOf(route) === 'public' ? 'NONE' : 'AWS_IAM']);
  });

  it('tells the function the setting', () => {
    const apiAccess = { authorization: 'keys', allow: ['10.0.0.0/8'] } as const;
    const variablesOf = (settings: Partial<StageConfig>) =>
      (propertiesOf(build(settings), 'AWS::Lambda::Function')[0]!.Environment as { Variables: Record<string, string> })
        .Variables;

    expect(JSON.parse(variablesOf({ apiAccess: { ...apiAccess, allow: [...apiAccess.allow] } }).API_ACCESS!)).toEqual(
      apiAccess,
    );
    expect(variablesOf({})).not.toHaveProperty('API_ACCESS');
  });

  it.each([
    [undefined, undefined],
    [25, 25],
  ])('takes %s executions at most', (apiConcurrency, reserved) => {
    const settings = apiConcurrency === undefined ? {} : { apiConcurrency };
    const [fn] = propertiesOf(build(settings), 'AWS::Lambda::Function');

    expect(fn!.ReservedConcurrentExecutions).toBe(reserved);
  });
});
