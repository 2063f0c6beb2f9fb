/** Origins that the page of the console reaches beside its own. */
interface ConsoleOrigins {
  /** Where files of mails are fetched from. */
  readonly attachments: string;
  /** Origins that the sign-in asks: that of the issuer, and others of its endpoints. */
  readonly signIn: readonly string[];
}

/**
 * The content security policy of the console: its own scripts alone, pictures of mails in data and blobs, and mail in a frame
 * without rights.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const consolePolicy = ({ attachments, signIn }: ConsoleOrigins): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    ['img-src', "'self'", 'data:', 'blob:', attachments].join(' '),
    ['connect-src', "'self'", ...new Set(signIn)].join(' '),
    "frame-src 'self' blob:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
