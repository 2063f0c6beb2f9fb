import type { Command } from 'commander';
import { withApi } from '../api/api-options.ts';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';

export function describeMcp(verb: Command): void {
  withMasked(withApi(verb))
    .option('--tenant <name>', 'only events of that tenant; default: all that the key may read')
    .addHelpText(
      'after',
      '\nExamples:\n  postern mcp\n  postern mcp --api https://api.example.com --api-key-file key.txt --masked\n' +
        '\nA client starts it: docs/mcp.md has the configuration. The API key wants the scopes events:read, eligibility:read\n' +
        'and holds:read. It needs the package @modelcontextprotocol/sdk.',
    )
    .action(lazy(async () => (await import('../mcp.ts')).runMcp));
}
