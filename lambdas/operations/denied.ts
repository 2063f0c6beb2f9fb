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
