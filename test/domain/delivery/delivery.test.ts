import { decodeDeliveryMessage } from '../../../lambdas/domain/delivery/delivery.ts';

describe('a message of the deliveries queue', () => {
  it.each(['', '{', '[]', '{"schema":"delivery/2"}', '{"schema":"delivery/1","eventId":""}'])(
    'refuses %j without quoting it',
    (body) => {
      expect(() => decodeDeliveryMessage(body)).toThrow();
    },
  );
});
