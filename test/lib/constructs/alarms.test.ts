import { Template } from 'aws-cdk-lib/assertions';
import { Alarms } from '../../../lib/constructs/alarms.ts';
import { StageFunction } from '../../../lib/constructs/stage-function.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { aFlow, propertiesOf } from '../flow-stack.ts';

function build(idle: boolean) {
  const { stack, flow } = aFlow({ idle, namePrefix: 'acme' });
  const parse = new StageFunction(stack, 'Parse', { stage: 'parse', timeout: timeouts.parse });
  new Alarms(stack, 'Alarms', { config: flow.config, state: flow.state, functions: [parse] });
  return stack;
}
const actionsOf = ({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: Record<string, unknown>) => [
  (AlarmActions as unknown[]).length,
  (OKActions as unknown[]).length,
  (InsufficientDataActions as unknown[]).length,
];

describe('Alarms', () => {
  it('pages by composite alarms, and by no alarm of its own, in the full profile', () => {
    const stack = build(false);
    const pages = propertiesOf(stack, 'AWS::CloudWatch::CompositeAlarm');

    expect(pages.map(({ AlarmName }) => AlarmName)).toEqual(
      expect.arrayContaining(['acme-test-UnsubscribeLate', 'acme-test-Trouble', 'acme-test-Functions']),
    );
    expect(pages.map(actionsOf)).toEqual(pages.map(() => [1, 1, 0]));
    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm').map(actionsOf)).toEqual(
      propertiesOf(stack, 'AWS::CloudWatch::Alarm').map(() => [0, 0, 0]),
    );
  });

  it('pages nobody for what a new stage has not done yet', () => {
    const pages = propertiesOf(build(false), 'AWS::CloudWatch::CompositeAlarm');
    const silent = pages.find(({ AlarmName }) => AlarmName === 'acme-test-Silent');

    expect(JSON.stringify(silent!.AlarmRule)).toMatch(/NOT.*INSUFFICIENT_DATA.*CanaryLostAtParse/);
  });

  it('pages by each of its four alarms in the idle profile', () => {
    const alarms = propertiesOf(build(true), 'AWS::CloudWatch::Alarm');

    expect(Object.fromEntries(alarms.map((alarm) => [alarm.AlarmName, actionsOf(alarm)]))).toEqual({
      'acme-test-Problems': [1, 1, 1],
      'acme-test-DeadLetters': [1, 1, 0],
      'acme-test-Errors': [1, 1, 0],
      'acme-test-Throttles': [1, 1, 0],
    });
    Template.fromStack(build(true)).resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
  });

  it('says in every alarm which article of the runbook helps', () => {
    for (const { AlarmDescription } of propertiesOf(build(true), 'AWS::CloudWatch::Alarm'))
      expect(AlarmDescription).toMatch(/^Level [123]\. .* See docs\/runbook\.md#[a-z-]+$/);
  });
});
