import { type Command, Option } from 'commander';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { readCredentials } from '../lambdas/aws/secrets.ts';
import { canaryTenant } from '../lambdas/domain/configuration/canary-integration.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { addressableKinds, returnPathId, taggedAddress } from '../lambdas/domain/configuration/tagged-address.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { TaggedKind } from '../lambdas/domain/mail/address-tag.ts';
import { readTokenKeys } from '../lambdas/domain/mail/signed-text.ts';
import { env } from '../lambdas/env.ts';
import { connectBackend } from './backend.ts';
import { checkAddress, connectConsent } from './consent-backend.ts';
import { fail, print, printJson } from './output.ts';

interface TokenOptions {
  readonly integration?: string;
  readonly json?: boolean;
}

export function registerToken(program: Command): void {
  const token = program.command('token').description('signed addresses, which name a record for whoever has them');
  for (const kind of addressableKinds)
    token
      .command(kind)
      .description(`print the address that names a ${kind}; whoever has it may write to it. Exit code 1: there is none`)
      .argument('<id>', kind === 'thread' ? 'a name of your own for a conversation' : `the CRM's id of the ${kind}`)
      .addOption(new Option('--integration <key>', 'default: the only one that has such an address'))
      .option('--json', 'one JSON line')
      .addHelpText(
        'after',
        `\nExamples:\n  postern token ${kind} 12345\n  postern token ${kind} 12345 --integration sales`,
      )
      .action((id: string, options: TokenOptions) => mint(kind, id, options).catch(fail));
  token
    .command('bounce')
    .description('print the envelope sender for mail to an address: a bounce that comes back to it counts')
    .argument('<address>', 'whom the mail goes to')
    .addOption(new Option('--integration <key>', 'default: the only one that has such an address'))
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nIt wants an address pattern such as bounce@inbound.acme.com. The address holds a hash of the recipient, not their address.\n\nExample:\n  postern token bounce lea@example.org',
    )
    .action((address: string, options: TokenOptions) => mintReturnPath(address, options).catch(fail));
}

/** The envelope sender of one mail to one person: what comes back to it is believed to be about them. */
async function mintReturnPath(text: string, options: TokenOptions): Promise<void> {
  const backend = connectConsent();
  const address = checkAddress(text);
  const { integrations } = await readIntegrations(backend.dynamo, backend.controlTable);
  const tenants = new Set(
    integrations
      .filter(({ key, tenant }) => tenant !== canaryTenant && (options.integration ?? key) === key)
      .map(({ tenant }) => tenant),
  );
  const [tenant] = tenants;
  if (tenant === undefined || tenants.size > 1)
    throw new ConfigError('several tenants, or none, are meant; name an integration of one with --integration');
  await mint('bounce', returnPathId(await backend.subjectOf(tenant, address)), options);
}

async function mint(kind: TaggedKind, id: string, { integration: named, json }: TokenOptions): Promise<void> {
  const { dynamo, controlTable, read } = connectBackend();
  const { integrations } = await readIntegrations(dynamo, controlTable);
  const wanted = integrations.filter(({ key }) => named === undefined || key === named);
  if (wanted.length === 0)
    throw new ConfigError(
      `--integration: found "${named}", wants one of ${integrations.map(({ key }) => key).join(', ')}`,
    );
  const keys = readTokenKeys(await readCredentials(read(env.tokenKeys), process.env));
  const addressOf = (one: Integration): string | undefined => taggedAddress({ kind, id }, one, integrations, keys);
  const found = wanted.flatMap((one) => {
    const address = one.tenant === canaryTenant ? undefined : addressOf(one);
    return address === undefined ? [] : [{ address, type: kind, id, integration: one.key }];
  });
  if (found.length === 0)
    throw new ConfigError(`no address of ${named ?? 'an integration'} can name the ${kind} ${id}`);
  // The one that is called after the kind is meant, as in deal+…@.
  const own = found.filter(({ address }) => address.startsWith(`${kind}+`) || address.startsWith(`${kind}s+`));
  const [first, ...others] = own.length === 1 ? own : found;
  if (others.length > 0)
    throw new ConfigError(
      `several integrations have an address for it; name one with --integration: ${found.map(({ integration }) => integration).join(', ')}`,
    );
  if (json) printJson(first);
  else print(first!.address);
}
