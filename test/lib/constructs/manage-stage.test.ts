import { isManaged, scopedRoutes } from '../../../lambdas/scopes.ts';
import { ApiStage } from '../../../lib/constructs/api-stage.ts';
import { ManageStage } from '../../../lib/constructs/manage-stage.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { actionsOf, aFlow, propertiesOf, statementsOf } from '../flow-stack.ts';

function build(settings: Partial<StageConfig> = {}) {
  const { stack, flow } = aFlow(settings);
  const manage = new ManageStage(stack, 'Manage', { ...flow, redrive: { functionArn: 'arn:redrive' } });
  new ApiStage(stack, 'Api', { ...flow, manage });
  return stack;
}

describe('ManageStage', () => {
  const stack = build();
  const statements = statementsOf(stack, 'ManageRole');
  const routes = propertiesOf(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey, Target }) => ({
    key: String(RouteKey),
    isOfManage: JSON.stringify(Target).includes('Manage'),
  }));

  it('answers the routes behind the console, and no other', () => {
    const managed = [...scopedRoutes.keys()].filter(isManaged).toSorted();

    expect(
      routes
        .filter(({ isOfManage }) => isOfManage)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(managed);
    expect(routes.filter(({ key }) => isManaged(key))).toHaveLength(managed.length);
  });

  it('answers in less than API Gateway waits', () => {
    const [fn] = propertiesOf(stack, 'AWS::Lambda::Function').filter(({ Environment }) =>
      JSON.stringify(Environment).includes('AUDIT_BUCKET'),
    );

    expect(fn?.Timeout).toBeLessThan(30);
  });

  it('reads events and the audit trail, no raw mail and no secret of a CRM', () => {
    const reads = statements.filter(({ actions }) => actions.includes('s3:GetObject'));

    expect(JSON.stringify(reads)).toContain('/trail/*');
    expect(JSON.stringify(reads)).toContain('/events/*');
    expect(JSON.stringify(reads)).not.toMatch(/inbound/);
    expect(JSON.stringify(statements)).not.toMatch(/SecretsCrm|SecretsHook|SecretsIntake/);
    expect(actionsOf(statements)).not.toContain('s3:PutObject');
  });

  it('writes audit records and counts of requests, and releases a provider that is held', () => {
    const writing = statements.filter(({ actions }) => actions.some((action) => /:(?:Put|Update|Delete)/.test(action)));
    const ofConsent = writing.filter(({ resources }) => JSON.stringify(resources).includes('TablesConsent'));

    expect(JSON.stringify(writing)).toContain('TablesLedger');
    expect(JSON.stringify(writing)).not.toMatch(/TablesControl|TablesThreads/);
    expect(actionsOf(ofConsent).filter((action) => /:(?:Put|Update|Delete)/.test(action))).toEqual([
      'dynamodb:DeleteItem',
    ]);
  });

  it('is at the private address alone where the stage has one', () => {
    const hidden = build({
      apiAccess: {
        authorization: 'keys',
        private: { vpcEndpointIds: ['vpce-0123456789abcdef0'], publicIntake: false },
      },
    });
    const open = propertiesOf(hidden, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));
    const methods = JSON.stringify(
      propertiesOf(hidden, 'AWS::ApiGateway::Method').map(({ Integration }) => Integration),
    );

    expect(open.filter(isManaged)).toEqual([]);
    expect(methods).toContain('Manage');
  });
});
