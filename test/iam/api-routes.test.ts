import { scopedRoutes } from '../../lambdas/scopes.ts';
import { createDecider } from '../../local/iam/decider.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import { anOperator, operatorPolicies, type PolicyName, policiesOfOperator, statementsOf } from '../helpers/iam.ts';

const resources = readResources(
  'http://127.0.0.1:1',
  synthesize({ ...localStage, apiAccess: { authorization: 'iam' } }),
);
const withKeys = readResources('http://127.0.0.1:1', synthesize(localStage));
const simulator = (await loadSimulator())!;

/** The API that a policy of the template names. */
const [apiArn = ''] = operatorPolicies(resources, 'operator')
  .flatMap(statementsOf)
  .flatMap(({ Action, Resource = [] }) => ([Action].flat().includes('execute-api:Invoke') ? [Resource].flat() : []))
  .map((arn) => arn.slice(0, arn.indexOf('/$default/')));

const eventId = `evt_${'0123456789abcdef'.repeat(2)}`;

/** The resource that API Gateway asks IAM about for a request to a route. */
function requestTo(route: string, id = eventId): string {
  const [method, path = ''] = route.split(' ');
  const named = /^\/v1\/(?:events|mails)\//.test(path) ? id : `rpl_${'0'.repeat(24)}`;
  return `${apiArn}/$default/${method}${path
    .replace('{id}', named)
    .replace('{n}', '0')
    .replace(/\{\w+\}/, 't')}`;
}

const rights = {
  viewer: ['health:read', 'metrics:read', 'config:read'],
  operator: [
    'events:read',
    'events:raw',
    'events:ack',
    'replays:write',
    'redrive:write',
    'reviews:write',
    'tokens:write',
  ],
  consentOfficer: ['eligibility:read', 'holds:read', 'consent:read', 'holds:write'],
  configurator: [],
  dataOfficer: [],
} as const satisfies Partial<Record<PolicyName, readonly string[]>>;
const roles = Object.keys(rights) as Array<keyof typeof rights>;

const deciderOf = (role: PolicyName, from = resources) =>
  createDecider(policiesOfOperator(from, 'viewer', role), simulator);
const call = (resource: string) => ({ action: 'execute-api:Invoke', resource, context: {} });

describe('routes of the API under IAM', () => {
  it.each(roles)('are open to a %s by the scopes of the role, and by no other', async (role) => {
    const decide = deciderOf(role);
    const scopesOfRole: readonly string[] = [...rights.viewer, ...rights[role]];
    for (const [route, scope] of scopedRoutes) {
      const { isAllowed } = await decide(anOperator, call(requestTo(route)));
      expect([route, isAllowed]).toEqual([route, scope === 'any' || scopesOfRole.includes(scope)]);
    }
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('allow nobody the method %s', async (method) => {
    const decide = deciderOf('operator');
    const { isAllowed } = await decide(anOperator, call(`${apiArn}/$default/${method}/v1/events`));

    expect(isAllowed).toBe(false);
  });

  it.each([
    ['another stage', (arn: string) => arn.replace('/$default/', '/test/')],
    ['another API', (arn: string) => arn.replace(/:[^:/]+\/\$default/, ':foreign/$default')],
  ])('allow nothing of %s', async (_case, change) => {
    const { isAllowed } = await deciderOf('operator')(anOperator, call(change(requestTo('GET /v1/events'))));

    expect(isAllowed).toBe(false);
  });

  it('are in no policy of a stage that takes keys', () => {
    const actions = roles
      .flatMap((role) => operatorPolicies(withKeys, role).flatMap(statementsOf))
      .flatMap(({ Action = [] }) => [Action].flat());

    expect(actions.filter((action) => action.startsWith('execute-api'))).toEqual([]);
  });
});
