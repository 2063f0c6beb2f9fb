import type { Construct } from 'constructs';
import { FeedbackStage, HeartbeatStage, SuppressStage } from '../../../lib/constructs/consent-stages.ts';
import type { FlowFunction, FlowProps } from '../../../lib/constructs/flow-function.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { aFlow, environmentOf, propertiesOf, statementsOf } from '../flow-stack.ts';

type Stage = new (scope: Construct, id: string, flow: FlowProps) => FlowFunction;

function build(Made: Stage, settings: Partial<StageConfig> = {}) {
  const { stack, flow } = aFlow(settings);
  const fn = new Made(stack, 'Fn', flow);
  return { stack, fn, statements: statementsOf(stack, 'FnRole') };
}

describe('SuppressStage', () => {
  const { stack, statements } = build(SuppressStage, { suppressConcurrency: 5 });

  it('keeps the executions that the stage reserves for it', () => {
    expect(propertiesOf(stack, 'AWS::Lambda::Function')[0]).toMatchObject({ ReservedConcurrentExecutions: 5 });
  });

  it('fills the suppression list and sends confirmations as identities of the account only', () => {
    const sending = statements.find(({ actions }) => actions.includes('ses:SendEmail'));
    const listing = statements.find(({ actions }) => actions.includes('ses:PutSuppressedDestination'));

    expect(sending!.resources).toEqual(['arn:aws:ses:eu-west-1:111122223333:*']);
    expect(listing!.actions).toHaveLength(3);
  });

  it('reads no mail', () => {
    expect(JSON.stringify(statements)).not.toContain('s3:GetObject');
  });
});

describe('FeedbackStage', () => {
  it.each<{ eventBridge: StageConfig['feedback']['eventBridge']; sets: string }>([
    { eventBridge: 'all', sets: '*' },
    { eventBridge: { configurationSets: ['news'] }, sets: 'news' },
  ])('believes the configuration sets of $eventBridge', ({ eventBridge, sets }) => {
    const { stack, fn } = build(FeedbackStage, { feedback: { eventBridge } });

    expect(environmentOf(stack, fn)).toMatchObject({ FEEDBACK_CONFIGURATION_SETS: sets });
  });

  it('reads its queue and may not write to a CRM', () => {
    const { stack, statements } = build(FeedbackStage);

    expect(JSON.stringify(propertiesOf(stack, 'AWS::Lambda::EventSourceMapping'))).toContain('FeedbackIntake');
    expect(JSON.stringify(statements)).not.toContain('SecretsCrm');
  });
});

describe('HeartbeatStage', () => {
  it.each([
    [false, 'rate(1 minute)'],
    [true, 'rate(5 minutes)'],
  ])('beats, where idle is %s, at %s', (idle, every) => {
    expect(propertiesOf(build(HeartbeatStage, { idle }).stack, 'AWS::Scheduler::Schedule')).toMatchObject([
      { ScheduleExpression: every },
    ]);
  });

  it('writes canaries only, and reads no mail', () => {
    const { statements } = build(HeartbeatStage);
    const objects = statements.filter(({ actions }) => actions.some((action) => action.startsWith('s3:')));

    expect(objects.flatMap(({ actions }) => actions)).toEqual(['s3:PutObject']);
    expect(JSON.stringify(objects)).toContain('/canary/*');
  });
});
