import type { VerbRole } from './roles.ts';

/** Error names of services for a caller without permission. SNS has a name of its own. */
const denials: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

/** Whether AWS refused a call because its caller has no right to it. */
export function isDenied(error: unknown): boolean {
  const { name = '', $metadata } = (error ?? {}) as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return denials.has(name) || $metadata?.httpStatusCode === 403;
}

/** The next step of a caller without permission. */
export const denialHint = (role: VerbRole | undefined): string =>
  role === undefined || role === 'none'
    ? 'postern: the credentials of this shell may not do that'
    : `postern: this verb needs the role ${role}; attach its policies to your role: docs/command-line.md#roles`;
