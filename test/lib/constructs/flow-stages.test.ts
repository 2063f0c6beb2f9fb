import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FlowFunction, FlowProps } from '../../../lib/constructs/flow-function.ts';
import { ParseStage, RedriveStage, SinkStage, SweepStage, scheduled } from '../../../lib/constructs/flow-stages.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { actionsOf, aFlow, environmentOf, propertiesOf, statementsOf } from '../flow-stack.ts';

type Stage = new (scope: Construct, id: string, flow: FlowProps) => FlowFunction;

function build(Made: Stage, settings: Partial<StageConfig> = {}) {
  const { stack, flow } = aFlow(settings);
  const fn = new Made(stack, 'Fn', flow);
  return { stack, fn, statements: statementsOf(stack, 'FnRole') };
}
const scheduleOf = (stack: Parameters<typeof propertiesOf>[0]): unknown =>
  propertiesOf(stack, 'AWS::Scheduler::Schedule').at(0)?.ScheduleExpression;

describe('the stages of the flow', () => {
  it.each<{ Made: Stage; queue: string; batch: number; most: number }>([
    { Made: ParseStage, queue: 'Inbox', batch: 5, most: 50 },
    { Made: SinkStage, queue: 'Deliveries', batch: 10, most: 4 },
    { Made: SweepStage, queue: 'Sweep', batch: 10, most: 2 },
  ])('$Made.name reads its queue in batches', ({ Made, queue, batch, most }) => {
    const { stack } = build(Made);
    const mappings = propertiesOf(stack, 'AWS::Lambda::EventSourceMapping');

    expect(mappings).toMatchObject([{ BatchSize: batch, ScalingConfig: { MaximumConcurrency: most } }]);
    expect(JSON.stringify(mappings[0]!.EventSourceArn)).toContain(queue);
  });

  it.each<{ Made: Stage; idle: boolean; every: string | undefined }>([
    { Made: RedriveStage, idle: false, every: 'rate(1 minute)' },
    { Made: RedriveStage, idle: true, every: 'rate(5 minutes)' },
    { Made: SweepStage, idle: false, every: 'rate(5 minutes)' },
    { Made: ParseStage, idle: false, every: undefined },
    { Made: SinkStage, idle: false, every: undefined },
  ])('$Made.name runs at $every where idle is $idle', ({ Made, idle, every }) => {
    expect(scheduleOf(build(Made, { idle }).stack)).toBe(every);
  });

  it.each<{ Made: Stage; hands: RegExp; never: RegExp }>([
    { Made: ParseStage, hands: /s3:AbortMultipartUpload/, never: /TablesConsent|SecretsCrm/ },
    { Made: SinkStage, hands: /SecretsCrm/, never: /s3:PutObject|ses:/ },
    { Made: RedriveStage, hands: /index\/pending/, never: /s3:PutObject|ses:/ },
    { Made: SweepStage, hands: /index\/pending/, never: /TablesConsent|SecretsCrm|s3:PutObject/ },
  ])('$Made.name may do what its work takes, and not that of others', ({ Made, hands, never }) => {
    const statements = JSON.stringify(build(Made).statements);

    expect(statements).toMatch(hands);
    expect(statements).not.toMatch(never);
  });

  it('has parse compare the readers where the stage wants it', () => {
    const compared = build(ParseStage, { secondReader: { percent: 5 } });
    const usual = build(ParseStage);

    expect(environmentOf(compared.stack, compared.fn)).toMatchObject({ SECOND_READER_PERCENT: '5' });
    expect(environmentOf(usual.stack, usual.fn)).not.toHaveProperty('SECOND_READER_PERCENT');
  });

  it('lets the sink and redrive hand off to the buses and queues that the stage names', () => {
    const handOff = ['arn:aws:events:eu-west-1:111122223333:event-bus/acme'];

    for (const Made of [SinkStage, RedriveStage]) {
      expect(actionsOf(build(Made, { handOff }).statements)).toContain('events:PutEvents');
      expect(actionsOf(build(Made).statements)).not.toContain('events:PutEvents');
    }
  });

  it('tells the sink where to put what it gives up, and after how many receives', () => {
    const { stack, fn } = build(SinkStage);

    expect(environmentOf(stack, fn)).toMatchObject({
      MAX_RECEIVE_COUNT: '100',
      DELIVERIES_DEAD_LETTER_QUEUE_URL: expect.anything() as unknown,
    });
  });
});

describe('scheduled', () => {
  it('lets the scheduler of this account call the version in use, with the input and without repetitions', () => {
    const { stack, flow } = aFlow();
    const fn = new ParseStage(stack, 'Fn', flow);
    scheduled(fn, Duration.minutes(2), { routine: true });
    const [schedule] = propertiesOf(stack, 'AWS::Scheduler::Schedule');
    const roles = propertiesOf(stack, 'AWS::IAM::Role').map(({ AssumeRolePolicyDocument }) =>
      JSON.stringify(AssumeRolePolicyDocument),
    );

    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(2 minutes)',
      Target: { Input: '{"routine":true}', RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    expect(roles.find((role) => role.includes('scheduler.amazonaws.com'))).toContain(
      '"aws:SourceAccount":"111122223333"',
    );
  });
});
