import type { SMTPServerOptions } from 'smtp-server';
import { isSameSecret } from '../lambdas/domain/mail/constant-time.ts';
import type { SmtpCertificate } from './smtp-certificate.ts';

/** Who may sign in at the SMTP port: `any` takes every user and password, and mail without them. */
export type SmtpAuth = 'any' | { readonly user: string; readonly password: string };

interface SmtpSecurity {
  readonly certificate?: SmtpCertificate | undefined;
  readonly auth?: SmtpAuth | undefined;
}

/**
 * The options of the SMTP server for STARTTLS and AUTH. SES, whose place the port takes, wants neither: they are for programs that
 * cannot send without them.
 */
export const smtpSecurity = ({ certificate, auth }: SmtpSecurity): SMTPServerOptions => ({
  ...certificate,
  disabledCommands: [...(auth === undefined ? ['AUTH'] : []), ...(certificate === undefined ? ['STARTTLS'] : [])],
  authMethods: ['PLAIN', 'LOGIN'],
  // The port is on this machine alone, so that no password travels.
  allowInsecureAuth: true,
  authOptional: auth === undefined || auth === 'any',
  onAuth({ username, password }, _session, callback) {
    if (auth !== undefined && isTaken(auth, username, password)) callback(null, { user: username });
    else callback(Object.assign(new Error('5.7.8 Wrong user or password (POSTERN_SMTP_AUTH)'), { responseCode: 535 }));
  },
});

const isTaken = (auth: SmtpAuth, user: string | undefined, password: string | null | undefined): boolean =>
  auth === 'any' || isSameSecret(`${user ?? ''}\n${password ?? ''}`, `${auth.user}\n${auth.password}`);
