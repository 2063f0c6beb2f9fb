import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** In ms: a smaller difference may come from the whole seconds of a `Date` header and the time on the wire. */
const toleratedMs = 2_500;

/**
 * The time by DynamoDB's clock, from the `Date` header of its answers.
 *
 * Leases and waits are written by one worker and judged by another. Lambda's clocks agree to milliseconds, but nothing
 * promises it, and AWS accepts a request from a clock that is five minutes wrong. A clock that agrees with DynamoDB's is
 * used as it is; a clock that does not is corrected, to a second. The correction is unknown before the first answer; every
 * use comes after a read of the ledger.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html on the age of a signed request
 */
export function createServerClock(dynamo: DynamoDBDocumentClient, now: () => Date): () => Date {
  let offsetMs = 0;
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const date = hasHeaders(result.response) ? Date.parse(result.response.headers.date ?? '') : Number.NaN;
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

const hasHeaders = (
  response: unknown,
): response is { readonly headers: Readonly<Record<string, string | undefined>> } =>
  typeof response === 'object' && response !== null && 'headers' in response && typeof response.headers === 'object';
