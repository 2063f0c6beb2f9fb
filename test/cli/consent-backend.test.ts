import { checkAddress, connectConsent } from '../../cli/consent-backend.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('checkAddress', () => {
  it('gives back the address in its normal form', () => {
    expect(checkAddress('Lea@Example.ORG')).toBe('lea@example.org');
  });

  it.each(['', 'lea', 'lea@', '@example.org', 'a b@example.org'])('refuses %j', (text) => {
    expect(() => checkAddress(text)).toThrow(ConfigError);
    expect(() => checkAddress(text)).toThrow(`found "${text}", wants an address that can be mailed`);
  });
});

describe('connectConsent', () => {
  const before = process.env;
  afterEach(() => {
    process.env = before;
  });

  it('names the variable of the consent ledger that is missing', () => {
    process.env = {
      POSTERN_DATA_DIR: temporaryFolder(),
      AWS_REGION: 'eu-west-1',
      LEDGER_TABLE: 'ledger',
      CONTROL_TABLE: 'control',
      MAIL_BUCKET: 'mail',
      ATTACHMENTS_BUCKET: 'attachments',
    };

    expect(connectConsent).toThrow(ConfigError);
    expect(connectConsent).toThrow('CONSENT_TABLE is not set');
  });
});
