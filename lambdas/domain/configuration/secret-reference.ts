import type { IntegrationsFile } from './integration.ts';

/**
 * The secrets of a stage that a connection or an intake may name by their purpose alone: `secret:crm#hubspot` is the field
 * `hubspot` of the secret `postern/<stage>/crm`. The values name the readers.
 */
export const secretPurposes = {
  /** Credentials of CRMs and CDPs, one field each. */
  crm: 'connections',
  /** Keys that sign outgoing webhooks, one field each or the whole secret. */
  hook: 'connections',
  /** Keys of the senders of webhooks, one field each. */
  intake: 'intake',
} as const;
type SecretPurpose = keyof typeof secretPurposes;
/** Which part of an integrations file names a secret; each is read by functions of its own. */
type SecretReader = (typeof secretPurposes)[SecretPurpose];

/** A reference, split into its parts. */
interface CredentialsReference {
  readonly scheme: 'env' | 'secret';
  /** The name of the variable or of the secret, as it is written. */
  readonly name: string;
  /** The field of a JSON secret. */
  readonly field?: string;
}

/** Splits `env:NAME`, `secret:<name>` or `secret:<name>#<field>`; the pattern of `credentials` accepts nothing else. */
export function parseReference(reference: string): CredentialsReference {
  const colon = reference.indexOf(':');
  const scheme = reference.slice(0, colon) === 'env' ? 'env' : 'secret';
  const [name = '', field] = reference.slice(colon + 1).split('#');
  return field === undefined ? { scheme, name } : { scheme, name, field };
}

/**
 * The name or ARN under which Secrets Manager knows a secret.
 *
 * @param name a purpose of the stage, a full name, or an ARN
 * @param prefix of the stage's own secrets, as in `postern/prod/`
 */
export const secretIdOf = (name: string, prefix: string): string =>
  Object.hasOwn(secretPurposes, name) ? `${prefix}${name}` : name;

/** The secrets that the functions of a deployment may read. */
interface ReadableSecrets {
  /** Where the deployment is. */
  readonly region: string;
  /** The prefix of the stage's own secrets, as in `postern/prod/`. */
  readonly prefix: string;
  /** Names or ARNs. */
  readonly connections: readonly string[];
  /** Names or ARNs. */
  readonly intake: readonly string[];
}

/** One setting that cannot work in a deployment. */
export interface UnreadableCredentials {
  /** Where it stands in the file, as in `connections.main.credentials`. */
  readonly path: string;
  /** The value in the file. */
  readonly found: string;
  /** A value that would work. */
  readonly wanted: string;
}

/**
 * Finds settings that work only on a laptop (`env:`, `sandbox:`), and secrets that the roles of the functions may not read:
 * with these every call of the connection fails.
 */
export function findUnreadable(file: IntegrationsFile, readable: ReadableSecrets): UnreadableCredentials[] {
  const connections = Object.entries(file.connections).flatMap(([name, { baseUrl, credentials }]) => {
    const path = `connections.${name}`;
    const sandbox = { path: `${path}.baseUrl`, found: baseUrl, wanted: "the URL of the vendor's API" };
    return [
      ...(baseUrl.startsWith('sandbox:') ? [sandbox] : []),
      ...(credentials === 'role' ? [] : refuse(`${path}.credentials`, credentials, 'connections', readable)),
    ];
  });
  const intake = Object.entries(file.intake ?? {}).flatMap(([name, { credentials }]) =>
    refuse(`intake.${name}.credentials`, credentials, 'intake', readable),
  );
  return [...connections, ...intake];
}

function refuse(
  path: string,
  reference: string,
  reader: SecretReader,
  readable: ReadableSecrets,
): UnreadableCredentials[] {
  const { scheme, name } = parseReference(reference);
  const allowed = readable[reader];
  const id = secretIdOf(name, readable.prefix);
  if (scheme === 'secret' && isHere(id, readable.region) && allowed.some((secret) => isSameSecret(secret, id)))
    return [];
  const names = allowed.map((secret) => `secret:${shortOf(secret, readable.prefix)}`).join(', ');
  const wanted = `a secret that the functions may read: ${names}, or another that stages.yaml lists under secrets for ${reader}`;
  return [{ path, found: reference, wanted }];
}

/** The functions ask Secrets Manager of their own region, whatever an ARN says. */
const isHere = (id: string, region: string): boolean =>
  !id.startsWith('arn:') || id.split(':').slice(2, 4).join(':') === `secretsmanager:${region}`;

/** The usual spelling of a secret of the stage. */
const shortOf = (id: string, prefix: string): string => {
  const short = id.startsWith(prefix) ? id.slice(prefix.length) : id;
  return Object.hasOwn(secretPurposes, short) ? short : id;
};

/**
 * Whether two names or ARNs are one secret. An ARN ends in a hyphen and six characters that Secrets Manager adds to the name,
 * and may be written without them.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
function isSameSecret(readableId: string, id: string): boolean {
  if (readableId === id) return true;
  const [readable, wanted] = [partsOf(readableId), partsOf(id)];
  // A name is one of the deployment's own account and region, which an ARN from elsewhere is not.
  const isSamePlace = readable.place === undefined || wanted.place === undefined || readable.place === wanted.place;
  const isSuffixed = (longer: SecretParts, shorter: SecretParts): boolean =>
    longer.place !== undefined && longer.name.slice(0, -7) === shorter.name && /-[A-Za-z0-9]{6}$/.test(longer.name);
  return isSamePlace && (readable.name === wanted.name || isSuffixed(readable, wanted) || isSuffixed(wanted, readable));
}

interface SecretParts {
  /** Partition, service, region and account; absent for a name. */
  readonly place?: string;
  readonly name: string;
}

function partsOf(id: string): SecretParts {
  const [, place, name] = /^(arn:[^:]*:[^:]*:[^:]*:[^:]*):secret:(.+)$/.exec(id) ?? [];
  return place === undefined || name === undefined ? { name: id } : { place, name };
}
