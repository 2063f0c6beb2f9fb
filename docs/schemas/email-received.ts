import * as z from 'zod';
import { emailReceivedSchema } from '../../lambdas/domain/mail/event.ts';

/**
 * The published JSON Schema of `email.received/1`. Consumers must tolerate fields that they do not know, so
 * the published form is open where the source, which checks what we write, is closed.
 */
export function emailReceivedJsonSchema(): object {
  const schema = z.toJSONSchema(emailReceivedSchema, {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { $id: 'urn:postern:schema:email.received:1', title: 'email.received/1', ...schema };
}
