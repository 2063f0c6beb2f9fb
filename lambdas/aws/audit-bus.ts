import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { compact } from '../compact.ts';
import type { AuditEvent } from '../domain/audit/audit-event.ts';
import { TransientError } from '../domain/errors.ts';
import { eventsUrl, regionOf } from './hand-off.ts';
import { createSignedFetch } from './signed-fetch.ts';

/** One request takes ten entries and 256 KB. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const maxEntries = 10;
const maxBytes = 240_000;

const answerShape = z.object({
  Entries: z.array(z.object({ EventId: z.nullish(z.string()), ErrorCode: z.nullish(z.string()) })),
});

/**
 * Puts entries of the audit trail on a bus of EventBridge, each at least once, with the source `postern.audit` and the name of
 * the operation as detail type.
 *
 * @param place ARN of the bus; anything else is the URL of a stand-in
 */
export function createAuditBus(dynamo: Pick<DynamoDBDocumentClient, 'config'>, place: string) {
  const signed = createSignedFetch(dynamo, 'events');
  const isBus = place.startsWith('arn:');
  return async (events: readonly AuditEvent[]): Promise<void> => {
    const entries = events.map((event) => ({
      Source: 'postern.audit',
      DetailType: event.metadata.event_code,
      Detail: JSON.stringify(event),
      EventBusName: isBus ? place : 'sandbox',
      Time: Math.floor(event.time / 1000),
    }));
    for (const Entries of requestsOf(entries)) {
      const answer = await signed(
        compact({
          method: 'POST',
          url: new URL(isBus ? eventsUrl(place) : place),
          headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
          body: JSON.stringify({ Entries }),
          region: isBus ? regionOf(place) : undefined,
        }),
      );
      const refusal = refusalOf(answer.status, answer.text);
      if (refusal !== undefined) throw new TransientError(`the audit bus refused entries: ${refusal}`);
    }
  };
}

/** Parts that one request takes. */
function requestsOf<T extends { readonly Detail: string }>(entries: readonly T[]): T[][] {
  const requests: T[][] = [];
  let size = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.Detail) + 500;
    const current = requests.at(-1);
    if (current === undefined || current.length === maxEntries || size + bytes > maxBytes) {
      requests.push([entry]);
      size = bytes;
    } else {
      current.push(entry);
      size += bytes;
    }
  }
  return requests;
}

/** Why a request, or an entry inside a successful answer, was refused. */
function refusalOf(status: number, text: string): string | undefined {
  if (status !== 200) return `HTTP ${status}`;
  const answer = answerShape.safeParse(jsonOf(text));
  if (!answer.success) return 'an answer that cannot be read';
  return answer.data.Entries.find(({ ErrorCode }) => ErrorCode)?.ErrorCode ?? undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
