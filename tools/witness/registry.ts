import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintTemplates } from './cfn-lint.ts';
import { differences } from './differences.ts';
import { startLocalPipeline } from './local-pipeline.ts';
import { runContracts } from './moto-contracts.ts';
import { startMoto, typesOfMoto } from './moto-server.ts';
import { createStacks, inOrderOfImports } from './moto-stacks.ts';
import { nodeTools } from './node-tools.ts';
import { validateOpenApi } from './openapi.ts';
import { generateClient } from './openapi-typescript.ts';
import { pythonTools } from './python.ts';
import { attackApi, attackedIntegrations, attackedMails } from './schemathesis.ts';
import type { Witness } from './witness.ts';

/** Every witness, in the order they run. */
export const witnesses: readonly Witness[] = [
  {
    name: 'cfn-lint',
    confirms: 'every synthesized template: types, properties, patterns, enums and lengths (PyPI: cfn-lint)',
    needs: [pythonTools],
    run: async ({ tools, stacks }) => lintTemplates(tools.get(pythonTools.name)!, await stacks()),
  },
  {
    name: 'openapi',
    confirms: 'the OpenAPI document of the API, by the specification (PyPI: openapi-spec-validator)',
    needs: [pythonTools],
    run: ({ tools }) =>
      validateOpenApi(
        tools.get(pythonTools.name)!,
        fileURLToPath(new URL('../../lambdas/api/openapi.json', import.meta.url)),
      ),
  },
  {
    name: 'schemathesis',
    confirms: 'that the API answers any request as its OpenAPI document says (PyPI: schemathesis)',
    needs: [pythonTools],
    async run({ tools, scratch }) {
      await using pipeline = await startLocalPipeline(join(scratch, 'pipeline'), attackedIntegrations);
      await pipeline.send(...attackedMails);
      return await attackApi(tools.get(pythonTools.name)!, scratch, pipeline);
    },
  },
  {
    name: 'openapi-typescript',
    confirms: 'that types generated from the OpenAPI document make a client that works (npm: openapi-typescript)',
    needs: [nodeTools],
    async run({ tools, scratch }) {
      await using pipeline = await startLocalPipeline(join(scratch, 'typed-pipeline'), attackedIntegrations);
      await pipeline.send(...attackedMails);
      return await generateClient(tools.get(nodeTools.name)!, scratch, pipeline);
    },
  },
  {
    name: 'moto-contracts',
    confirms: 'what we hold DynamoDB, SQS, SNS and S3 to, on an AWS that others wrote (PyPI: moto)',
    needs: [pythonTools],
    async run({ tools, scratch }) {
      await using server = await startMoto(tools.get(pythonTools.name)!);
      return await runContracts(server.endpoint, scratch, differences);
    },
  },
  {
    name: 'moto-stacks',
    confirms: 'that the stacks can be created, and that what is created is as the template says (PyPI: moto)',
    needs: [pythonTools],
    async run({ tools, stacks }) {
      const bin = tools.get(pythonTools.name)!;
      const [types, all] = [await typesOfMoto(bin), await stacks()];
      await using server = await startMoto(bin);
      return await createStacks(server.endpoint, types, inOrderOfImports(all));
    },
  },
];
