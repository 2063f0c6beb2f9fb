import type { Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StageFunction } from '../../../lib/constructs/stage-function.ts';
import { stageFunctionsOf } from '../../../lib/constructs/stage-functions.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { aStack } from '../flow-stack.ts';

describe('stageFunctionsOf', () => {
  it('finds the functions of ours at any depth, in the order of their making', () => {
    const stack: Stack = aStack();
    const parse = new StageFunction(stack, 'Parse', { stage: 'parse', timeout: timeouts.parse });
    const nested = new StageFunction(new Topic(stack, 'Other'), 'Nested', { stage: 'sink', timeout: timeouts.sink });

    expect(stageFunctionsOf(stack)).toEqual([parse, nested]);
    expect(stageFunctionsOf(new Topic(stack, 'Empty'))).toEqual([]);
  });
});
