// `npm run schemas`: writes the JSON Schemas of what others may consume, from their zod sources.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emailDeliveredJsonSchema } from './email-delivered.ts';
import { emailReceivedJsonSchema } from './email-received.ts';
import { openApiDocument } from './openapi.ts';
import { recipientSuppressedJsonSchema } from './recipient-suppressed.ts';

const schemas = {
  'email.delivered-1.json': emailDeliveredJsonSchema(),
  'email.received-1.json': emailReceivedJsonSchema(),
  'recipient.suppressed-1.json': recipientSuppressedJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(fileURLToPath(new URL(`./${name}`, import.meta.url)), `${JSON.stringify(schema, null, 2)}\n`);
// Beside the function that serves it.
writeFileSync(
  fileURLToPath(new URL('../../lambdas/api/openapi.json', import.meta.url)),
  `${JSON.stringify(openApiDocument())}\n`,
);
