import { readFileSync } from 'node:fs';
import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { ApiOptions } from './api/api-options.ts';
import { connectApi } from './api/connect-api.ts';
import { isMasked, runMasked } from './masking.ts';
import { toolError, toolResult, untrustedNotice } from './mcp/tool-answer.ts';
import { type ToolPorts, tools } from './mcp/tools.ts';

interface McpOptions extends ApiOptions {
  readonly tenant?: string;
}

/** Serves the tools on standard input and output until the client closes them. */
export async function runMcp({ tenant, ...options }: McpOptions): Promise<void> {
  const { McpServer, StdioServerTransport } = await loadSdk();
  const { url, ask, post } = connectApi(options);
  const ports: ToolPorts = compact({ ask, post, tenant });
  const server = new McpServer({ name: 'postern', version: ownVersion() }, { instructions: instructionsFor(url) });
  // A call of a tool comes with the context of its request, not with that of this verb.
  const inContext = isMasked() ? runMasked : <T>(work: () => Promise<T>): Promise<T> => work();
  for (const { name, title, description, input, run } of tools)
    server.registerTool(
      name,
      { title, description, inputSchema: input, annotations: { readOnlyHint: true, openWorldHint: true } },
      (values) =>
        inContext(async () => {
          try {
            return toolResult(await run(values, ports));
          } catch (error) {
            return toolError((error as Error).message);
          }
        }),
    );
  const closed = Promise.withResolvers<void>();
  server.server.onclose = () => closed.resolve();
  process.stdin.once('end', () => void server.close());
  await server.connect(new StdioServerTransport());
  process.stderr.write(`postern: serving ${tools.length} read-only tools over ${url}\n`);
  await closed.promise;
}

/** @throws ConfigError when the package is not installed */
async function loadSdk() {
  try {
    const [{ McpServer }, { StdioServerTransport }] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/mcp.js'),
      import('@modelcontextprotocol/sdk/server/stdio.js'),
    ]);
    return { McpServer, StdioServerTransport };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ConfigError(
      'postern mcp needs a package that is not installed with Postern: npm install @modelcontextprotocol/sdk',
    );
  }
}

const ownVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

const instructionsFor = (url: string): string =>
  `Reads inbound e-mail events of Postern at ${url}. No tool changes anything. ${untrustedNotice}`;
