import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { recipientSuppressedJsonSchema } from '../../../docs/schemas/recipient-suppressed.ts';
import { changeOfSubject } from '../../../lambdas/domain/consent/change.ts';
import { decodeSuppressionMessage } from '../../../lambdas/domain/consent/decode-suppression-message.ts';
import { aChange, anyChange } from '../../helpers/consent.ts';

const ajv = new Ajv2020({ strict: true });
(addFormats as unknown as (target: Ajv2020) => void)(ajv);
const validate = ajv.compile(recipientSuppressedJsonSchema());

describe('a change of consent (recipient.suppressed/1)', () => {
  it('matches its published schema for any change, and survives the queue unchanged', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        expect(validate(change)).toBe(true);
        expect(decodeSuppressionMessage(JSON.stringify(change))).toEqual(change);
      }),
    );
  });

  it('equals the published schema', () => {
    const path = new URL('../../../docs/schemas/recipient.suppressed-1.json', import.meta.url);

    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(recipientSuppressedJsonSchema())));
  });

  it.each([
    ['another spelling of the address', { address: 'LEA@Example.ORG' }],
    [
      'an internationalized domain in either form',
      { address: 'lea@xn--bcher-kva.example' },
      { address: 'lea@Bücher.example' },
    ],
    ['another moment of receipt', { receivedAt: '2026-11-21T09:00:01.000Z' }],
    ['another spelling of the moment', { at: '2026-11-20T09:00:00Z' }],
  ])('keeps its id for %s', (_name, changes: object, base: object = {}) => {
    expect(aChange(changes).changeId).toBe(aChange(base).changeId);
  });

  it.each([
    ['another person', { address: 'leo@example.org' }],
    ['a plus tag, which names another mailbox', { address: 'lea+news@example.org' }],
    ['another tenant', { tenant: 'globex' }],
    ['another evidence', { evidence: 'evt_2' }],
    ['another purpose', { purposes: ['sales' as const] }],
  ])('has another id for %s', (_name, changes) => {
    expect(aChange(changes).changeId).not.toBe(aChange().changeId);
  });

  it('can concern a person with a known hash and no known address', () => {
    const { address, ...anonymous } = aChange();

    expect(changeOfSubject(anonymous)).not.toHaveProperty('address');
    expect(validate(changeOfSubject(anonymous))).toBe(true);
  });

  it.each([
    '',
    'null',
    '{}',
    '{"schema":"recipient.suppressed/9"}',
    '{"schema":"suppression.delivery/1"}',
    'lea@example.org',
  ])('refuses the message %j without quoting it', (body) => {
    expect(() => decodeSuppressionMessage(body)).toThrow(/^(?!.*example\.org)/s);
  });
});
