import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A difference that is smaller may be no more than the whole seconds of a `Date` header, and the way there. */
const toleratedMs = 2_500;

/**
 * The time by DynamoDB's clock, from the `Date` header of its answers.
 *
 * Leases and waits are written by one worker and judged by another. Lambda's clocks agree to milliseconds, but
 * nothing promises it, and a request is still accepted from a clock that is five minutes wrong. A clock that agrees
 * with DynamoDB's is taken as it is; one that does not is corrected, to a second. Nothing is known before the first
 * answer; every use here comes after a read of the ledger.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/developerguide/RESTAuthentication.html on skewed clocks
 */
export function createServerClock(dynamo: DynamoDBDocumentClient, now: () => Date): () => Date {
  let offsetMs = 0;
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = (result.response ?? {}) as { headers?: Record<string, string> };
      const date = Date.parse(headers?.date ?? '');
      if (!Number.isNaN(date)) {
        // The header is cut to whole seconds: on average it was half a second later.
        const differenceMs = date + 500 - now().getTime();
        offsetMs = Math.abs(differenceMs) > toleratedMs ? differenceMs : 0;
      }
      return result;
    },
    { step: 'deserialize', name: 'posternServerClock', override: true },
  );
  return () => new Date(now().getTime() + offsetMs);
}
