/**
 * Roles of people on a deployment. Each role but `viewer` and `releaser` has the rights of a viewer, too.
 *
 * The App stack has a managed policy for each: `lib/constructs/role-policies.ts`.
 */
export const roles = ['viewer', 'operator', 'consent-officer', 'configurator', 'data-officer', 'releaser'] as const;
export type Role = (typeof roles)[number];

/** The role of a verb; `none` for verbs that call no AWS account. */
export type VerbRole = Role | 'none';

/**
 * The role that each verb needs, by the words that call it. A new verb names its role here; its calls belong into the grants of
 * that role, and `test/journeys/operator.test.ts` calls it.
 */
const verbRoles: Readonly<Record<string, VerbRole>> = {
  dev: 'none',
  parse: 'none',
  scrub: 'none',
  send: 'none',
  trigger: 'none',
  tail: 'none',
  listen: 'none',
  mcp: 'none',
  trace: 'viewer',
  explain: 'operator',
  audit: 'viewer',
  'audit log': 'viewer',
  'audit verify': 'viewer',
  redrive: 'operator',
  replay: 'operator',
  'consent get': 'consent-officer',
  'consent set': 'consent-officer',
  'consent history': 'consent-officer',
  'consent import': 'consent-officer',
  'consent link': 'consent-officer',
  'consent review': 'consent-officer',
  'consent lift': 'consent-officer',
  'consent erase': 'data-officer',
  holds: 'consent-officer',
  'holds legal list': 'data-officer',
  'holds legal place': 'data-officer',
  'holds legal release': 'data-officer',
  kpis: 'viewer',
  doctor: 'viewer',
  readiness: 'viewer',
  'report quarterly': 'viewer',
  'data export': 'data-officer',
  'data erase': 'data-officer',
  'data report': 'data-officer',
  'data age': 'data-officer',
  'data keys list': 'data-officer',
  'data keys destroy': 'data-officer',
  'routes apply': 'configurator',
  'routes list': 'viewer',
  'routes test': 'none',
  'mapping check': 'configurator',
  'mapping preview': 'configurator',
  'mapping diff': 'configurator',
  promote: 'configurator',
  rollback: 'releaser',
  'secret rotate': 'configurator',
  'secret retire': 'configurator',
  'api-keys create': 'configurator',
  'api-keys list': 'configurator',
  'api-keys rotate': 'configurator',
  'api-keys revoke': 'configurator',
  'review queue': 'operator',
  'review say': 'operator',
  'review compare': 'configurator',
  'review report': 'viewer',
  'threads show': 'viewer',
  'threads age': 'operator',
  'threads split': 'operator',
  'token deal': 'operator',
  'token contact': 'operator',
  'token company': 'operator',
  'token ticket': 'operator',
  'token thread': 'operator',
  'token bounce': 'operator',
  completion: 'none',
};

/** Options by which a verb needs another role: the credentials of the CRMs are the configurator's. */
const optionRoles: Readonly<Record<string, ReadonlyArray<readonly [option: string, role: Role]>>> = {
  audit: [['--repair', 'operator']],
  doctor: [
    ['--probe', 'configurator'],
    ['--fix', 'configurator'],
  ],
};

/** All verbs that have a role. */
export const verbsWithRoles: readonly string[] = Object.keys(verbRoles);

/**
 * The role that a verb needs on a deployment.
 *
 * @param call the words that call it, as in `consent get`
 * @returns undefined for a group of verbs, and for a verb that is not listed
 */
export const roleOf = (call: string): VerbRole | undefined =>
  Object.hasOwn(verbRoles, call) ? verbRoles[call] : undefined;

/** A line of the help of a verb; empty for a verb that calls no account. */
export function roleHelp(call: string): string {
  const role = roleOf(call);
  if (role === undefined || role === 'none') return '';
  const others = (optionRoles[call] ?? []).map(([option, other]) => `; with ${option}: ${other}`).join('');
  return `\nRole on a deployment: ${role}${others} (docs/command-line.md#roles)`;
}

/** The role that an option of a verb needs. */
export const optionsWithRoles = optionRoles;
