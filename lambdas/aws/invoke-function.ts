import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ReconcileReport, ReconcileRequest } from '../domain/delivery/reconcile-report.ts';
import type { RedriveReport, RedriveRequest, ReplayReport, ReplayRequest } from '../domain/delivery/redrive-report.ts';
import type { RereadReport, RereadRequest } from '../domain/delivery/reread-report.ts';

/** Calls a function of the pipeline and waits for its answer. */
export interface InvokeFunction {
  (stage: 'redrive', request: RedriveRequest): Promise<RedriveReport>;
  (stage: 'redrive', request: ReplayRequest): Promise<ReplayReport>;
  (stage: 'sweep', request: RereadRequest): Promise<RereadReport>;
  (stage: 'sweep', request: ReconcileRequest): Promise<ReconcileReport>;
}

/**
 * Calls functions on behalf of people.
 *
 * @param functionNameOf the name or ARN of a stage's function
 * @throws Error with the function's own message when the function fails
 */
export function createInvoke(
  lambda: Pick<LambdaClient, 'send'>,
  functionNameOf: (stage: string) => string,
): InvokeFunction {
  const invoke = async (stage: string, request: object): Promise<unknown> => {
    const command = new InvokeCommand({ FunctionName: functionNameOf(stage), Payload: JSON.stringify(request) });
    const { Payload, FunctionError } = await lambda.send(command);
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
    if (FunctionError) throw new Error(`${stage} failed: ${errorMessageOf(answer) ?? FunctionError}`);
    return answer;
  };
  // Both ends of each call are of one release, so that the answer is what the types say.
  return invoke as InvokeFunction;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const errorMessageOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'errorMessage' in answer ? String(answer.errorMessage) : undefined;
