import { scopedRoutes } from '../../lambdas/scopes.ts';
import { privateRoutes } from '../../lib/constructs/private-api-address.ts';
import type { Statement } from '../../local/iam/policy-document.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import { anOperator, document, operatorPolicies, type PolicyName } from '../helpers/iam.ts';

const simulate = (await loadSimulator())!;
const endpoint = 'vpce-0123456789abcdef0';
const resources = readResources(
  'http://127.0.0.1:1',
  synthesize({ ...localStage, apiAccess: { authorization: 'iam', private: { vpcEndpointIds: [endpoint] } } }),
);

/** The API in the account and region of the caller, with the policy that its template has. */
const api = [...resources.values()].find(({ Type }) => Type === 'AWS::ApiGateway::RestApi')!;
const apiArn = `arn:aws:execute-api:${localStage.region}:000000000000:${api.identity.ref}`;
/** API Gateway spells resources in full when it takes a policy. */
const inFull = (statement: Statement): Statement => ({
  ...statement,
  Resource: [statement.Resource ?? []].flat().map((resource) => resource.replace(/^execute-api:/, apiArn)),
});
const { Statement: ofApi } = api.Properties.Policy as { readonly Statement: readonly Statement[] };
const resourcePolicy = { name: 'Api', document: document(...ofApi.map(inFull)) };

const eventId = `evt_${'0123456789abcdef'.repeat(2)}`;
const requestTo = (route: string): string => {
  const [method, path = ''] = route.split(' ');
  const named = /^\/v1\/(?:events|mails)\//.test(path) ? eventId : `rpl_${'0'.repeat(24)}`;
  return `${apiArn}/live/${method}${path
    .replace('{id}', named)
    .replace('{n}', '0')
    .replace(/\{\w+\}/g, 't')}`;
};

async function isAllowed(roles: readonly PolicyName[], resource: string, vpce = endpoint): Promise<boolean> {
  const identity = operatorPolicies(resources, ...roles).map(({ identity: { ref }, Properties }) => ({
    name: ref,
    document: Properties.PolicyDocument as ReturnType<typeof document>,
  }));
  const held = { identity, boundary: undefined, resource: resourcePolicy };
  const call = { action: 'execute-api:Invoke', resource, context: { 'aws:SourceVpce': vpce } };
  return (await simulate(anOperator, call as never, held)).isAllowed;
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
} as const satisfies Partial<Record<PolicyName, readonly string[]>>;
const roles = Object.keys(rights) as Array<keyof typeof rights>;

describe('routes of the private API under IAM', () => {
  it.each(roles)('are open to a %s by the scopes of the role, and to everybody without a scope', async (role) => {
    const scopesOfRole: readonly string[] = [...rights.viewer, ...rights[role]];
    for (const { key } of privateRoutes) {
      const scope = scopedRoutes.get(key.replace(/^HEAD /, 'GET ')) ?? 'none';
      const expected = scope === 'public' || scope === 'any' || scopesOfRole.includes(scope);
      expect([key, await isAllowed(['viewer', role], requestTo(key))]).toEqual([key, expected]);
    }
  });

  it('are open by no other endpoint, whatever the role may do', async () => {
    for (const { key } of privateRoutes)
      expect([key, await isAllowed(['operator', 'consentOfficer'], requestTo(key), 'vpce-0fedcba9876543210')]).toEqual([
        key,
        false,
      ]);
  });

  it.each([
    ['another stage', (arn: string) => arn.replace('/live/', '/test/')],
    ['the public API', (arn: string) => arn.replace(/:[^:/]+\/live/, ':public/$default')],
  ])('allow nothing of %s', async (_case, change) => {
    expect(await isAllowed(['operator'], change(requestTo('GET /v1/events')))).toBe(false);
  });
});
