import type { VerbRole } from './roles.ts';

/** The next step of a caller without permission. */
export const denialHint = (role: VerbRole | undefined): string =>
  role === undefined || role === 'none'
    ? 'postern: the credentials of this shell may not do that'
    : `postern: this verb needs the role ${role}; attach its policies to your role: docs/command-line.md#roles`;
