import * as z from 'zod';
import { decode } from '../../../../lambdas/domain/consent/intake/decode.ts';
import { MalformedEventError } from '../../../../lambdas/domain/consent/intake/sender-event.ts';

describe('decode', () => {
  const shape = z.object({ event: z.object({ id: z.string() }) });

  it('returns what has the shape', () => {
    expect(decode(shape, { event: { id: 'a' } })).toEqual({ event: { id: 'a' } });
  });

  it.each([
    [{ event: { id: 3, address: 'lea@example.org' } }, 'event.id'],
    ['lea@example.org', 'the body'],
  ])('names the place of the first mistake of %j, and no value', (json, place) => {
    expect(() => decode(shape, json)).toThrow(MalformedEventError);
    expect(() => decode(shape, json)).toThrow(place);
    expect(() => decode(shape, json)).not.toThrow('lea@example.org');
  });
});
