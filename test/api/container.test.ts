import { createApiContainer } from '../../lambdas/api/container.ts';
import { toRequest } from '../../lambdas/api/request.ts';
import type { Platform } from '../../lambdas/aws/platform.ts';
import { scopes } from '../../lambdas/scopes.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const environment = {
  LEDGER_TABLE: 'ledger',
  CONTROL_TABLE: 'control',
  CONSENT_TABLE: 'consent',
  SUPPRESSIONS_QUEUE_URL: 'https://q/suppressions.fifo',
  TOKEN_KEYS: 'env:TOKENS',
  API_KEYS: 'env:KEYS',
  MAIL_BUCKET: 'mail',
  ATTACHMENTS_BUCKET: 'attachments',
  ADDRESS_KEY: 'env:ADDRESS',
  KEYS: '{"all":"k1","acme/crm":"k2"}',
};

function containerOver(changes: Record<string, string | undefined>, ...answers: object[]) {
  const { client, sent } = scriptedClient<Platform['dynamo']>(...answers);
  const dynamo = Object.assign(client, { config: {} });
  const platform = { environment: { ...environment, ...changes }, dynamo, now: () => new Date(0), putMetric: () => {} };
  return { container: createApiContainer(platform as unknown as Platform), sent };
}

describe('createApiContainer', () => {
  it('names every setting that is missing', () => {
    const make = () => containerOver({ LEDGER_TABLE: undefined, API_KEYS: '' });

    expect(make).toThrow('missing environment: LEDGER_TABLE, API_KEYS');
  });

  it('finds a caller by the stored keys', async () => {
    const { container } = containerOver({});

    const callerOf = (authorization: string) =>
      container.authorize(toRequest({ routeKey: 'GET /v1/holds', headers: { authorization } } as never));

    expect(await callerOf('Bearer k1')).toEqual({ caller: { id: 'all', name: 'all', scopes }, headers: {} });
    expect(await callerOf('Bearer k2')).toMatchObject({ caller: { name: 'acme/crm', tenant: 'acme' } });
    expect(await callerOf('Bearer k3')).toMatchObject({ refusal: { statusCode: 401 } });
  });

  it('identifies callers by IAM alone where the stage says so', async () => {
    const { container } = containerOver({ API_ACCESS: '{"authorization":"iam"}' });
    const callerOf = (authorizer: object | undefined) =>
      container.authorize(
        toRequest({
          routeKey: 'GET /v1/holds',
          headers: { authorization: 'Bearer k1' },
          requestContext: { authorizer },
        } as never),
      );

    expect(await callerOf({ iam: { userArn: 'arn:aws:iam::1:user/u' } })).toMatchObject({
      caller: { name: 'arn:aws:iam::1:user/u' },
    });
    expect(await callerOf(undefined)).toMatchObject({ refusal: { statusCode: 401 } });
  });

  it('believes no identity of IAM where the stage takes keys', async () => {
    const { container } = containerOver({});
    const requestContext = { authorizer: { iam: { userArn: 'arn:aws:iam::1:user/u' } } };
    const request = toRequest({ routeKey: 'GET /v1/holds', headers: {}, requestContext } as never);

    expect(await container.authorize(request)).toMatchObject({ refusal: { statusCode: 401 } });
  });

  it('does not start with an access setting that it cannot read', () => {
    expect(() => containerOver({ API_ACCESS: '{"allow":"everybody"}' })).toThrow();
    expect(() => containerOver({ API_ACCESS: '{"allow":["10/8"]}' })).toThrow('no CIDR block');
  });

  const integration = (tenant: string) => ({ sk: tenant, value: { key: tenant, tenant } });
  const hold = { provider: 'gmail', reason: 'complaints', since: 't', rate: 0.2 };
  const control = [{}, { Items: [integration('acme'), integration('beta')] }, {}, {}];

  it.each([
    ['one tenant', 'acme', [{ ...hold, tenant: 'acme' }]],
    [
      'all tenants but the canary',
      undefined,
      [
        { ...hold, tenant: 'acme' },
        { ...hold, tenant: 'beta' },
      ],
    ],
    ['no tenant that is not configured', 'other', []],
  ])('lists the holds of %s', async (_, tenant, holds) => {
    const row = { Items: [{ hold }] };
    const { container, sent } = containerOver({}, ...control, row, row);

    expect(await container.holds(tenant)).toEqual(holds);
    expect(sent).toHaveLength(control.length + holds.length);
  });
});
