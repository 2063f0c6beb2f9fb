import { ConfigError } from '../../lambdas/domain/errors.ts';
import { portError } from '../../local/port-error.ts';

const errorWith = (code: string): NodeJS.ErrnoException => Object.assign(new Error('no'), { code });

describe('portError', () => {
  it.each([
    ['EADDRINUSE', 'SMTP port 2525 is in use; set POSTERN_SMTP_PORT to another one, or to 0 for any free port'],
    ['EACCES', 'SMTP port 2525 may not be opened; set POSTERN_SMTP_PORT to another one, or to 0 for any free port'],
  ])('says what to do about %s', (code, message) => {
    expect(portError(errorWith(code), 'SMTP', 2525, 'POSTERN_SMTP_PORT')).toEqual(new ConfigError(message));
  });

  it('returns any other error as it is', () => {
    const error = errorWith('EPERM');

    expect(portError(error, 'SMTP', 2525, 'POSTERN_SMTP_PORT')).toBe(error);
  });
});
