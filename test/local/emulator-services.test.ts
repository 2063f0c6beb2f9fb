import { createEmulatorServices } from '../../local/emulator-services.ts';

describe('createEmulatorServices', () => {
  const [s3Objects, snsStore, sqsStore] = [[] as unknown[], { name: 'sns' }, { name: 'sqs' }];
  const calls: unknown[][] = [];
  const services = createEmulatorServices({
    s3Store: { putObject: (...object) => s3Objects.push(object) },
    snsStore,
    sqsStore,
    publish: (...call) => calls.push(['publish', ...call]),
    sendMessage: (...call) => calls.push(['send', ...call]),
    onObjectCreated: (...object) => calls.push(['created', ...object]),
  });

  beforeEach(() => {
    calls.length = 0;
  });

  it('stores an object before it tells S3s listeners', () => {
    services.putObject('mail', 'inbound/a', Buffer.from('bytes'));

    expect(s3Objects).toEqual([['mail', 'inbound/a', Buffer.from('bytes')]]);
    expect(calls).toEqual([['created', 'mail', 'inbound/a', 5]]);
  });

  it('publishes to a topic and sends to a queue', () => {
    services.publish('arn:topic', 'news');
    services.sendMessage('http://queue', 'words');

    expect(calls).toEqual([
      ['publish', { TopicArn: 'arn:topic', Message: 'news' }, snsStore, sqsStore],
      ['send', { QueueUrl: 'http://queue', MessageBody: 'words' }, sqsStore],
    ]);
  });
});
