import type { IntegrationsFile } from '../domain/configuration/integration.ts';
import { findUnreadable, type UnreadableCredentials } from '../domain/configuration/secret-reference.ts';

/** The secrets that the functions of a deployment may read, as its environment lists them. */
interface SecretSettings {
  readonly region: string;
  readonly secretPrefix: string;
  /** Names or ARNs, with commas between. */
  readonly connectionSecrets: string;
  readonly intakeSecrets: string;
}

const article = 'docs/runbook.md#crm-configuration';

/** The unreadable credentials of a deployment, as problems in words. */
export const unreadableCredentials = (
  file: IntegrationsFile,
  { region, secretPrefix: prefix, connectionSecrets, intakeSecrets }: SecretSettings,
): string[] =>
  findUnreadable(file, {
    region,
    prefix,
    connections: connectionSecrets.split(','),
    intake: intakeSecrets.split(','),
  }).map(credentialProblem);

/** One of these as a problem in words. */
export const credentialProblem = ({ path, found, wanted }: UnreadableCredentials): string =>
  `${path}: found ${found}; wants ${wanted}: ${article}`;
