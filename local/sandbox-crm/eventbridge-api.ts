import { type Fields, fieldsOf } from '../fields.ts';
import { isText, type SandboxAnswer, type SandboxVendor } from './sandbox-vendor.ts';

/** The largest entry, in bytes. */
const maxEntryBytes = 256 * 1024;

/**
 * EventBridge's PutEvents for a bus that keeps its events: the answer to a rejected entry is inside a 200.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const eventbridge: SandboxVendor = {
  tooMany: { status: 400, body: { __type: 'com.amazonaws.events#ThrottlingException' } },
  answer(store, { method, headers, body }) {
    if (method !== 'POST' || headers['x-amz-target'] !== 'AWSEvents.PutEvents')
      return refuse('UnknownOperationException');
    if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return refuse('MissingAuthenticationTokenException');
    const { Entries } = fieldsOf(body);
    if (!Array.isArray(Entries) || Entries.length === 0 || Entries.length > 10) return refuse('ValidationException');
    const results = Entries.map((entry) => {
      const fields = fieldsOf(entry);
      const code = mistakeOf(fields);
      return code === undefined ? { EventId: store.insert('events', fields).id } : { ErrorCode: code };
    });
    const FailedEntryCount = results.filter((entry) => 'ErrorCode' in entry).length;
    return { status: 200, body: { FailedEntryCount, Entries: results } };
  },
};

function mistakeOf({ Source, DetailType, Detail, EventBusName }: Fields): string | undefined {
  if (!isText(Source) || !isText(DetailType) || !isText(EventBusName)) return 'InvalidArgument';
  if (typeof Detail !== 'string' || Buffer.byteLength(Detail) > maxEntryBytes) return 'InvalidArgument';
  try {
    JSON.parse(Detail);
    return undefined;
  } catch {
    return 'MalformedDetail';
  }
}

const refuse = (type: string): SandboxAnswer => ({ status: 400, body: { __type: `com.amazonaws.events#${type}` } });
