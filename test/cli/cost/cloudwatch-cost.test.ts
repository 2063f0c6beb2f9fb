import type { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { cloudWatchCost } from '../../../cli/cost/cloudwatch-cost.ts';
import { standingUsage } from '../../../cli/cost/standing.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';

const variables: Readonly<Record<string, string>> = {
  FUNCTIONS: 'parse:F-Parse,sink:F-Sink',
  LEDGER_TABLE: 'ledger',
  THREADS_TABLE: 'threads',
  CONTROL_TABLE: 'control',
  CONSENT_TABLE: 'consent',
  INBOX_QUEUE_URL: 'https://sqs.example/1/inbox',
  DELIVERIES_QUEUE_URL: 'https://sqs.example/1/deliveries.fifo',
  SUPPRESSIONS_QUEUE_URL: 'https://sqs.example/1/suppressions.fifo',
  SWEEP_QUEUE_URL: 'https://sqs.example/1/sweep',
  FEEDBACK_QUEUE_URL: 'https://sqs.example/1/feedback',
  MAIL_BUCKET: 'mail',
  ATTACHMENTS_BUCKET: 'attachments',
};
const read = (name: string): string => {
  const value = variables[name];
  if (value === undefined) throw new ConfigError(`${name} is not set`);
  return value;
};
const from = new Date('2026-11-20T00:00:00Z');
const to = new Date('2026-11-21T00:00:00Z');

/** A CloudWatch with these values, by the metric and the last of its dimensions. */
function aCloudWatch(known: Readonly<Record<string, readonly number[]>>) {
  const asked: string[] = [];
  const send = async ({ input }: GetMetricDataCommand) => ({
    MetricDataResults: (input.MetricDataQueries ?? []).map(({ Id, MetricStat }) => {
      const { Namespace, MetricName, Dimensions = [] } = MetricStat!.Metric!;
      const name = `${Namespace} ${MetricName} ${Dimensions.map(({ Value }) => Value).join(' ')}`;
      asked.push(`${name} ${MetricStat!.Stat} ${MetricStat!.Period}`);
      return { Id, Values: known[name] ?? [] };
    }),
  });
  return { asked, client: { send } as never };
}

describe('cloudWatchCost', () => {
  it('prices what the services counted', async () => {
    const { client } = aCloudWatch({
      'AWS/SQS NumberOfMessagesSent sweep': [1000],
      'AWS/Lambda Invocations F-Parse': [400_000, 600_000],
      'AWS/Lambda Duration F-Parse': [1_000_000],
      'AWS/DynamoDB ConsumedWriteCapacityUnits ledger': [2_000_000],
      'AWS/DynamoDB ConsumedWriteCapacityUnits ledger pending': [1_000_000],
      'AWS/SQS NumberOfEmptyReceives deliveries.fifo': [1_000_000],
      'AWS/Logs IncomingBytes /aws/lambda/postern-prod-sink': [2 ** 30],
      'AWS/S3 BucketSizeBytes mail StandardStorage': [10 * 2 ** 30, 30 * 2 ** 30],
    });
    const { mails, usdByService, usdPerThousand } = await cloudWatchCost(
      client,
      { stage: 'prod', profile: 'full', metrics: 20, read },
      from,
      to,
    );

    const month = 24 / 730;
    const { alarm, compositeAlarm } = standingUsage.full;
    expect(mails).toBe(1000);
    expect(usdByService.SES).toBeCloseTo(0.19, 6);
    expect(usdByService.Lambda).toBeCloseTo(0.2 + 1000 * (1769 / 1024) * 0.0000133334, 6);
    expect(usdByService.DynamoDB).toBeCloseTo(3 * 0.625, 6);
    // The messages that announce mail to the sweep are requests of its queue, too.
    expect(usdByService.SQS).toBeCloseTo(0.5 + 0.0004, 6);
    expect(usdByService.CloudWatch).toBeCloseTo(0.62 + (alarm * 0.1 + compositeAlarm * 0.5 + 3 + 20 * 0.3) * month, 6);
    expect(usdByService.S3).toBeCloseTo(0.0108 + 20 * 0.023 * month, 6);
    expect(usdByService.KMS).toBeCloseTo(month, 6);
    expect(usdPerThousand).toBeGreaterThan(3);
  });

  it('asks for whole hours, and for sizes of the last days, which come once a day', async () => {
    const { client, asked } = aCloudWatch({});
    const { mails, usdPerThousand } = await cloudWatchCost(
      client,
      { stage: 'acme/prod', profile: 'idle', metrics: 1, read },
      from,
      to,
    );

    expect(asked).toContain('AWS/Logs IncomingBytes /aws/lambda/acme-prod-parse Sum 86400');
    expect(asked).toContain('AWS/S3 BucketSizeBytes attachments StandardStorage Average 259200');
    expect([mails, usdPerThousand]).toEqual([0, undefined]);
  });

  it('rejects when the deployment is not known', async () => {
    const { client } = aCloudWatch({});
    const nothing = (name: string): string => {
      throw new ConfigError(`${name} is not set`);
    };

    await expect(
      cloudWatchCost(client, { stage: 'prod', profile: 'full', metrics: 1, read: nothing }, from, to),
    ).rejects.toThrow(/is not set/);
  });
});
