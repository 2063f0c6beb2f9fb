import { createAsker } from '../../../cli/aws-readiness/ask.ts';
import { askAboutRunning } from '../../../cli/aws-readiness/running-facts.ts';
import { awsError } from '../../helpers/scripted-client.ts';
import { deployment, functionOf, now } from './healthy-facts.ts';

type Questions = Parameters<typeof askAboutRunning>[0];
type Input = Readonly<Record<string, unknown>>;
type Answers = Readonly<Record<string, (input: Input) => object>>;

const arnOf = (stage: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${functionOf(stage)}:live`;
const quiet: Answers = {
  GetFunctionConfigurationCommand: () => ({ State: 'Active', LastUpdateStatus: 'Successful', Runtime: 'nodejs24.x' }),
  GetFunctionConcurrencyCommand: () => ({}),
  GetAccountSettingsCommand: () => ({ AccountLimit: { ConcurrentExecutions: 1000 } }),
  ListEventSourceMappingsCommand: () => ({}),
  DescribeAlarmsCommand: () => ({}),
  DescribeAlarmHistoryCommand: () => ({}),
  ListSubscriptionsByTopicCommand: () => ({}),
  GetTopicAttributesCommand: () => ({ Attributes: { Policy: '{"Statement":[]}' } }),
};

/** Asks clients that answer each command by its name. */
function ask(changes: Answers = {}) {
  const answers = { ...quiet, ...changes };
  const client = {
    send: async (command: { readonly input: Input }): Promise<object> =>
      answers[command.constructor.name]!(command.input),
  };
  const signed = { schedules: async () => [{ target: arnOf('sweep'), isEnabled: false }] };
  const aws = { lambda: client, cloudWatch: client, sns: client, signed } as unknown as Questions['aws'];
  const asker = createAsker(() => {});
  return { asker, facts: askAboutRunning({ asker, aws, deployment, now }) };
}

describe('askAboutRunning', () => {
  it('asks about every function, and knows one that is not there', async () => {
    const { functions } = await ask({
      GetFunctionConfigurationCommand({ FunctionName }) {
        if (FunctionName === functionOf('parse')) throw awsError('ResourceNotFoundException');
        return { State: 'Pending' };
      },
      GetFunctionConcurrencyCommand: () => ({ ReservedConcurrentExecutions: 0 }),
    }).facts;
    const factOf = (stage: string) => functions.find((fact) => fact.stage === stage);

    expect(functions).toHaveLength(deployment.functions.length);
    expect(factOf('parse')!.configuration).toEqual({ value: undefined });
    expect(factOf('sink')).toMatchObject({ configuration: { value: { state: 'Pending' } }, reserved: { value: 0 } });
  });

  it('reads event sources and schedules by the names of their functions', async () => {
    const { eventSources, schedules } = await ask({
      ListEventSourceMappingsCommand: () => ({
        EventSourceMappings: [
          { FunctionArn: arnOf('parse'), State: 'Enabled', ScalingConfig: { MaximumConcurrency: 20 } },
          { FunctionArn: arnOf('sink'), State: 'Disabled' },
        ],
      }),
    }).facts;

    expect(eventSources[0]!.mappings!.value).toEqual([
      { functionName: functionOf('parse'), state: 'Enabled', most: 20 },
      { functionName: functionOf('sink'), state: 'Disabled' },
    ]);
    expect(schedules!.value).toEqual([{ functionName: functionOf('sweep'), isEnabled: false }]);
  });

  it('reads all alarms that page, and the alarms in their rules, and names those that are gone', async () => {
    const composite = {
      AlarmName: 'page',
      AlarmRule: 'ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:late") OR OK(slow)',
      ActionsEnabled: true,
      AlarmActions: [deployment.pagesTopicArn],
    };
    const { alarms, watches, lost } = await ask({
      DescribeAlarmsCommand({ AlarmNames, NextToken }) {
        if (AlarmNames !== undefined) return { MetricAlarms: [{ AlarmName: 'late', StateValue: 'ALARM' }] };
        return NextToken === undefined
          ? { CompositeAlarms: [composite], NextToken: '2' }
          : { MetricAlarms: [{ AlarmName: 'lone' }] };
      },
    }).facts;

    expect(alarms!.value).toMatchObject([
      { name: 'page', isActing: true, isPaging: true },
      { name: 'lone', isActing: false, isPaging: false },
    ]);
    expect(watches!.value).toMatchObject([{ name: 'late', state: 'ALARM' }]);
    expect(lost!.value).toEqual(['slow']);
  });

  it('finds pages that could not be sent to the topic', async () => {
    const failed = `Failed to execute action ${deployment.pagesTopicArn}`;
    const { unsentPages } = await ask({
      DescribeAlarmHistoryCommand: ({ NextToken }) =>
        NextToken === undefined
          ? { AlarmHistoryItems: [{ AlarmName: 'a', HistorySummary: failed }], NextToken: '2' }
          : {
              AlarmHistoryItems: [
                { AlarmName: 'b', HistorySummary: 'Failed to execute action arn:other' },
                { AlarmName: 'c', HistorySummary: `Successfully executed action ${deployment.pagesTopicArn}` },
              ],
            },
    }).facts;

    expect(unsentPages!.value).toEqual(['a']);
  });

  it('reads subscriptions on every page, and goes on when one question is refused', async () => {
    const { asker, facts } = ask({
      ListSubscriptionsByTopicCommand: ({ NextToken }) =>
        NextToken === undefined
          ? { Subscriptions: [{ SubscriptionArn: 'arn:1' }], NextToken: '2' }
          : { Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] },
      GetTopicAttributesCommand() {
        throw awsError('AuthorizationError');
      },
    });
    const { subscriptions, pagesPolicy } = await facts;

    expect(subscriptions!.value).toEqual(['arn:1', 'PendingConfirmation']);
    expect(pagesPolicy).toBeUndefined();
    expect(asker.refusals).toEqual([{ kind: 'denied', asked: 'sns:GetTopicAttributes', reason: 'AuthorizationError' }]);
  });
});
