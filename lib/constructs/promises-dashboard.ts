import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, SingleValueWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageNames } from '../stage-names.ts';
import { metricsOf } from './our-metric.ts';

const hour = Duration.hours(1);

/** The dashboard for marketing and sales: how long the promises take, in words that need no engineer. */
export class PromisesDashboard extends Construct {
  constructor(scope: Construct, id: string, { title, metrics }: Pick<StageNames, 'title' | 'metrics'>) {
    super(scope, id);
    const ourMetric = metricsOf(metrics);
    const lag = (kind: string, label: string, statistic: string): IMetric =>
      ourMetric('lag', { kind }, statistic, hour).with({ label });
    const kinds = [
      ['unsubscribe', 'Unsubscribes'],
      ['bounce', 'Bounces'],
      ['complaint', 'Complaints'],
    ] as const;
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: title });
    dashboard.addWidgets(
      new TextWidget({
        width: 24,
        height: 2,
        markdown:
          '# Postern\nAn unsubscribe must reach every system within **2 minutes**, a bounce within **5**. It holds for our own sending from the moment it arrives.',
      }),
    );
    dashboard.addWidgets(
      new SingleValueWidget({
        title: 'Slowest arrival of the last hour, in seconds',
        width: 12,
        metrics: kinds.map(([kind, label]) => lag(kind, label, 'Maximum')),
      }),
      new SingleValueWidget({
        title: 'Waiting right now, in seconds (0 is good)',
        width: 12,
        metrics: kinds.map(([kind, label]) => ourMetric('oldestPendingAge', { kind }, 'Maximum').with({ label })),
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'How long news takes to reach every CRM and CDP (seconds, 95 of 100 are faster)',
        width: 12,
        left: kinds.map(([kind, label]) => lag(kind, label, 'p95')),
      }),
      new GraphWidget({
        title: 'How long a mail takes to appear in the CRM (milliseconds)',
        width: 12,
        left: (['p50', 'p95', 'p99'] as const).map((statistic) => ourMetric('delivery', {}, statistic, hour)),
      }),
    );
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Errors of the CRMs',
        width: 12,
        left: ['quota', 'outage', 'configuration', 'validation'].map((name) =>
          ourMetric('crmErrors', { class: name }, 'Sum', hour).with({ label: name }),
        ),
      }),
      new GraphWidget({
        title: 'Complaints, highest share of any mailbox provider',
        width: 12,
        left: [ourMetric('worstComplaintRate', {}, 'Maximum', hour)],
      }),
    );
  }
}
