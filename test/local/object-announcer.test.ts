import { createAnnouncer } from '../../local/object-announcer.ts';
import type { Wiring } from '../../local/wiring.ts';

const [inbox, events] = ['http://sqs/000000000000/Inbox', 'http://sqs/000000000000/Events'];
const wiring = {
  buckets: [
    {
      name: 'mail',
      notifications: [
        { queueUrl: inbox, prefix: 'inbound/' },
        { queueUrl: events, prefix: 'events/' },
      ],
    },
  ],
} as unknown as Wiring;

function announce(bucket: string, key: string, mayAnnounce: (queueUrl: string) => boolean = () => true) {
  const sent: object[] = [];
  const sendMessage = (queueUrl: string, body: string): never => {
    sent.push({ QueueUrl: queueUrl, ...JSON.parse(body) });
    throw new Error('the queue is away');
  };
  createAnnouncer(wiring, { sendMessage }, mayAnnounce)(bucket, key, 42);
  return sent;
}

describe('createAnnouncer', () => {
  it('sends the notification of S3 to the queue of the prefix, and survives a queue that is away', () => {
    expect(announce('mail', 'inbound/a')).toEqual([
      {
        QueueUrl: inbox,
        Records: [
          {
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            eventTime: expect.stringMatching(/^\d{4}-.*Z$/),
            s3: { bucket: { name: 'mail' }, object: { key: 'inbound/a', size: 42 } },
          },
        ],
      },
    ]);
  });

  it('encodes the key as S3 does, and keeps its slashes', () => {
    expect(announce('mail', 'inbound/x/ü+ä.eml')).toMatchObject([
      { Records: [{ s3: { object: { key: 'inbound/x/%C3%BC%2B%C3%A4.eml' } } }] },
    ]);
  });

  it.each([
    ['another prefix', 'mail', 'outbound/a'],
    ['another bucket', 'attachments', 'inbound/a'],
  ])('sends nothing for an object in %s', (_, bucket, key) => {
    expect(announce(bucket, key)).toEqual([]);
  });

  it('sends nothing to a queue to which S3 may not send', () => {
    expect(announce('mail', 'inbound/a', (queueUrl) => queueUrl !== inbox)).toEqual([]);
  });
});
