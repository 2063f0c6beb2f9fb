import { eventbridge } from '../../../local/sandbox-crm/eventbridge-api.ts';
import { openVendor } from './vendor.ts';

const client = { 'x-amz-target': 'AWSEvents.PutEvents', authorization: 'AWS4-HMAC-SHA256 Credential=k' };
const entry = { Source: 'postern', DetailType: 'email.received', Detail: '{}', EventBusName: 'bus' };

describe('eventbridge', () => {
  it.each([
    ['another operation', { ...client, 'x-amz-target': 'AWSEvents.ListRules' }, [entry], 'UnknownOperationException'],
    ['no signature', { ...client, authorization: '' }, [entry], 'MissingAuthenticationTokenException'],
    ['no entry', client, [], 'ValidationException'],
    ['eleven entries', client, Array.from({ length: 11 }, () => entry), 'ValidationException'],
  ])('rejects a call with %s', (_, headers, Entries, code) => {
    expect(openVendor(eventbridge, headers).ask('POST', '/', { Entries })).toEqual({
      status: 400,
      body: { __type: `com.amazonaws.events#${code}` },
    });
  });

  it('answers entry by entry inside a 200', () => {
    const bus = openVendor(eventbridge, client);
    const Entries = [
      entry,
      { ...entry, Source: '' },
      { ...entry, Detail: '{' },
      { ...entry, Detail: `"${'x'.repeat(256 * 1024)}"` },
    ];

    expect(bus.ask('POST', '/', { Entries })).toMatchObject({
      status: 200,
      body: {
        FailedEntryCount: 3,
        Entries: [
          {},
          { ErrorCode: 'InvalidArgument' },
          { ErrorCode: 'MalformedDetail' },
          { ErrorCode: 'InvalidArgument' },
        ],
      },
    });
    expect(bus.store.list('events')).toMatchObject([{ body: entry }]);
  });
});
