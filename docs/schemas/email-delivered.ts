import * as z from 'zod';
import { emailDeliveredSchema } from '../../lambdas/domain/crm/email-delivered.ts';

/** The published JSON Schema of `email.delivered/1`, open where the source is closed, as that of an event is. */
export function emailDeliveredJsonSchema(): object {
  const schema = z.toJSONSchema(emailDeliveredSchema, {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { $id: 'urn:postern:schema:email.delivered:1', title: 'email.delivered/1', ...schema };
}
