import { createHmac } from 'node:crypto';
import { readFields, readTokenKeys, signFields } from '../../../lambdas/domain/mail/signed-text.ts';

/** A token as somebody makes it who believes that this is the key `k1`. */
function forged(key: string): string {
  const signed = `k1.${Buffer.from('["x"]').toString('base64url')}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

describe('token keys', () => {
  it.each(['', ' ', '\n'])('hold no current key that is %j', (key) => {
    expect(() => readTokenKeys(JSON.stringify({ current: 'k1', k1: key }))).toThrow(TypeError);
  });

  it.each(['k1 0123456789abcdef', '{"current":"k1","k1":"0123456789abcdef'])(
    'throw a SyntaxError without the secret for the text %j, which is no JSON',
    (secret) => {
      expect(() => readTokenKeys(secret)).toThrow(new SyntaxError('the token keys are no JSON'));
    },
  );

  it.each(['', ' ', '\n'])('verify nothing by an old key that is %j', (key) => {
    const keys = readTokenKeys(JSON.stringify({ current: 'k2', k1: key, k2: 'a key' }));

    expect(readFields(forged(key), keys)).toBeUndefined();
    expect(readFields(signFields(['x'], keys), keys)).toEqual(['x']);
  });

  it('keep the blanks of a key, by which tokens that are about were signed', () => {
    const keys = readTokenKeys(`${JSON.stringify({ current: 'k1', k1: 'a key\n' })}\n`);

    expect(readFields(forged('a key\n'), keys)).toEqual(['x']);
    expect(readFields(forged('a key'), keys)).toBeUndefined();
  });
});
