import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { readCidr } from '../../lambdas/domain/configuration/cidr.ts';
import { apiRoles, scopes } from '../../lambdas/scopes.ts';
import { lazy } from '../lazy.ts';
import { duration, wholeNumber } from '../option-values.ts';

const dayMs = 86_400_000;

/** Adds the verbs of the API's keys. */
export function describeApiKeys(apiKeys: Command): void {
  describeCreate(apiKeys);
  apiKeys
    .command('list')
    .description('the keys with their scopes and ends, the expired and revoked ones included; never a secret')
    .option('--json', 'one JSON line a key')
    .addHelpText('after', '\nExamples:\n  postern api-keys list\n  postern api-keys list --json | jq .expiresAt')
    .action(lazy(async () => (await import('../api-keys/api-keys.ts')).runList));
  describeRotate(apiKeys);
  apiKeys
    .command('revoke')
    .description('end a key with all its secrets, at once and for ever; exit code 1 when the id is unknown')
    .addArgument(keyId())
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern api-keys revoke 0123456789ab')
    .action(lazy(async () => (await import('../api-keys/api-keys.ts')).runRevoke));
}

function describeCreate(apiKeys: Command): void {
  apiKeys
    .command('create')
    .description('make a key of the API and show it once: only its hash is kept')
    .requiredOption('--name <text>', 'who has it, for people', readName)
    .option('--tenant <name>', 'the tenant that it reads')
    .option('--all-tenants', 'it reads every tenant, in place of --tenant')
    .addOption(new Option('--scopes <scope...>', 'what it may do').choices(scopes))
    .addOption(new Option('--role <name>', 'the scopes of a role, in place of --scopes').choices(apiRoles))
    .addOption(
      new Option('--expires-in <duration>', 'how long it works')
        .argParser(duration('3650d'))
        .default(365 * dayMs, '365d'),
    )
    .option('--never-expires', 'it works until it is revoked, in place of --expires-in')
    .option('--allow <cidr...>', 'addresses from which alone it works, as CIDR blocks', readBlock)
    .option('--per-minute <count>', 'requests in a minute at most', wholeNumber(0, 1_000_000))
    .option('--per-day <count>', 'requests in a day (UTC) at most', wholeNumber(0, 1_000_000_000))
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern api-keys create --name billing --tenant acme --scopes events:read events:ack' +
        '\n  postern api-keys create --name archive --all-tenants --scopes events:raw --expires-in 90d --allow 203.0.113.0/24' +
        '\n  postern api-keys create --name crm --tenant acme --scopes eligibility:read --per-minute 600' +
        '\n  postern api-keys create --name "Kim Lee" --all-tenants --role operator --expires-in 90d',
    )
    .action(lazy(async () => (await import('../api-keys/api-keys.ts')).runCreate));
}

function describeRotate(apiKeys: Command): void {
  apiKeys
    .command('rotate')
    .description('give a key another secret, shown once; the one before works on for a while')
    .addArgument(keyId())
    .addOption(
      new Option('--overlap <duration>', 'how long the secret before works on; 0: it ends now')
        .argParser(duration('90d'))
        .default(dayMs, '1d'),
    )
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern api-keys rotate 0123456789ab\n  postern api-keys rotate 0123456789ab --overlap 0     after a leak',
    )
    .action(lazy(async () => (await import('../api-keys/api-keys.ts')).runRotate));
}

const keyId = (): Argument => new Argument('<id>', 'as postern api-keys list shows it');

/** A name that a line of a list can hold. */
function readName(text: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,63}$/u.test(text)) return text;
  throw new InvalidArgumentError('Wants up to 64 letters, digits, blanks and . _ / -, and no address of a person.');
}

/** Reads one of several blocks. */
function readBlock(text: string, before: readonly string[] = []): string[] {
  if (readCidr(text) === undefined) throw new InvalidArgumentError('Wants a CIDR block, such as 203.0.113.0/24.');
  if (before.length >= 50) throw new InvalidArgumentError('Wants at most 50 blocks.');
  return [...before, text];
}
