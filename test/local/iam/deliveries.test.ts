import { decideDeliveries, everyDelivery } from '../../../local/iam/deliveries.ts';
import type { ServiceEdge } from '../../../local/iam/edge.ts';
import { aService } from '../../helpers/iam.ts';

const edge = (delivery: string, action: string): ServiceEdge => ({
  delivery,
  principal: aService,
  call: { action, resource: 'arn:x' },
});

/** Allows all but what a key does. */
async function decided(edges: readonly ServiceEdge[]) {
  const denied: string[] = [];
  const deliveries = await decideDeliveries(
    edges,
    async (_principal, { action }) => ({ isAllowed: !action.startsWith('kms:'), reason: 'no', id: action }),
    {
      note: (_principal, { action }, { isAllowed }) => {
        if (!isAllowed) denied.push(action);
      },
      denials: () => [],
    },
  );
  return { deliveries, denied };
}

describe('a delivery of a service', () => {
  it('goes through when all its calls are allowed', async () => {
    const { deliveries } = await decided([edge('a', 's3:PutObject'), edge('b', 'kms:Decrypt')]);

    expect(deliveries.may('a')).toBe(true);
  });

  it('does not when one of them is denied, which is logged at the start and each time', async () => {
    const { deliveries, denied } = await decided([edge('a', 's3:PutObject'), edge('a', 'kms:GenerateDataKey')]);

    expect([deliveries.may('a'), deliveries.may('a')]).toEqual([false, false]);
    expect(denied).toEqual(['kms:GenerateDataKey', 'kms:GenerateDataKey', 'kms:GenerateDataKey']);
  });

  it('is one of those that the templates tell of', async () => {
    const { deliveries } = await decided([]);

    expect(() => deliveries.may('ses sns:Publish arn:x')).toThrow(
      'the templates tell no service of ses sns:Publish arn:x',
    );
    expect(everyDelivery.may('ses sns:Publish arn:x')).toBe(true);
  });
});
