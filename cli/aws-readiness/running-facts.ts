import {
  type AlarmType,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import type { Asker } from './ask.ts';
import type { AwsClients } from './aws-clients.ts';
import type { Deployment } from './deployment.ts';
import type { AlarmFact, EventSourceFact, FunctionFact, RunningFacts } from './facts.ts';

interface RunningQuestions {
  readonly asker: Asker;
  readonly aws: Pick<AwsClients, 'lambda' | 'cloudWatch' | 'sns' | 'signed'>;
  readonly deployment: Deployment;
  readonly now: Date;
}

/** CloudWatch keeps so much of an alarm's history. */
const historyMs = 14 * 86_400_000;
/** Pages of a hundred: an account of others' alarms may have many. */
const mostHistoryPages = 10;
/** Limit of one call. */
const mostAlarmNames = 100;
const alarmTypes: AlarmType[] = ['CompositeAlarm', 'MetricAlarm'];

/** Asks what runs, what starts it, and who is called. */
export async function askAboutRunning(questions: RunningQuestions): Promise<RunningFacts> {
  const { asker, aws, deployment } = questions;
  const [functions, concurrency, eventSources, schedules, alarms, unsentPages, subscriptions, pagesPolicy] =
    await Promise.all([
      Promise.all(deployment.functions.map((entry) => functionOf(questions, entry))),
      asker.ask('lambda:GetAccountSettings', async (abortSignal) => {
        const { AccountLimit } = await aws.lambda.send(new GetAccountSettingsCommand(), { abortSignal });
        return AccountLimit?.ConcurrentExecutions ?? 0;
      }),
      Promise.all(deployment.queues.map((queue) => eventSourceOf(questions, queue))),
      asker.ask('scheduler:ListSchedules', async () => {
        const found = await aws.signed.schedules();
        return found.map(({ target, isEnabled }) => ({ functionName: nameOf(target), isEnabled }));
      }),
      askForAlarms(questions),
      askForUnsentPages(questions),
      askForSubscriptions(questions),
      asker.ask('sns:GetTopicAttributes', async (abortSignal) => {
        const command = new GetTopicAttributesCommand({ TopicArn: deployment.pagesTopicArn });
        const { Attributes = {} } = await aws.sns.send(command, { abortSignal });
        return Attributes.Policy ?? '{}';
      }),
    ]);
  return { functions, concurrency, eventSources, schedules, ...alarms, unsentPages, subscriptions, pagesPolicy };
}

/** The name in `arn:…:function:<name>` or `…:<name>:<alias>`. */
const nameOf = (functionArn: string): string => functionArn.split(':')[6] ?? '';

async function functionOf(
  { asker, aws: { lambda } }: RunningQuestions,
  { stage, name }: Deployment['functions'][number],
): Promise<FunctionFact> {
  const absent = ['ResourceNotFoundException'];
  const [configuration, reserved] = await Promise.all([
    asker.find('lambda:GetFunctionConfiguration', absent, async (abortSignal) => {
      const command = new GetFunctionConfigurationCommand({ FunctionName: name });
      const { State, LastUpdateStatus, Runtime } = await lambda.send(command, { abortSignal });
      return { state: State ?? 'Active', lastUpdate: LastUpdateStatus ?? 'Successful', runtime: Runtime ?? '' };
    }),
    asker.find('lambda:GetFunctionConcurrency', absent, async (abortSignal) => {
      const command = new GetFunctionConcurrencyCommand({ FunctionName: name });
      const { ReservedConcurrentExecutions } = await lambda.send(command, { abortSignal });
      return ReservedConcurrentExecutions;
    }),
  ]);
  return { stage, name, configuration, reserved };
}

async function eventSourceOf(
  { asker, aws: { lambda } }: RunningQuestions,
  { queue, arn, stage }: Deployment['queues'][number],
): Promise<EventSourceFact> {
  const mappings = await asker.ask('lambda:ListEventSourceMappings', async (abortSignal) => {
    const command = new ListEventSourceMappingsCommand({ EventSourceArn: arn });
    const { EventSourceMappings = [] } = await lambda.send(command, { abortSignal });
    return EventSourceMappings.map(({ FunctionArn = '', State = '', ScalingConfig }) => {
      const mapping = { functionName: nameOf(FunctionArn), state: State };
      const most = ScalingConfig?.MaximumConcurrency;
      return most === undefined ? mapping : { ...mapping, most };
    });
  });
  return { queue, stage, mappings };
}

/** The alarms that page, whatever they are called, and those that composite alarms among them are made of. */
async function askForAlarms({
  asker,
  aws: { cloudWatch },
  deployment,
}: RunningQuestions): Promise<Pick<RunningFacts, 'alarms' | 'watches' | 'lost'>> {
  const describe = (wanted: DescribeAlarmsCommandInput) =>
    asker.ask('cloudwatch:DescribeAlarms', async (abortSignal) => {
      const found: Array<AlarmFact & { readonly rule: string }> = [];
      let NextToken: string | undefined;
      do {
        const input = NextToken === undefined ? wanted : { ...wanted, NextToken };
        const page = await cloudWatch.send(new DescribeAlarmsCommand({ ...input, AlarmTypes: alarmTypes }), {
          abortSignal,
        });
        const read = (alarm: DescribedAlarm) => readAlarm(alarm, deployment.pagesTopicArn);
        found.push(...(page.MetricAlarms ?? []).map((alarm) => ({ ...read(alarm), rule: '' })));
        found.push(...(page.CompositeAlarms ?? []).map((alarm) => ({ ...read(alarm), rule: alarm.AlarmRule ?? '' })));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    });
  const alarms = await describe({ ActionPrefix: deployment.pagesTopicArn });
  const names = [...new Set((alarms?.value ?? []).flatMap(({ rule }) => alarmNamesIn(rule)))];
  const watches: AlarmFact[] = [];
  const lost: string[] = [];
  for (let start = 0; start < names.length; start += mostAlarmNames) {
    const asked = names.slice(start, start + mostAlarmNames);
    const found = (await describe({ AlarmNames: asked }))?.value;
    if (found === undefined) continue;
    watches.push(...found);
    lost.push(...asked.filter((name) => !found.some((alarm) => alarm.name === name)));
  }
  return { alarms, watches: { value: watches }, lost: { value: lost } };
}

/** The alarms that a rule such as `ALARM("arn:…:alarm:late") OR ALARM(slow)` names. */
const alarmNamesIn = (rule: string): string[] =>
  [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\(([^()]+)\)/g)].map(([, argument = '']) => {
    const name = argument.trim().replace(/^["']|["']$/g, '');
    return name.startsWith('arn:') ? name.split(':').slice(6).join(':') : name;
  });

interface DescribedAlarm {
  readonly AlarmName?: string | undefined;
  readonly AlarmDescription?: string | undefined;
  readonly StateValue?: string | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly ActionsEnabled?: boolean | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
}

const readAlarm = (alarm: DescribedAlarm, pagesTopicArn: string): AlarmFact => ({
  name: alarm.AlarmName ?? '',
  description: alarm.AlarmDescription ?? '',
  state: alarm.StateValue ?? '',
  since: alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0),
  isActing: alarm.ActionsEnabled === true,
  isPaging: alarm.AlarmActions?.includes(pagesTopicArn) === true,
});

/** Alarms with a page that CloudWatch could not send, newest first, among the last thousand actions of the account's alarms. */
const askForUnsentPages = ({ asker, aws: { cloudWatch }, deployment, now }: RunningQuestions) =>
  asker.ask('cloudwatch:DescribeAlarmHistory', async (abortSignal) => {
    const unsent: string[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < mostHistoryPages; page += 1) {
      const input = {
        AlarmTypes: alarmTypes,
        HistoryItemType: 'Action' as const,
        StartDate: new Date(now.getTime() - historyMs),
        EndDate: now,
        MaxRecords: 100,
        ScanBy: 'TimestampDescending' as const,
      };
      const command = new DescribeAlarmHistoryCommand(NextToken === undefined ? input : { ...input, NextToken });
      const answer = await cloudWatch.send(command, { abortSignal });
      const failed = (answer.AlarmHistoryItems ?? []).filter(
        ({ HistorySummary = '' }) =>
          HistorySummary.startsWith('Failed to execute action') && HistorySummary.includes(deployment.pagesTopicArn),
      );
      unsent.push(...failed.map(({ AlarmName = '' }) => AlarmName));
      NextToken = answer.NextToken;
      if (!NextToken) break;
    }
    return unsent;
  });

const askForSubscriptions = ({ asker, aws: { sns }, deployment }: RunningQuestions) =>
  asker.ask('sns:ListSubscriptionsByTopic', async (abortSignal) => {
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const input = { TopicArn: deployment.pagesTopicArn };
      const command = new ListSubscriptionsByTopicCommand(NextToken === undefined ? input : { ...input, NextToken });
      const page = await sns.send(command, { abortSignal });
      found.push(...(page.Subscriptions ?? []).flatMap(({ SubscriptionArn }) => SubscriptionArn ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  });
