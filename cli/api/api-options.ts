import type { Command } from 'commander';

/** The options of a verb that asks the API. */
export interface ApiOptions {
  readonly api?: string;
  readonly apiKeyFile?: string;
}

/** Adds the options of a verb that asks the API. */
export const withApi = (verb: Command): Command =>
  verb
    .option(
      '--api <url>',
      "address of the API; default: POSTERN_API_URL, else the running local pipeline, else API_URL of the stack's CliEnvironment output",
    )
    .option('--api-key-file <file>', 'file that holds the API key; default: POSTERN_API_KEY; a laptop needs none');
