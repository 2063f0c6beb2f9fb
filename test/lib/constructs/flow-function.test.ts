import { FlowFunction } from '../../../lib/constructs/flow-function.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { actionsOf, aFlow, environmentOf, propertiesOf, statementsOf } from '../flow-stack.ts';

function build(settings: Parameters<typeof aFlow>[0] = {}, stage: 'sink' | 'redrive' = 'sink') {
  const { stack, flow } = aFlow(settings);
  const fn = new FlowFunction(stack, 'Fn', flow, {
    stage,
    timeout: timeouts.sink,
    environment: { apiUrl: 'https://a' },
  });
  return { stack, flow, fn };
}

describe('FlowFunction', () => {
  it.each([
    [{ idle: true }, 'test', 'idle'],
    [{ idle: false, namePrefix: 'acme' }, 'acme/test', 'full'],
  ] as const)('knows the stage and its profile in %j', (settings, stage, profile) => {
    const { stack, fn } = build(settings);

    expect(environmentOf(stack, fn)).toMatchObject({
      POSTERN_STAGE: stage,
      POSTERN_PROFILE: profile,
      API_URL: 'https://a',
    });
  });

  it('logs into the group that is kept with the data', () => {
    const [fn] = propertiesOf(build().stack, 'AWS::Lambda::Function');

    expect(JSON.stringify(fn!.LoggingConfig)).toContain('LogsSink');
  });

  it('reads a queue through its alias, and may do no more than the polling needs', () => {
    const { stack, flow, fn } = build();
    const before = actionsOf(statementsOf(stack, 'FnRole'));
    const built = build();
    built.fn.readFrom(built.flow.state.deliveries.queue, { batchSize: 10, maxConcurrency: 4 });
    const [mapping] = propertiesOf(built.stack, 'AWS::Lambda::EventSourceMapping');

    expect(mapping).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 4 },
    });
    expect(JSON.stringify(mapping!.FunctionName)).toContain('FnLive');
    const added = actionsOf(statementsOf(built.stack, 'FnRole')).filter((action) => !before.includes(action));
    expect(added).toEqual(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
    expect([flow.config.stage, fn.folder]).toEqual(['test', 'sink']);
  });
});
