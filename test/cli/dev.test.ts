import { InvalidArgumentError } from 'commander';
import { readDevSettings } from '../../cli/dev.ts';

describe('readDevSettings', () => {
  const standard = {
    smtpPort: 2525,
    httpPort: 8025,
    smtpTls: false,
    smtpAuth: undefined,
    asksDns: true,
    antivirus: undefined,
    scanMs: undefined,
  };

  it.each([
    ['nothing', {}, standard],
    ['empty variables', { POSTERN_SMTP_PORT: '', POSTERN_HTTP_PORT: '', POSTERN_DNS: '' }, standard],
    ['ports', { POSTERN_SMTP_PORT: '0', POSTERN_HTTP_PORT: '65535' }, { ...standard, smtpPort: 0, httpPort: 65_535 }],
    ['DNS off', { POSTERN_DNS: 'off' }, { ...standard, asksDns: false }],
    ['GuardDuty', { POSTERN_ANTIVIRUS: 'guardduty' }, { ...standard, antivirus: 'guardduty' }],
    ['no antivirus', { POSTERN_ANTIVIRUS: 'none', POSTERN_SCAN_MS: '' }, standard],
    ['the time of a scan', { POSTERN_SCAN_MS: '0' }, { ...standard, scanMs: 0 }],
    ['STARTTLS', { POSTERN_SMTP_TLS: 'on' }, { ...standard, smtpTls: true }],
    ['no AUTH', { POSTERN_SMTP_AUTH: 'off' }, standard],
    ['AUTH of anybody', { POSTERN_SMTP_AUTH: 'any' }, { ...standard, smtpAuth: 'any' }],
    [
      'AUTH of one user, whose password has a colon',
      { POSTERN_SMTP_AUTH: 'app:a:b' },
      { ...standard, smtpAuth: { user: 'app', password: 'a:b' } },
    ],
    ['DNS on', { POSTERN_DNS: 'on' }, standard],
  ])('reads %s', (_what, environment, settings) => {
    expect(readDevSettings(environment)).toEqual(settings);
  });

  it.each([
    [{ POSTERN_SMTP_PORT: '65536' }, 'POSTERN_SMTP_PORT: found "65536", wants a port from 0 to 65535'],
    [{ POSTERN_HTTP_PORT: 'http' }, 'POSTERN_HTTP_PORT: found "http", wants a port from 0 to 65535'],
    [{ POSTERN_ANTIVIRUS: 'clamd' }, 'POSTERN_ANTIVIRUS: found "clamd", wants guardduty or none'],
    [{ POSTERN_SCAN_MS: 'soon' }, 'POSTERN_SCAN_MS: found "soon", wants milliseconds from 0 to 3600000'],
    [{ POSTERN_SMTP_TLS: 'yes' }, 'POSTERN_SMTP_TLS: found "yes", wants on or off'],
    [{ POSTERN_SMTP_AUTH: 'app' }, 'POSTERN_SMTP_AUTH: wants off, any or <user>:<password>'],
    [{ POSTERN_SMTP_AUTH: 'app:' }, 'POSTERN_SMTP_AUTH: wants off, any or <user>:<password>'],
    [{ POSTERN_DNS: 'no' }, 'POSTERN_DNS: found "no", wants on or off'],
  ])('refuses %j', (environment, message) => {
    expect(() => readDevSettings(environment)).toThrow(InvalidArgumentError);
    expect(() => readDevSettings(environment)).toThrow(message);
  });
});
