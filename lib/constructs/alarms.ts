import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { metricNamespace, metricService, metrics } from '../../lambdas/env.ts';
import type { StateStack } from '../state-stack.ts';
import type { MessageQueue } from './message-queue.ts';

type MetricName = keyof typeof metrics;

/** Where the articles are. */
const runbook = 'docs/runbook.md';

/** A metric of the functions, with the dimensions that they emit it with. */
export function ourMetric(
  which: MetricName,
  dimensions: Readonly<Record<string, string>>,
  statistic: string,
  period = Duration.minutes(1),
): Metric {
  const { name } = metrics[which];
  const dimensionsMap = { service: metricService, ...dimensions };
  return new Metric({ namespace: metricNamespace, metricName: name, dimensionsMap, statistic, period });
}

interface Watch {
  /** What it means for the people who use the mail, and what to do first is in the article. */
  readonly impact: string;
  /** The heading in the runbook, as its anchor. */
  readonly article: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default greater than or equal to the threshold */
  readonly comparison?: ComparisonOperator;
  /** Minutes, or periods of the metric, that must be bad in a row. @default 1 */
  readonly periods?: number;
  /** @default no data is good news */
  readonly missing?: TreatMissingData;
}

export interface AlarmsProps {
  readonly state: StateStack;
}

/** Seconds after which people are called: what is left of the promise is the time that the alarm itself takes. */
const lateAfter = { unsubscribe: 90, bounce: 240, complaint: 90 } as const;

/**
 * What wakes somebody. Each alarm says what it means for people and names its article; those that mean the same are
 * one page. A lag is watched by three signals, any of which is enough: what is measured on arrival is silent when
 * nothing arrives, and the age of a queue is silent when nothing gets there.
 */
export class Alarms extends Construct {
  private readonly pages: ITopic;

