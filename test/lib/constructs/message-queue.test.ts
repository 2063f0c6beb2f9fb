import { readResources } from '../../../local/wiring.ts';
import { localTemplates } from '../../helpers/local-templates.ts';

const resources = readResources('http://127.0.0.1:1', await localTemplates());
describe('a queue', () => {
  const queues = [...resources].filter(([, { Type }]) => Type === 'AWS::SQS::Queue');
  const day = 24 * 3600;

  // Queues of failures are themselves the last place: nothing but people reads them.
  it.each(queues.filter(([id]) => !/DeadLetters|Failures/.test(id)))(
    '%s leaves a person time for what it gave up',
    (_, { Properties: source }) => {
      const { deadLetterTargetArn, maxReceiveCount } = source.RedrivePolicy as Record<string, string>;
      const deadLetters = resources.get(deadLetterTargetArn!.split(':').at(-1)!.replace('.fifo', ''))!.Properties;
      const retention = Number(source.MessageRetentionPeriod);
      // In a FIFO queue the clock of a message starts anew in the dead letters.
      const ageOnArrival = source.FifoQueue === true ? 0 : retention;

      expect(Number(deadLetters.MessageRetentionPeriod) - ageOnArrival).toBeGreaterThanOrEqual(10 * day);
      // All receives, each hidden for its time, end long before the message would expire.
      expect(Number(maxReceiveCount) * Number(source.VisibilityTimeout)).toBeLessThan(retention / 2);
    },
  );
});
