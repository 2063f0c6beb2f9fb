import { createAccess, signerOf } from '../../../local/iam/access.ts';
import type { Gateway } from '../../../local/iam/gateway.ts';
import type { IamCall } from '../../../local/iam/iam-call.ts';
import { aPrincipal, policiesWith } from '../../helpers/iam.ts';

const signedBy = (key: string, target = '/', headers: Record<string, string> = {}) => ({
  method: 'GET',
  target,
  headers: {
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261129/us-east-1/s3/aws4_request, Signature=x`,
    ...headers,
  },
});

/** Denies everything, and keeps what it was asked. */
function gatewayThatDenies() {
  const asked: IamCall[] = [];
  const gateway: Gateway = {
    policies: policiesWith([]),
    denials: () => [],
    unusedActions: ({ name }) => [`${name}:Unused`],
    check: async (_principal, calls) => {
      asked.push(...calls);
      return { message: 'denied' };
    },
  };
  return { asked, gateway };
}

describe('the signer of a request', () => {
  it.each([
    ['in its header', signedBy('AKIA1'), 'AKIA1'],
    [
      'in a presigned address',
      { method: 'GET', target: '/b/k?X-Amz-Credential=AKIA2%2F20261129%2Fus-east-1&X-Amz-Signature=x', headers: {} },
      'AKIA2',
    ],
    ['not there', { method: 'GET', target: '/b/k', headers: {} }, undefined],
    ['not there', { method: 'GET', target: '/', headers: { authorization: 'Bearer x' } }, undefined],
  ])('is %s', (_where, request, key) => {
    expect(signerOf(request)).toBe(key);
  });
});

describe('the access of a run', () => {
  const call = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };

  it('knows its own keys only, each of which is another', () => {
    const access = createAccess();
    const keys = [access.runtimeKey, access.operatorKey, access.issue(aPrincipal), access.issue(aPrincipal)];

    expect(new Set(keys).size).toBe(4);
    expect(keys.map((key) => access.isKnown(signedBy(key)))).toEqual([true, true, true, true]);
    expect(access.isKnown(signedBy('AKIA'))).toBe(false);
    expect(access.isKnown({ method: 'GET', target: '/', headers: {} })).toBe(false);
  });

  it('allows everything until IAM is asked', async () => {
    const access = createAccess();

    expect(await access.check(signedBy(access.issue(aPrincipal)), () => [call])).toBeUndefined();
  });

  it('asks for functions, and neither for the runtime nor for the command line', async () => {
    const access = createAccess();
    const { asked, gateway } = gatewayThatDenies();
    access.enforce(gateway);

    expect(await access.check(signedBy(access.issue(aPrincipal)), () => [call])).toEqual({ message: 'denied' });
    for (const key of [access.runtimeKey, access.operatorKey])
      expect(await access.check(signedBy(key), () => [call])).toBeUndefined();
    expect(asked).toEqual([call]);
  });

  it.each([
    [
      'by its target header',
      { 'x-amz-target': 'DynamoDB_20120810.ExecuteStatement' },
      'DynamoDB_20120810.ExecuteStatement',
    ],
    ['by its path', {}, 'GET /b'],
  ])('asks for an operation that is not known %s, so that it is denied and logged', async (_how, headers, action) => {
    const access = createAccess();
    const { asked, gateway } = gatewayThatDenies();
    access.enforce(gateway);

    await access.check(signedBy(access.issue(aPrincipal), '/b?policy', headers), () => undefined);

    expect(asked).toEqual([{ action, resource: '*' }]);
  });

  it('knows no unused grants until IAM is asked, then those of each function', () => {
    const access = createAccess();
    access.issue(aPrincipal);
    expect(access.unusedGrants()).toEqual([]);

    access.enforce(gatewayThatDenies().gateway);

    expect(access.unusedGrants()).toEqual([{ function: 'sink', actions: ['sink:Unused'] }]);
  });
});