  constructor(scope: Construct, id: string, { state }: AlarmsProps) {
    super(scope, id);
    this.pages = state.pages;
    const { suppressions, inbox, deliveries, sweep, feedback } = state;

    for (const [kind, seconds] of Object.entries(lateAfter)) {
      const what = { unsubscribe: 'An unsubscribe', bounce: 'A bounce', complaint: 'A complaint' }[kind]!;
      const impact = `${what} has not reached every system in time: somebody may be mailed who must not be.`;
      const article = `${kind}-late`;
      const name = kind.charAt(0).toUpperCase() + kind.slice(1);
      this.page(`${name}Late`, impact, article, [
        this.watch(`${name}PendingAge`, {
          impact,
          article,
          metric: ourMetric('oldestPendingAge', { kind }, 'Maximum'),
          threshold: seconds,
          // No heartbeat, no knowledge: whoever cannot say that all is well is to be looked at.
          missing: TreatMissingData.BREACHING,
          periods: 2,
        }),
        this.watch(`${name}Lag`, {
          impact,
          article,
          metric: ourMetric('lag', { kind }, 'Maximum'),
          threshold: seconds,
        }),
        this.watch(`${name}QueueAge`, {
          impact,
          article,
          metric: suppressions.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
          threshold: seconds,
        }),
      ]);
    }

    this.page('Silent', 'Nobody watches: ages, canary and holds are not looked at.', 'heartbeat-missing', [
      this.watch('HeartbeatMissing', {
        impact: 'The heartbeat does not run: a delay would not be seen.',
        article: 'heartbeat-missing',
        metric: ourMetric('heartbeat', {}, 'Sum'),
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        periods: 3,
        missing: TreatMissingData.BREACHING,
      }),
    ]);

    const hops = { parse: 'is not read', sink: 'is read and not delivered', suppress: 'unsubscribes in vain' };
    this.page(
      'CanaryLost',
      'A synthetic mail does not get through: real mail may not either.',
      'canary-lost',
      Object.entries(hops).map(([hop, what]) =>
        this.watch(`CanaryLostAt${hop.charAt(0).toUpperCase()}${hop.slice(1)}`, {
          impact: `The canary ${what}: ${hop} has not answered.`,
          article: 'canary-lost',
          metric: ourMetric('canaryAge', { hop }, 'Maximum'),
          threshold: 120,
          periods: 2,
        }),
      ),
    );

    this.page('MailWaits', 'Mail does not reach the CRM.', 'mail-waits', [
      this.watch('ConversationPendingAge', {
        impact: 'The oldest mail has waited for an hour: sales and success do not see it.',
        article: 'mail-waits',
        metric: ourMetric('oldestPendingAge', { kind: 'conversation' }, 'Maximum'),
        threshold: 3600,
        periods: 3,
        missing: TreatMissingData.BREACHING,
      }),
      this.watch('InboxAge', {
        impact: 'Mail that came in is not being read.',
        article: 'mail-waits',
        metric: inbox.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
        threshold: 600,
        periods: 3,
      }),
      this.watch('ParkedThreads', {
        impact: 'A conversation waits behind a mail that its CRM refuses.',
        article: 'parked-threads',
        metric: ourMetric('parkedThreads', {}, 'Maximum'),
        threshold: 1,
        periods: 10,
      }),
    ]);

    const queues: ReadonlyArray<readonly [string, MessageQueue]> = [
      ['Inbox', inbox],
      ['Deliveries', deliveries],
      ['Suppressions', suppressions],
      ['Sweep', sweep],
      ['Feedback', feedback.queue],
    ];
    this.page(
      'DeadLetters',
      'Messages were given up and wait for a person.',
      'dead-letters',
      queues.map(([name, { deadLetterQueue }]) =>
        this.watch(`${name}DeadLetters`, {
          impact: `Messages of ${name.toLowerCase()} were given up; nothing is lost, and nothing goes on by itself.`,
          article: 'dead-letters',
          metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({
            period: Duration.minutes(1),
            statistic: 'Maximum',
          }),
          threshold: 1,
          // The redrive of the next minute takes up what it can.
          periods: 3,
        }),
      ),
    );

    const fiveMinutes = Duration.minutes(5);
    this.page('Trouble', 'Something goes wrong more often than it should.', 'trouble', [
      this.watch('ParseErrors', {
        impact: 'Mails cannot be read and are in quarantine: a sender, or we, changed something.',
        article: 'parse-errors',
        metric: ourMetric('parseErrors', {}, 'Sum', fiveMinutes),
        threshold: 5,
      }),
      this.watch('AttachmentFailures', {
        impact: 'Looking into attachments fails for more than 1 % of them.',
        article: 'attachment-failures',
        metric: ourMetric('attachmentFailureRate', {}, 'Average', fiveMinutes),
        threshold: 0.01,
        comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
        periods: 3,
      }),
      this.watch('CrmQuota', {
        impact: 'A CRM says that we call too often: records come late.',
        article: 'crm-quota',
        metric: ourMetric('crmErrors', { class: 'quota' }, 'Sum', fiveMinutes),
        threshold: 100,
        periods: 3,
      }),
      this.watch('CircuitOpen', {
        impact: 'A CRM or CDP does not answer, or refuses us: deliveries wait, in order, until it is back.',
        article: 'crm-outage',
        metric: ourMetric('openCircuits', {}, 'Maximum'),
        threshold: 1,
        periods: 5,
      }),
      this.watch('CrmOutage', {
        impact: 'A CRM answers some of our calls with 5xx, or not at all: records come late.',
        article: 'crm-outage',
        metric: ourMetric('crmErrors', { class: 'outage' }, 'Sum', fiveMinutes),
        threshold: 50,
      }),
      this.watch('CrmConfiguration', {
        impact: 'A CRM refuses our credentials or a field: nothing is written until somebody mends it.',
        article: 'crm-configuration',
        metric: ourMetric('crmErrors', { class: 'configuration' }, 'Sum', fiveMinutes),
        threshold: 1,
      }),
      this.watch('MappingDrift', {
        impact: 'A field of a CRM is not as a mapping says: the next mail that fills it is refused.',
        article: 'a-field-was-renamed',
        metric: ourMetric('mappingDrift', {}, 'Maximum'),
        threshold: 1,
        periods: 3,
      }),
      this.watch('SignatureFailures', {
        impact: 'Webhooks come whose signature does not hold: a key was rotated, or somebody tries.',
        article: 'signature-failures',
        metric: ourMetric('signatureFailures', {}, 'Sum', fiveMinutes),
        threshold: 10,
      }),
      this.watch('UnprovenConsent', {
        impact:
          'Mail that proves nothing asks for people not to be written to, more than it should: somebody may be trying.',
        article: 'unproven-consent',
        metric: ourMetric('unprovenChanges', {}, 'Sum', Duration.hours(1)),
        threshold: 100,
      }),
      this.watch('Complaints', {
        impact: 'A mailbox provider counts more than 0.3 % complaints: it will soon refuse our mail.',
        article: 'complaint-rate',
        metric: ourMetric('worstComplaintRate', {}, 'Maximum', fiveMinutes),
        threshold: 0.003,
      }),
    ]);
  }

  private watch(id: string, { impact, article, metric, threshold, comparison, periods = 1, missing }: Watch): IAlarm {
    return new Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: `${impact} See ${runbook}#${article}`,
    });
  }

  /** One page for alarms that mean the same. */
  private page(id: string, impact: string, article: string, alarms: readonly IAlarm[]): void {
    const page = new CompositeAlarm(this, id, {
      alarmRule: AlarmRule.anyOf(...alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
      alarmDescription: `${impact} See ${runbook}#${article}`,
    });
    page.addAlarmAction(new SnsAction(this.pages));
    page.addOkAction(new SnsAction(this.pages));
  }
}
