import { decodeSuppressionMessage } from '../../../lambdas/domain/consent/decode-suppression-message.ts';
import { targetMessageOf } from '../../../lambdas/domain/consent/suppression-message.ts';
import { aChange } from '../../helpers/consent.ts';

const message = targetMessageOf({ tenant: 'acme', subject: 's', target: 'main' });

describe('decodeSuppressionMessage', () => {
  it.each([
    ['a change', aChange()],
    ['the news for a target', message],
  ])('reads %s', (_case, given) => {
    expect(decodeSuppressionMessage(JSON.stringify(given))).toEqual(given);
  });

  it.each([
    ['no JSON', 'secret words'],
    ['an unknown schema', JSON.stringify({ ...message, schema: 'secret words' })],
    ['a target without a name', JSON.stringify({ ...message, target: '' })],
    ['a field that it does not know', JSON.stringify({ ...message, more: 'secret words' })],
  ])('refuses %s without quoting it', (_case, body) => {
    expect(() => decodeSuppressionMessage(body)).toThrow();
    expect(() => decodeSuppressionMessage(body)).not.toThrow(/secret words/);
  });
});
