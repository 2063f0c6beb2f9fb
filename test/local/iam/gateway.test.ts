import { createGateway } from '../../../local/iam/gateway.ts';
import { allow, aPrincipal, aService, policiesWith } from '../../helpers/iam.ts';

const key = 'arn:aws:kms:us-east-1:000000000000:key/Key';
const put = { action: 's3:PutObject', resource: 'arn:aws:s3:::b/k', keyUse: ['GenerateDataKey'] } as const;

function aGateway(isAllowed: (action: string) => boolean) {
  const noted: string[] = [];
  const gateway = createGateway({
    policies: policiesWith([], [], key),
    decide: async (_principal, { action }) => ({ isAllowed: isAllowed(action), reason: `not ${action}`, id: action }),
    log: { note: (_principal, { action }) => void noted.push(action), denials: () => [] },
  });
  return { gateway, noted };
}

describe('the gateway', () => {
  it('lets pass what is allowed, the use of the key included', async () => {
    const { gateway, noted } = aGateway(() => true);

    expect(await gateway.check(aPrincipal, [put])).toBeUndefined();
    expect(noted).toEqual(['s3:PutObject', 'kms:GenerateDataKey']);
  });

  it('words the first denial as AWS does, and asks no further', async () => {
    const { gateway, noted } = aGateway((action) => action !== 'kms:GenerateDataKey');

    expect(await gateway.check(aPrincipal, [put, put])).toEqual({
      message: `User: ${aPrincipal.arn} is not authorized to perform: kms:GenerateDataKey on resource: ${key} not kms:GenerateDataKey`,
    });
    expect(noted).toEqual(['s3:PutObject', 'kms:GenerateDataKey']);
  });

  it('knows the granted actions that no allowed or denied call needed', async () => {
    const gateway = createGateway({
      policies: policiesWith([
        allow('s3:PutObject', '*'),
        allow('s3:GetObject', '*'),
        { ...allow('sqs:SendMessage', '*'), Effect: 'Deny' },
      ]),
      decide: async () => ({ isAllowed: true, reason: '', id: 'x' }),
      log: { note: () => {}, denials: () => [] },
    });
    expect(gateway.unusedActions(aPrincipal)).toEqual(['s3:GetObject', 's3:PutObject']);

    await gateway.check(aPrincipal, [{ action: 's3:PutObject', resource: 'arn:aws:s3:::b/k' }]);

    expect(gateway.unusedActions(aPrincipal)).toEqual(['s3:GetObject']);
    expect(gateway.unusedActions(aService)).toEqual([]);
  });
});
