import type { InvokeCommand } from '@aws-sdk/client-lambda';
import { createInvoke } from '../../lambdas/aws/invoke-function.ts';

/** A Lambda that answers every call alike and keeps the commands. */
function aLambda(answer: { FunctionError?: string; body?: string }) {
  const calls: Array<InvokeCommand['input']> = [];
  const send = async ({ input }: InvokeCommand) => {
    calls.push(input);
    return { FunctionError: answer.FunctionError, Payload: answer.body && Buffer.from(answer.body) };
  };
  return { calls, invoke: createInvoke({ send: send as never }, (stage) => `the-${stage}`) };
}

describe('createInvoke', () => {
  it('calls the function of the stage with the request and gives back its answer', async () => {
    const { calls, invoke } = aLambda({ body: '{"mails":[]}' });

    expect(await invoke('sweep', { reread: ['m1'], actor: 'ada' })).toEqual({ mails: [] });
    expect(calls).toEqual([{ FunctionName: 'the-sweep', Payload: '{"reread":["m1"],"actor":"ada"}' }]);
  });

  it.each([
    ['its message', '{"errorMessage":"no table"}', 'redrive failed: no table'],
    ['the kind of error, without a message', undefined, 'redrive failed: Unhandled'],
  ])('throws with %s when the function fails', async (_what, body, message) => {
    const { invoke } = aLambda({ FunctionError: 'Unhandled', ...(body && { body }) });

    await expect(invoke('redrive', { actor: 'ada' })).rejects.toThrow(message);
  });
});
