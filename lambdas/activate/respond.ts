import type { CloudFormationCustomResourceResponse } from 'aws-lambda';
import { TransientError } from '../domain/errors.ts';

interface RespondDependencies {
  /** Puts a text to CloudFormation's pre-signed URL. Rejects when there is no answer. */
  readonly put: (url: string, body: string) => Promise<{ readonly status: number }>;
  /** Waits for so many ms. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** In ms: the pauses between tries, together less than the function's timeout. */
const pausesMs = [500, 2_000, 5_000, 10_000];

/**
 * Answers CloudFormation, and repeats the answer until it is accepted: without one the deployment waits for the resource
 * until it gives up.
 *
 * @throws TransientError when CloudFormation does not accept the answer
 */
export function createRespond({ put, pause }: RespondDependencies) {
  return async (url: string, response: CloudFormationCustomResourceResponse): Promise<void> => {
    const body = JSON.stringify(response);
    for (let tries = 0; ; tries += 1) {
      const outcome = await put(url, body).catch((cause: unknown) => ({ status: 0, cause }));
      if (outcome.status >= 200 && outcome.status < 300) return;
      const pauseMs = pausesMs[tries];
      // Another try with this URL, which may have expired, gets the same refusal.
      const isRefused = outcome.status >= 400 && outcome.status < 500 && outcome.status !== 429;
      if (pauseMs === undefined || isRefused)
        throw new TransientError(
          outcome.status === 0
            ? 'CloudFormation did not answer'
            : `CloudFormation answered with HTTP ${outcome.status}: the resource waits until it times out`,
          { cause: 'cause' in outcome ? outcome.cause : undefined },
        );
      await pause(pauseMs);
    }
  };
}
