import { type CountedWork, costOfThousand, floorOfThousand, gbSecondsOf } from '../../bench/mail-cost.ts';

const usage: CountedWork = { calls: {}, readUnits: 0, writeUnits: 0, invocations: 0, gbSeconds: 0 };
const rounded = (mail: Partial<CountedWork>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(costOfThousand({ ...usage, ...mail })).map(([service, cost]) => [service, Number(cost.toFixed(5))]),
  );

describe('costOfThousand', () => {
  it('begins with what SES, its object, its notification and the messages about them cost', () => {
    expect(rounded({})).toEqual({ SES: 0.19, S3: 0.005, SNS: 0.0005, SQS: 0.0024, Lambda: 0, DynamoDB: 0 });
  });

  it.each<[what: string, mail: Partial<CountedWork>, service: string, cost: number]>([
    ['objects', { calls: { 's3.PutObject': 2, 's3.GetObject': 3 } }, 'S3', 0.005 * 3 + 0.0004 * 3],
    ['a delivery: sent, received, deleted', { calls: { 'sqs.SendMessage': 1 } }, 'SQS', 0.0024 + 0.0015],
    ['other requests of the queue', { calls: { 'sqs.ChangeMessageVisibility': 2 } }, 'SQS', 0.0024 + 0.001],
    ['request units', { readUnits: 8, writeUnits: 20 }, 'DynamoDB', 0.001 + 0.0125],
    ['invocations', { invocations: 1, gbSeconds: gbSecondsOf(512, 200) }, 'Lambda', 0.0002 + 0.00133],
  ])('adds %s', (_what, mail, service, cost) => {
    expect(rounded(mail)[service]).toBeCloseTo(cost, 4);
  });

  it('counts no call of a CRM', () => {
    expect(rounded({ calls: { 'crm.write contact': 9 } })).toEqual(rounded({}));
  });
});

describe('floorOfThousand', () => {
  it('is a mail at SES and its object', () => {
    expect(floorOfThousand()).toBeCloseTo(0.195, 6);
  });
});
