import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  type IAlarmRule,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';
import { type StageNames, stageNames } from '../stage-names.ts';
import type { StateStack } from '../state-stack.ts';
import { feedPage } from './feed-watches.ts';
import { functionPage } from './function-page.ts';
import { idleWatches, type LoneWatch } from './idle-watches.ts';
import { alarmText } from './incident-level.ts';
import { metricsOf } from './our-metric.ts';
import { promisePages, signOfLife } from './promise-pages.ts';
import type { StageFunction } from './stage-function.ts';
import { trailPage } from './trail-watches.ts';
import { troublePage } from './trouble-page.ts';
import type { Page, Watch } from './watch.ts';

interface AlarmsProps {
  /** Its name is in that of every alarm; whether it is idle decides how many there are. */
  readonly config: Pick<StageConfig, 'stage' | 'namePrefix' | 'idle'>;
  readonly state: StateStack;
  /** All functions of the stage: each is watched. */
  readonly functions: readonly StageFunction[];
}

/**
 * The alarms that page somebody. Each says what it means for people and names its article; alarms with the same meaning
 * are one page. In the idle profile there is one alarm for each kind of trouble, which pages by itself.
 *
 * A new stage pages nobody for what it has not done yet: see `isOfAbsence`. CloudWatch runs the actions of the state that a new alarm
 * comes to, so each that has one for OK tells so once; docs/runbook.md says how to subscribe without.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export class Alarms extends Construct {
  private readonly pages: ITopic;
  private readonly names: StageNames;

  constructor(scope: Construct, id: string, { config, state, functions }: AlarmsProps) {
    super(scope, id);
    this.names = stageNames(config);
    this.pages = state.pages;
    const metric = metricsOf(this.names.metrics);
    if (config.idle) for (const watch of idleWatches(metric, state, functions)) this.alone(watch);
    else
      this.paged([
        ...promisePages(metric, state),
        trailPage(state, functions),
        feedPage(state, functions),
        troublePage(metric),
        functionPage(functions),
      ]);
  }

  private paged(pages: readonly Page[]): void {
    const alarms = new Map(pages.flatMap(({ watches }) => watches).map((watch) => [watch.id, this.watch(watch)]));
    const isBorn = AlarmRule.not(AlarmRule.fromAlarm(alarms.get(signOfLife)!, AlarmState.INSUFFICIENT_DATA));
    const rings = ({ id }: Watch): IAlarmRule => AlarmRule.fromAlarm(alarms.get(id)!, AlarmState.ALARM);
    for (const { watches, ...page } of pages) {
      const present = watches.filter(({ isOfAbsence = false }) => !isOfAbsence);
      const absent = watches.filter(({ isOfAbsence = false }) => isOfAbsence);
      const ofAbsence = AlarmRule.allOf(isBorn, AlarmRule.anyOf(...absent.map(rings)));
      this.page(page, AlarmRule.anyOf(...present.map(rings), ...(absent.length > 0 ? [ofAbsence] : [])));
    }
  }

  private watch({ id, metric, threshold, comparison, periods = 1, bad, missing, ...watch }: Watch): Alarm {
    return new Alarm(this, id, {
      alarmName: this.names.alarm(id),
      metric,
      threshold,
      comparisonOperator: comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: bad ?? periods,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: alarmText(watch),
    });
  }

  private page({ id, ...text }: Omit<Page, 'watches'>, alarmRule: IAlarmRule): void {
    const page = new CompositeAlarm(this, id, {
      compositeAlarmName: this.names.alarm(id),
      alarmRule,
      alarmDescription: alarmText(text),
    });
    this.call(page);
  }

  private alone({ isCalledWithoutData = false, ...watch }: LoneWatch): void {
    const alarm = this.watch(watch);
    this.call(alarm);
    if (isCalledWithoutData) alarm.addInsufficientDataAction(new SnsAction(this.pages));
  }

  private call(alarm: IAlarm & Pick<Alarm, 'addAlarmAction' | 'addOkAction'>): void {
    alarm.addAlarmAction(new SnsAction(this.pages));
    alarm.addOkAction(new SnsAction(this.pages));
  }
}
