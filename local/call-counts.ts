import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { fieldsOf } from './fields.ts';

/** Answered calls to AWS by what AWS bills for them. */
export interface CallCounts {
  /** Objects that were written, and lists of objects. */
  readonly s3Puts: number;
  readonly s3Gets: number;
  readonly queueRequests: number;
  readonly secretReads: number;
  /**
   * DynamoDB's request units by the bytes of requests and answers, which are JSON and so more than those of the items; an update
   * is billed by the whole item, of which its request has a part.
   */
  readonly readUnits: number;
  readonly writeUnits: number;
}

export const noCalls: CallCounts = {
  s3Puts: 0,
  s3Gets: 0,
  queueRequests: 0,
  secretReads: 0,
  readUnits: 0,
  writeUnits: 0,
};

/** An answered request, as far as its price goes. */
export interface AnsweredCall {
  readonly method: string;
  /** Header `x-amz-target`, as in `DynamoDB_20120810.GetItem`. */
  readonly target: string | undefined;
  readonly requestBytes: number;
  readonly answerBytes: number;
}

/** Counts one call. */
export function countsOf({ method, target = '', requestBytes, answerBytes }: AnsweredCall): CallCounts {
  const [service = '', operation = ''] = target.split('.');
  if (service.startsWith('DynamoDB')) return unitsOf(operation, requestBytes, answerBytes);
  if (service === 'AmazonSQS') return { ...noCalls, queueRequests: 1 };
  if (service === 'secretsmanager') return { ...noCalls, secretReads: 1 };
  // S3 names its operation by method and path, the other services by the header. Deletions are free.
  if (target !== '' || method === 'DELETE') return noCalls;
  return method === 'PUT' || method === 'POST' ? { ...noCalls, s3Puts: 1 } : { ...noCalls, s3Gets: 1 };
}

const unitsOf = (operation: string, requestBytes: number, answerBytes: number): CallCounts => {
  const share = operation.startsWith('Transact') ? 2 : 1;
  const units = (bytes: number, unitBytes: number): number => share * Math.max(1, Math.ceil(bytes / unitBytes));
  return /(?:Get|Query|Scan)/.test(operation)
    ? { ...noCalls, readUnits: units(answerBytes, 4096) }
    : { ...noCalls, writeUnits: units(requestBytes, 1024) };
};

/** The sum of two counts. */
export const addCounts = (a: CallCounts, b: CallCounts): CallCounts => ({
  s3Puts: a.s3Puts + b.s3Puts,
  s3Gets: a.s3Gets + b.s3Gets,
  queueRequests: a.queueRequests + b.queueRequests,
  secretReads: a.secretReads + b.secretReads,
  readUnits: a.readUnits + b.readUnits,
  writeUnits: a.writeUnits + b.writeUnits,
});

/**
 * Counts the answered calls to AWS of this thread, by the SDK's requests: they are signed, and sent by node:http.
 *
 * @returns gives the counts since the last time, and begins anew
 */
export function watchCalls(): () => CallCounts {
  let counts = noCalls;
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage };
    if (!String(request.getHeader('authorization')).startsWith('AWS4-HMAC-SHA256')) return;
    const target = request.getHeader('x-amz-target');
    counts = addCounts(
      counts,
      countsOf({
        method: request.method,
        target: target === undefined ? undefined : String(target),
        requestBytes: bytesOf(request.getHeader('content-length')),
        answerBytes: bytesOf(fieldsOf(response.headers)['content-length']),
      }),
    );
  });
  return () => {
    const last = counts;
    counts = noCalls;
    return last;
  };
}

/** A length in a header; 0 where there is none. */
const bytesOf = (header: unknown): number => Number(header) || 0;
