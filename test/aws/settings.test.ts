import { optionalSetting, readSettings } from '../../lambdas/aws/settings.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

const environment = { LEDGER_TABLE: 'ledger', MAIL_BUCKET: '', POSTERN_STAGE: 'prod' };

describe('readSettings', () => {
  it('reads settings by their names', () => {
    expect(readSettings(environment, ['ledgerTable', 'stage'])).toEqual({ ledgerTable: 'ledger', stage: 'prod' });
  });

  it('names every variable that is absent or empty at once', () => {
    const read = () => readSettings(environment, ['mailBucket', 'ledgerTable', 'apiUrl']);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow('missing environment: MAIL_BUCKET, API_URL');
  });
});

describe('optionalSetting', () => {
  it.each([
    ['stage', 'prod'],
    ['mailBucket', undefined],
    ['apiUrl', undefined],
  ] as const)('reads %s as %j', (name, value) => {
    expect(optionalSetting(environment, name)).toBe(value);
  });
});
